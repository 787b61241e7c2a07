"""What comes in of recalled goods goes into quarantine."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.journal.types import EntryRow
from packhaus.recalls.services.sweep import sweep_recalls


def keep_recalled_back(entries: Sequence[EntryRow], now: datetime) -> None:
    """Quarantine what has come of open recalls of these items. Queries: 1 while none of them is recalled."""
    sku_ids = sorted({UUID(entry.aggregate_id) for entry in entries if entry.aggregate_kind == "sku"})
    if sku_ids:
        sweep_recalls(scope=Scope.operator(), sku_ids=sku_ids, now=now, actor=SYSTEM)
