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
    PurchaseChanged,
    PurchaseCut,
    PurchasePlaced,
    ReceiptRolledBack,
)
from packhaus.inbound.queries.purchases.delivered import list_named_orders
from packhaus.inbound.queries.supplies import list_waited_for, list_waiting_skus
from packhaus.inbound.services.date_waiting import date_waiting
from packhaus.inbound.services.purchases.follow import settle_purchases
from packhaus.inbound.services.put_away.redirect import resolve_reports
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from packhaus.journal.types import EntryRow
from packhaus.orders.events import OrderBackordered
from packhaus.terms.events import TermSet

PURCHASE_KINDS = (PurchasePlaced.kind, PurchaseChanged.kind, PurchaseCut.kind)
DATING_KINDS = (
    AsnAnnounced.kind, AsnChanged.kind, AsnCancelled.kind, AsnClosed.kind, GoodsReceived.kind,
    ReceiptRolledBack.kind, OrderBackordered.kind, *PURCHASE_KINDS, TermSet.kind,
)  # fmt: skip
SETTLING_KINDS = (
    AsnChanged.kind, AsnCancelled.kind, AsnClosed.kind, GoodsReceived.kind, ReceiptRolledBack.kind,
    *PURCHASE_KINDS,
)  # fmt: skip
REPORTING_KINDS = (PlaceReported.kind,)


def date_by_deliveries(entries: Sequence[EntryRow], now: datetime) -> None:
    """Date what waits for the items that these facts are about. Twice dates nothing more."""
    terms = {
        one.merchant_id
        for one in entries
        if one.kind == TermSet.kind and one.merchant_id and one.data.get("key") == "backorder_dates"
    }
    facts = [one for one in entries if one.kind != TermSet.kind]
    dropped = {UUID(sku_id) for one in facts for sku_id in one.data.get("sku_ids", ())}
    sku_ids = dropped.union(
        list_waited_for(
            asn_ids=_list_ids(facts, besides=(OrderBackordered.kind, *PURCHASE_KINDS)),
            order_ids=_list_ids(facts, OrderBackordered.kind),
            purchase_ids=_list_ids(facts, *PURCHASE_KINDS),
        ),
        list_waiting_skus(merchant_ids=sorted(terms)) if terms else [],
    )
    date_waiting(scope=Scope.operator(), sku_ids=sorted(sku_ids), now=now, actor=SYSTEM)


def _list_ids(entries: Sequence[EntryRow], *kinds: str, besides: Sequence[str] = ()) -> list[UUID]:
    """Return what facts of these kinds are about; without kinds, of all others than `besides`."""
    chosen = (one for one in entries if (one.kind in kinds if kinds else one.kind not in besides))
    return sorted({UUID(one.aggregate_id) for one in chosen})


def follow_purchases(entries: Sequence[EntryRow], now: datetime) -> None:
    """Move purchase orders as far as their deliveries brought them. Twice moves nothing more."""
    with transaction(Scope.operator()):
        named = list_named_orders(asn_ids=_list_ids(entries, besides=PURCHASE_KINDS))
        order_ids = {*named, *_list_ids(entries, *PURCHASE_KINDS)}
        settle_purchases(order_ids=sorted(order_ids), now=now, actor=SYSTEM)


def trust_counted_places(entries: Sequence[EntryRow], now: datetime) -> None:
    """Let goods go again to places that somebody has counted since they were reported. Twice is once."""
    location_ids = sorted({int(one.data["location_id"]) for one in entries})
    with transaction(Scope.operator()):
        resolve_reports(location_ids=location_ids, now=now)


def count_reported_places(entries: Sequence[EntryRow], now: datetime) -> None:
    """Have the places counted that were found full. A second time finds the counts planned."""
    wants = [CountWant(int(one.aggregate_id), "bin_full") for one in entries if one.data["reason"] == "full"]
    plan_counts(scope=Scope.operator(), wants=wants, now=now, actor=SYSTEM)
