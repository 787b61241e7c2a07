"""What orders do when a lower app, or orders themselves, say that stock rose or a parcel arrived."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.journal.types import EntryRow
from packhaus.orders.services.backorders import promise_backorders
from packhaus.orders.services.follow_parcels import follow_delivered


def promise_freed_stock(entries: Sequence[EntryRow], now: datetime) -> None:
    """Promise SKUs that became free, or are no longer in doubt, to those who wait. Twice promises nothing more."""
    sku_ids = sorted({UUID(entry.data.get("sku_id", entry.aggregate_id)) for entry in entries})
    promise_backorders(scope=Scope.operator(), sku_ids=sku_ids, now=now, actor=SYSTEM)


def follow_delivered_parcels(entries: Sequence[EntryRow], now: datetime) -> None:
    """Say that orders are delivered whose last parcels are. Twice changes nothing more."""
    fulfillment_ids = sorted({UUID(entry.data["fulfillment_id"]) for entry in entries})
    follow_delivered(scope=Scope.operator(), fulfillment_ids=fulfillment_ids, now=now)
