"""What orders do when a lower app, or orders themselves, say that stock rose."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.journal.types import EntryRow
from packhaus.orders.services.backorders import promise_backorders


def promise_freed_stock(entries: Sequence[EntryRow], now: datetime) -> None:
    """Promise SKUs that became free, or are no longer in doubt, to those who wait. Twice promises nothing more."""
    sku_ids = sorted({UUID(entry.data.get("sku_id", entry.aggregate_id)) for entry in entries})
    promise_backorders(scope=Scope.operator(), sku_ids=sku_ids, now=now, actor=SYSTEM)
