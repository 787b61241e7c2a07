"""What the floor does when orders say that units wait for stock."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.types import SYSTEM
from packhaus.journal.types import EntryRow
from packhaus.outbound.services.keep_policies import keep_policies


def keep_whole(entries: Sequence[EntryRow], now: datetime) -> None:
    """Stop orders on the floor that are not to go in part. A second time finds nothing left to stop."""
    order_ids = sorted({UUID(entry.aggregate_id) for entry in entries})
    keep_policies(order_ids=order_ids, now=now, actor=SYSTEM)
