"""Drop counts that nobody needs any more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import CountCancelled
from packhaus.inventory.services.counts.known import KnownCount, lock_counts
from packhaus.inventory.states import CANCEL_COUNT
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition

_CANCEL_TASKS = """
UPDATE inventory_counttask SET status = 'cancelled', done_at = %(now)s
WHERE count_id = ANY(%(ids)s::uuid[]) AND status IN ('open', 'claimed')
"""
_CLOSE = "UPDATE inventory_count SET closed_at = %(now)s, closed_by = %(who)s WHERE id = ANY(%(ids)s::uuid[])"
_PLANNED_FOR = """
SELECT c.id FROM inventory_count AS c
JOIN unnest(%(location_ids)s::bigint[], %(sku_ids)s::uuid[]) AS d(location_id, sku_id) USING (location_id, sku_id)
WHERE c.status = 'planned'
"""


@again_when_busy
def cancel_counts(*, scope: Scope, count_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Drop counts that nobody has finished, all or none. Locks: counts. Emits: CountCancelled.

    Raises: CountNotFound, IllegalTransition.
    """
    with transaction(scope):
        _cancel(lock_counts(count_ids), now, actor)


def drop_answered(*, counted: Sequence[tuple[int, UUID]], now: datetime, actor: Actor) -> None:
    """Drop counts that were planned for just one of these (location, SKU) pairs. Queries: 1 or 6."""
    location_ids, sku_ids = rows.as_columns(sorted(set(counted)), 2)
    found = rows.fetch_tuples(_PLANNED_FOR, {"location_ids": location_ids, "sku_ids": sku_ids})
    still = (
        [count for count in lock_counts([id_ for (id_,) in found]) if count.status == "planned"]
        if found
        else []
    )
    if still:
        _cancel(still, now, actor)


def _cancel(counts: Sequence[KnownCount], now: datetime, actor: Actor) -> None:
    ids = [count.id for count in counts]
    apply_transition(CANCEL_COUNT, table="inventory_count", ids=ids)
    rows.execute(_CANCEL_TASKS, {"ids": ids, "now": now})
    rows.execute(_CLOSE, {"ids": ids, "now": now, "who": actor.id})
    facts = [
        CountCancelled(
            merchant_id=None, aggregate_id=count.id, number=count.number, location_id=count.location_id,
            location=count.location_code,
        )
        for count in counts
    ]  # fmt: skip
    record(facts, happened_at=now, actor=actor)
