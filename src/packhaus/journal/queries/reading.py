"""What a subscriber reads next: entries in (transaction, id) order, those that no running transaction can precede.

An id is drawn before its transaction commits, so `id > last` would skip what commits late. A transaction number below
every running one is final. Source: ADR 3.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from packhaus.journal.types import EntryRow
from packhaus.kernel import rows

BATCH_SIZE = 500

# A transaction of another database of this server can't write here, so it does not hold readers up. One that
# pg_stat_activity does not show (no right to see it, or just ended) counts as ours: late is safe, early is not.
HORIZON = """
moment AS MATERIALIZED (SELECT pg_current_snapshot() AS snapshot),
elsewhere AS MATERIALIZED (
    SELECT backend_xid FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname <> current_database()
),
horizon AS MATERIALIZED (
    SELECT least(
        pg_current_xact_id_if_assigned(),
        coalesce(
            (SELECT min(running) FROM pg_snapshot_xip(moment.snapshot) AS running
             WHERE running::xid NOT IN (SELECT backend_xid FROM elsewhere)),
            pg_snapshot_xmax(moment.snapshot)
        )
    ) AS xid
    FROM moment
)
"""

COLUMNS = """
e.xid::text::bigint AS transaction, e.id, e.recorded_on, e.recorded_at, e.happened_at, e.kind, e.merchant_id,
e.aggregate_kind, e.aggregate_id, e.actor_kind, e.actor_id, e.cause_id, e.data
"""

# Most entries are of kinds that a subscriber does not want: of these only the last is sent, for its position.
_BATCH = f"""
WITH {HORIZON}, batch AS MATERIALIZED (
    SELECT e.* FROM journal_entry AS e
    WHERE (e.xid, e.id) > (%(transaction)s::text::xid8, %(entry)s::bigint) AND e.xid < (SELECT horizon.xid FROM horizon)
    ORDER BY e.xid, e.id
    LIMIT {BATCH_SIZE}
), passed AS (
    SELECT count(*) AS entries, (array_agg(id ORDER BY xid DESC, id DESC))[1] AS last_id FROM batch
)
SELECT {COLUMNS}, passed.entries
FROM batch AS e CROSS JOIN passed
WHERE e.kind = ANY(%(kinds)s::text[]) OR e.id = passed.last_id
ORDER BY e.xid, e.id
"""  # noqa: S608 - constants

_PARKED = f"""
SELECT {COLUMNS}
FROM journal_parkedentry AS p
JOIN journal_entry AS e ON e.recorded_on = p.recorded_on AND e.id = p.entry
WHERE p.subscription_id = %(name)s AND p.aggregate_id = %(aggregate_id)s
ORDER BY e.xid, e.id
LIMIT {BATCH_SIZE}
"""  # noqa: S608 - constants

# In reading order and no further than one: EXISTS alone is planned as a look through the whole journal.
_BEHIND = """
SELECT s.name FROM journal_subscription AS s CROSS JOIN LATERAL (
    SELECT FROM journal_entry AS e WHERE (e.xid, e.id) > (s.transaction::text::xid8, s.entry)
    ORDER BY e.xid, e.id LIMIT 1
) AS ahead
WHERE s.name = ANY(%(names)s)
"""

_PARKED_AGGREGATES = """
SELECT aggregate_id FROM journal_parkedentry
WHERE subscription_id = %(name)s AND aggregate_id = ANY(%(aggregate_ids)s)
GROUP BY aggregate_id
"""

_AGGREGATES_TO_RETRY = """
SELECT aggregate_id FROM journal_parkedentry
WHERE subscription_id = %(name)s
GROUP BY aggregate_id
HAVING max(attempts) < %(most_attempts)s
ORDER BY min(entry)
"""


class Position(NamedTuple):
    """Up to where a subscriber has read."""

    transaction: int
    entry: int


class Batch(NamedTuple):
    """The entries of the wanted kinds among the `passed` ones that were read, and the position behind them."""

    entries: list[EntryRow]
    passed: int
    position: Position


def read_batch(*, after: Position, kinds: Collection[str]) -> Batch | None:
    """Read the next entries, at most BATCH_SIZE, in the operator's transaction; None without any. Queries: 1."""
    found = rows.fetch_tuples(
        _BATCH, {"transaction": str(after.transaction), "entry": after.entry, "kinds": sorted(kinds)}
    )
    if not found:
        return None
    entries = [EntryRow(*columns) for *columns, _ in found]
    last, passed = entries[-1], found[-1][-1]
    return Batch([one for one in entries if one.kind in kinds], passed, Position(last.transaction, last.id))


def list_behind(names: Sequence[str]) -> set[str]:
    """Return those subscribers that have entries ahead of them, readable yet or not. Queries: 1."""
    return {name for (name,) in rows.fetch_tuples(_BEHIND, {"names": list(names)})}


def list_parked(*, name: str, aggregate_id: str) -> list[EntryRow]:
    """Return the parked entries of one aggregate, oldest first, at most BATCH_SIZE. Queries: 1."""
    return rows.fetch_rows(EntryRow, _PARKED, {"name": name, "aggregate_id": aggregate_id})


def list_parked_aggregates(*, name: str, aggregate_ids: Sequence[str]) -> set[str]:
    """Return those of the aggregates that have a parked entry. Queries: 1."""
    found = rows.fetch_tuples(_PARKED_AGGREGATES, {"name": name, "aggregate_ids": list(aggregate_ids)})
    return {aggregate_id for (aggregate_id,) in found}


def list_aggregates_to_retry(*, name: str, most_attempts: int) -> list[str]:
    """Return the parked aggregates that were not tried too often, oldest first. Queries: 1."""
    found = rows.fetch_tuples(_AGGREGATES_TO_RETRY, {"name": name, "most_attempts": most_attempts})
    return [aggregate_id for (aggregate_id,) in found]


_FIRST_SINCE = """
SELECT e.xid::text::bigint FROM journal_entry AS e
WHERE e.recorded_on >= %(day)s::date
ORDER BY e.xid, e.id
LIMIT 1
"""


def find_first_transaction_since(day: date) -> int | None:
    """Return the first transaction that wrote an entry on that day or later, or None. Queries: 1."""
    found: int | None = rows.fetch_value(_FIRST_SINCE, {"day": day})
    return found
