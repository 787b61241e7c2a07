"""What inventory does when a merchant's terms change."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.inventory.services.backorder_limits import follow_terms
from packhaus.journal.types import EntryRow


def follow_backorder_limits(entries: Sequence[EntryRow], now: datetime) -> None:
    """Give items the limit that was agreed on; one that holds later is found by upkeep. Twice changes nothing more."""
    merchant_ids = {
        entry.merchant_id
        for entry in entries
        if entry.merchant_id is not None and entry.data.get("key") == "backorder_limit"
    }
    if merchant_ids:
        follow_terms(merchant_ids=merchant_ids, now=now)
