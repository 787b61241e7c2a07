"""Have somebody else count what was counted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import RecountAsked
from packhaus.inventory.services.counts.known import KnownCount, lock_counts
from packhaus.inventory.states import ASK_RECOUNT
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition

TABLE = "inventory_count"
SOON = 50
"""A recount comes before what was planned by the clock: the bin is in doubt."""

_AGAIN = """
WITH again AS (
    UPDATE inventory_count SET round = round + 1 WHERE id = ANY(%(ids)s::uuid[])
    RETURNING id, site_id, location_id, round
), last AS (
    SELECT DISTINCT ON (t.count_id) t.count_id, t.claimed_by FROM inventory_counttask AS t
    WHERE t.count_id = ANY(%(ids)s::uuid[]) AND t.status = 'done' ORDER BY t.count_id, t.id DESC
)
INSERT INTO inventory_counttask (count_id, site_id, round, status, priority, from_location_id, quantity, not_by)
SELECT a.id, a.site_id, a.round, 'open', %(priority)s, a.location_id, 0, last.claimed_by
FROM again AS a LEFT JOIN last ON last.count_id = a.id ORDER BY a.id
"""
_COUNTED_AT = """
SELECT id FROM inventory_count WHERE location_id = ANY(%(location_ids)s::bigint[]) AND status = 'counted'
"""


def ask_recounts(*, scope: Scope, count_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Ask for another count of each of these, all or none; whoever counted it last gets it not.

    Locks: counts. Emits: RecountAsked. Queries: 4. Raises: CountNotFound, IllegalTransition.
    """
    with transaction(scope):
        send_again(lock_counts(count_ids), now=now, actor=actor)


def ask_again(*, location_ids: Sequence[int], now: datetime, actor: Actor) -> None:
    """Ask for another count where one waits to be approved: something has contradicted it since. Queries: 0, 1 or 5."""
    if not location_ids:
        return
    ids = [id_ for (id_,) in rows.fetch_tuples(_COUNTED_AT, {"location_ids": sorted(set(location_ids))})]
    still = [count for count in lock_counts(ids) if count.status == "counted"] if ids else []
    if still:
        send_again(still, now=now, actor=actor)


def send_again(counts: Sequence[KnownCount], *, now: datetime, actor: Actor) -> None:
    """Send somebody else to bins whose counts are locked. Queries: 3."""
    ids = [count.id for count in counts]
    apply_transition(ASK_RECOUNT, table=TABLE, ids=ids)
    rows.execute(_AGAIN, {"ids": ids, "priority": SOON})
    facts = [
        RecountAsked(
            merchant_id=None, aggregate_id=count.id, number=count.number, location_id=count.location_id,
            location=count.location_code,
        )
        for count in counts
    ]  # fmt: skip
    record(facts, happened_at=now, actor=actor)
