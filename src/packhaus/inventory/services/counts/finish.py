"""Nothing else lies there: what becomes of a count when its last figure is in."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.decide.counting import Figure, Tolerance, Verdict, judge
from packhaus.inventory.errors import CountTaken
from packhaus.inventory.services.counts.again import send_again
from packhaus.inventory.services.counts.approve import approve_counts
from packhaus.inventory.services.counts.known import KnownCount, lock_counts
from packhaus.inventory.services.counts.there import BALANCE_OF_LINE, lock_bin, note_lines
from packhaus.inventory.states import FINISH_COUNT
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition

TABLE = "inventory_count"

_DONE = """
UPDATE inventory_counttask SET status = 'done', done_at = %(now)s
WHERE count_id = %(count_id)s AND status = 'claimed'
  AND (%(person_id)s::uuid IS NULL OR claimed_by = %(person_id)s)
RETURNING id, position
"""
_NOTED = f"""
SELECT b.id FROM inventory_countline AS l
JOIN inventory_count AS c ON c.id = l.count_id
JOIN {BALANCE_OF_LINE}
WHERE l.count_id = %(count_id)s AND l.round = %(round)s
"""  # noqa: S608 - constants
_FIGURES = """
SELECT l.recorded, l.counted, l.has_moved, k.cost_minor, k.cost_currency
FROM inventory_countline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.count_id = %(count_id)s AND l.round = %(round)s
"""
_TOLERANCE = """
SELECT tolerance_units, tolerance_percent, tolerance_minor, tolerance_currency FROM inventory_countprogramme
WHERE site_id = %(site_id)s
"""
_UNKNOWN = "SELECT 1 FROM inventory_countunknown WHERE count_id = %(count_id)s AND round = %(round)s"
_COUNTED = """
UPDATE inventory_count SET counted_at = %(now)s, counted_by = %(who)s WHERE id = %(count_id)s
"""
_UNITS = "UPDATE inventory_counttask SET quantity = %(units)s WHERE id = %(task_id)s"


def finish_count(
    *,
    scope: Scope,
    count_id: UUID,
    person_id: UUID | None,
    now: datetime,
    actor: Actor,
    device: str = "",
    client_id: str = "",
) -> Verdict:
    """Close a walk: what the record has and nobody found counts as none. Return what comes of it.

    Small variances are booked at once; what is over tolerance is counted again by somebody else, the second time a lead
    decides. A code that nobody knows is a lead's, too. Locks: the count, balances; then as `approve_counts`.
    Raises: CountNotFound; CountTaken when the person does not have it; ResourceBusy, CountContradicted when it is
    counted and could not be booked: then it waits for a lead.
    """
    verdict, is_new = _close(scope, count_id, person_id, now, actor, (device, client_id))
    if verdict is Verdict.POST and is_new:
        approve_counts(scope=scope, count_ids=[count_id], reason="within", now=now, actor=actor)
    return verdict


@again_when_busy
def _close(
    scope: Scope, count_id: UUID, person_id: UUID | None, now: datetime, actor: Actor, scan: tuple[str, str]
) -> tuple[Verdict, bool]:
    with transaction(scope):
        [count] = lock_counts([count_id])
        done = rows.fetch_tuples(_DONE, {"count_id": count.id, "person_id": person_id, "now": now})
        is_new = take_scan(device=scan[0], client_id=scan[1], operation="count_end", document_id=count.id)
        if not is_new and not done:
            return _read_verdict(count), False
        if not done:
            raise CountTaken(f"{count.location_code} is not yours to count", number=count.number)
        [(task_id, begun)] = done
        _add_missing(count, begun or 0, now)
        figures = [Figure(*row) for row in rows.fetch_tuples(_FIGURES, _at(count))]
        verdict = _judge(count, figures)
        rows.execute(_UNITS, {"units": sum(figure.counted for figure in figures), "task_id": task_id})
        rows.execute(_COUNTED, {"count_id": count.id, "now": now, "who": actor.id})
        apply_transition(FINISH_COUNT, table=TABLE, ids=[count.id])
        if verdict is Verdict.RECOUNT:
            send_again([count], now=now, actor=actor)
    return verdict, True


def _at(count: KnownCount) -> dict[str, object]:
    return {"count_id": count.id, "round": count.round}


def _add_missing(count: KnownCount, begun: int, now: datetime) -> None:
    there = lock_bin(location_id=count.location_id, sku_id=count.sku_id)
    noted = {id_ for (id_,) in rows.fetch_tuples(_NOTED, _at(count))}
    missing = [(count, one, 0) for one in there if one.on_hand and one.id not in noted]
    if missing:
        note_lines(missing, begun={count.id: begun}, now=now)


def _judge(count: KnownCount, figures: list[Figure]) -> Verdict:
    found = rows.fetch_tuples(_TOLERANCE, {"site_id": count.site_id})
    tolerance = Tolerance(*found[0]) if found else Tolerance()
    verdict = judge(figures, tolerance, round_number=count.round)
    if verdict is Verdict.POST and rows.fetch_value(_UNKNOWN, _at(count)):
        return Verdict.DECIDE
    return verdict


def _read_verdict(count: KnownCount) -> Verdict:
    """Return what the same tap came to the first time."""
    if count.status == "approved":
        return Verdict.POST
    return Verdict.DECIDE if count.status == "counted" else Verdict.RECOUNT
