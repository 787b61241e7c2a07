"""What inbound does when deliveries change, or somebody begins to wait."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.inbound.events import (
    AsnAnnounced,
    AsnCancelled,
    AsnChanged,
    AsnClosed,
    GoodsReceived,
    PlaceReported,
    ReceiptRolledBack,
)
from packhaus.inbound.queries.supplies import list_waited_for
from packhaus.inbound.services.date_waiting import date_waiting
from packhaus.inbound.services.put_away.redirect import resolve_reports
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from packhaus.journal.types import EntryRow
from packhaus.orders.events import OrderBackordered

DATING_KINDS = (
    AsnAnnounced.kind, AsnChanged.kind, AsnCancelled.kind, AsnClosed.kind, GoodsReceived.kind,
    ReceiptRolledBack.kind, OrderBackordered.kind,
)  # fmt: skip
REPORTING_KINDS = (PlaceReported.kind,)


def date_by_deliveries(entries: Sequence[EntryRow], now: datetime) -> None:
    """Date what waits for the items that these facts are about. Twice dates nothing more."""
    order_ids = {UUID(one.aggregate_id) for one in entries if one.kind == OrderBackordered.kind}
    asn_ids = {UUID(one.aggregate_id) for one in entries if one.kind != OrderBackordered.kind}
    dropped = {UUID(sku_id) for one in entries for sku_id in one.data.get("sku_ids", ())}
    sku_ids = dropped.union(list_waited_for(asn_ids=sorted(asn_ids), order_ids=sorted(order_ids)))
    date_waiting(scope=Scope.operator(), sku_ids=sorted(sku_ids), now=now, actor=SYSTEM)


def trust_counted_places(entries: Sequence[EntryRow], now: datetime) -> None:
    """Let goods go again to places that somebody has counted since they were reported. Twice is once."""
    location_ids = sorted({int(one.data["location_id"]) for one in entries})
    with transaction(Scope.operator()):
        resolve_reports(location_ids=location_ids, now=now)


def count_reported_places(entries: Sequence[EntryRow], now: datetime) -> None:
    """Have the places counted that were found full. A second time finds the counts planned."""
    wants = [CountWant(int(one.aggregate_id), "bin_full") for one in entries if one.data["reason"] == "full"]
    plan_counts(scope=Scope.operator(), wants=wants, now=now, actor=SYSTEM)
