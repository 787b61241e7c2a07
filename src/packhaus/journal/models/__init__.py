"""Facts, positions, idempotency."""

from packhaus.journal.models.entry import Entry
from packhaus.journal.models.idempotency import IdempotencyRecord
from packhaus.journal.models.scan import Scan
from packhaus.journal.models.subscription import ParkedEntry, Subscription

__all__ = ["Entry", "IdempotencyRecord", "ParkedEntry", "Scan", "Subscription"]
