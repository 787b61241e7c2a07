"""Feed subscribers: each entry at least once, in order, and a poison entry stops nobody but its own aggregate.

A batch, its handler's writes and the new position are one transaction: after a crash either all of it is there or none.
What the handler does outside the database may happen twice, so handlers only write and enqueue.
"""

from collections.abc import Sequence
from datetime import date, datetime

import structlog
from django.db import DataError, IntegrityError, InternalError, NotSupportedError, ProgrammingError

from packhaus.access.scope import Scope, transaction
from packhaus.journal.locks import claim_position
from packhaus.journal.queries.reading import (
    Position,
    find_first_transaction_since,
    list_aggregates_to_retry,
    list_behind,
    list_parked,
    list_parked_aggregates,
    read_batch,
)
from packhaus.journal.services.causes import because_of
from packhaus.journal.services.parking import BEHIND, describe_error, park_entries, unpark_entry
from packhaus.journal.types import EntryRow, Subscriber
from packhaus.kernel import rows
from packhaus.kernel.errors import DomainError, ResourceBusy

MOST_ATTEMPTS = 20
# What an entry can do to its handler. A lost connection, a lock that was not granted or a deadlock is the moment's
# fault and not the entry's: those end the batch, which is read again.
POISON = (
    DomainError, IntegrityError, DataError, InternalError, NotSupportedError, ProgrammingError,
    ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError,
)  # fmt: skip

_ENSURE = """
INSERT INTO journal_subscription (name, transaction, entry, updated_at)
SELECT name, 0, 0, clock_timestamp() FROM unnest(%(names)s::text[]) AS name
ON CONFLICT (name) DO NOTHING
"""

_SAVE = """
UPDATE journal_subscription
SET transaction = %(transaction)s, entry = %(entry)s, updated_at = clock_timestamp()
WHERE name = %(name)s
"""

log = structlog.get_logger(__name__)


def feed(subscriber: Subscriber, *, now: datetime) -> int:
    """Hand the next batch to a subscriber and save its position; return how many entries it is further.

    0 means nothing is readable yet, or another process feeds it.
    Locks: the subscriber's position. Raises: what the moment did (ResourceBusy, OperationalError); nothing is saved.
    """
    with transaction(Scope.operator()):
        position = claim_position(subscriber.name)
        batch = read_batch(after=position, kinds=subscriber.kinds) if position else None
        if batch is None:
            return 0
        _deliver(subscriber, batch.entries, now)
        _save_position(subscriber.name, batch.position)
    return batch.passed


def drain(subscribers: Sequence[Subscriber], *, now: datetime) -> int:
    """Feed these subscribers until none has anything left to read, facts of their own handlers included.

    Returns how many entries were read. Entries of a transaction that still runs are not waited for.
    """
    ensure_subscriptions(subscribers)
    total = 0
    while read := sum(feed(subscriber, now=now) for subscriber in list_waiting(subscribers)):
        total += read
    return total


def list_waiting(subscribers: Sequence[Subscriber]) -> list[Subscriber]:
    """Return those that have something ahead of them. Queries: 1, so that an idle worker costs next to nothing."""
    with transaction(Scope.operator()):
        behind = list_behind([subscriber.name for subscriber in subscribers])
    return [subscriber for subscriber in subscribers if subscriber.name in behind]


def ensure_subscriptions(subscribers: Sequence[Subscriber]) -> None:
    """Give new subscribers a position: the beginning. Queries: 1."""
    with transaction(Scope.operator()):
        rows.execute(_ENSURE, {"names": sorted(subscriber.name for subscriber in subscribers)})


def rewind(name: str, *, since: date | None = None) -> None:
    """Let a subscriber read again from the beginning, or from the first entry recorded on that day."""
    with transaction(Scope.operator()):
        first = find_first_transaction_since(since) if since else None
        _save_position(name, Position(first - 1 if first else 0, 0))


def retry_parked(subscriber: Subscriber, *, now: datetime) -> int:
    """Try parked entries again, one transaction per aggregate, at most MOST_ATTEMPTS times; return how many went."""
    with transaction(Scope.operator()):
        aggregate_ids = list_aggregates_to_retry(name=subscriber.name, most_attempts=MOST_ATTEMPTS)
    return sum(_retry_aggregate(subscriber, aggregate_id, now) for aggregate_id in aggregate_ids)


def _retry_aggregate(subscriber: Subscriber, aggregate_id: str, now: datetime) -> int:
    with transaction(Scope.operator()):
        if claim_position(subscriber.name) is None:
            return 0
        handled = 0
        for entry in list_parked(name=subscriber.name, aggregate_id=aggregate_id):
            if not _handle_or_park(subscriber, [entry], now):
                break
            unpark_entry(name=subscriber.name, entry=entry)
            handled += 1
    return handled


def _deliver(subscriber: Subscriber, entries: Sequence[EntryRow], now: datetime) -> None:
    if not entries:
        return
    stuck = list_parked_aggregates(
        name=subscriber.name, aggregate_ids=[entry.aggregate_id for entry in entries]
    )
    clear = [entry for entry in entries if entry.aggregate_id not in stuck]
    behind = [entry for entry in entries if entry.aggregate_id in stuck]
    if clear and not _handle(subscriber, clear, now):
        behind += _deliver_one_by_one(subscriber, clear, now)
    park_entries(name=subscriber.name, entries=behind, error=BEHIND)


def _deliver_one_by_one(subscriber: Subscriber, entries: Sequence[EntryRow], now: datetime) -> list[EntryRow]:
    """Return those that have to wait because an entry before them on the same aggregate was parked."""
    stuck: set[str] = set()
    behind = []
    for entry in entries:
        if entry.aggregate_id in stuck:
            behind.append(entry)
        elif not _handle_or_park(subscriber, [entry], now):
            stuck.add(entry.aggregate_id)
    return behind


def _handle_or_park(subscriber: Subscriber, entries: Sequence[EntryRow], now: datetime) -> bool:
    error = _try_handle(subscriber, entries, now)
    if error is None:
        return True
    described = describe_error(error)
    log.error("entry parked", subscriber=subscriber.name, entry=entries[0].id, error=described)
    park_entries(name=subscriber.name, entries=entries, error=described)
    return False


def _handle(subscriber: Subscriber, entries: Sequence[EntryRow], now: datetime) -> bool:
    return _try_handle(subscriber, entries, now) is None


def _try_handle(subscriber: Subscriber, entries: Sequence[EntryRow], now: datetime) -> BaseException | None:
    try:
        with transaction(Scope.operator(), savepoint=True), because_of(entries):
            subscriber.handle(entries, now)
    except ResourceBusy:
        raise
    except POISON as error:
        return error
    return None


def _save_position(name: str, position: Position) -> None:
    rows.execute(_SAVE, {"name": name, "transaction": position.transaction, "entry": position.entry})
