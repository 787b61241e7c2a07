"""Entries that a subscriber could not digest."""

from dataclasses import dataclass
from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_PARKED = """
SELECT p.id, p.subscription_id AS subscriber, p.entry, p.aggregate_id, p.error, p.attempts, p.parked_at
FROM journal_parkedentry AS p ORDER BY p.parked_at DESC, p.id DESC LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """One parked entry with what went wrong."""

    id: int
    subscriber: str
    entry: int
    aggregate_id: str
    error: str
    attempts: int
    parked_at: datetime


def list_parked_entries(scope: Scope) -> list[ParkedRow]:
    """Return parked entries, newest first, at most 100. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ParkedRow, _PARKED)
