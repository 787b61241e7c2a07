"""What transfers do when the deliveries that bring them change."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.inbound.events import AsnClosed, GoodsReceived, ReceiptRolledBack
from packhaus.journal.types import EntryRow
from packhaus.transfers.services.follow import follow_delivery

FOLLOWED_KINDS = (GoodsReceived.kind, ReceiptRolledBack.kind, AsnClosed.kind)


def follow_deliveries(entries: Sequence[EntryRow], now: datetime) -> None:
    """Bring transfers to what their deliveries say. Twice is once."""
    for asn_id in sorted({UUID(entry.aggregate_id) for entry in entries}):
        follow_delivery(scope=Scope.operator(), asn_id=asn_id, now=now, actor=SYSTEM)
