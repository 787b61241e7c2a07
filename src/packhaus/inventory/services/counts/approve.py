"""A lead's word on what was counted: the record follows, or stays."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import CountApproved, CountRejected
from packhaus.inventory.services.counts.known import KnownCount, lock_counts
from packhaus.inventory.services.counts.post import post_lines
from packhaus.inventory.services.lose import book_loss
from packhaus.inventory.states import APPROVE_COUNT, REJECT_COUNT
from packhaus.inventory.types import COUNT_REASONS
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import apply_transition

TABLE = "inventory_count"

_CLOSE = """
UPDATE inventory_count SET closed_at = %(now)s, closed_by = %(who)s, reason = %(reason)s
WHERE id = ANY(%(ids)s::uuid[])
"""


def approve_counts(
    *, scope: Scope, count_ids: Sequence[UUID], reason: str, now: datetime, actor: Actor
) -> dict[UUID, int]:
    """Let the record follow these counts, all or none, and return the units that each changed it by.

    Booked is the difference at the ledger position of the count, less what was corrected since: stock that moved
    meanwhile stays right. Where fewer lie than are promised, orders give way as with every loss.
    Locks: counts, orders, site_stock, balances. Emits: BinCounted per item and place, CountApproved.
    Raises: Invalid, CountNotFound, IllegalTransition, CountContradicted, ResourceBusy; nothing is booked.
    """
    if reason not in COUNT_REASONS:
        raise Invalid([FieldProblem("reason", "unknown", f"is one of {', '.join(COUNT_REASONS)}")])

    def book() -> dict[UUID, int]:
        counts = lock_counts(sorted(count_ids))
        apply_transition(APPROVE_COUNT, table=TABLE, ids=[count.id for count in counts])
        changes = {count.id: post_lines(count=count, now=now, actor=actor) for count in counts}
        _close(counts, reason, now, actor)
        facts = [
            CountApproved(
                merchant_id=None, aggregate_id=count.id, number=count.number, location_id=count.location_id,
                location=count.location_code, reason=reason, change=changes[count.id],
            )
            for count in counts
        ]  # fmt: skip
        record(facts, happened_at=now, actor=actor)
        return changes

    return book_loss(scope=scope, book=book)


@again_when_busy
def reject_counts(*, scope: Scope, count_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Leave the record as it is, all or none. Locks: counts. Emits: CountRejected.

    Raises: CountNotFound, IllegalTransition.
    """
    with transaction(scope):
        counts = lock_counts(sorted(count_ids))
        apply_transition(REJECT_COUNT, table=TABLE, ids=[count.id for count in counts])
        _close(counts, "", now, actor)
        facts = [
            CountRejected(
                merchant_id=None, aggregate_id=count.id, number=count.number, location_id=count.location_id,
                location=count.location_code,
            )
            for count in counts
        ]  # fmt: skip
        record(facts, happened_at=now, actor=actor)


def _close(counts: Sequence[KnownCount], reason: str, now: datetime, actor: Actor) -> None:
    ids = [count.id for count in counts]
    rows.execute(_CLOSE, {"ids": ids, "now": now, "who": actor.id, "reason": reason})
