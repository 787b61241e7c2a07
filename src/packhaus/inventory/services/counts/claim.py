"""Give a person a bin to count, and take it back when she cannot."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.inventory import locks
from packhaus.inventory.errors import CountTaken
from packhaus.inventory.services.counts.known import lock_counts
from packhaus.inventory.services.counts.there import POSITION
from packhaus.inventory.states import LEAVE_COUNT, LEAVE_RECOUNT, START_COUNT
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition

TABLE = "inventory_count"
LATER = 200
"""A bin that could not be reached comes after the others."""

_CLAIM = f"""
UPDATE inventory_counttask AS t
SET status = 'claimed', claimed_by = %(person_id)s, claimed_at = %(now)s, position = {POSITION}
WHERE t.count_id = %(count_id)s AND t.status = 'open' AND t.not_by IS DISTINCT FROM %(person_id)s::uuid
RETURNING t.id
"""  # noqa: S608 - constants

_BEGIN = f"""
UPDATE inventory_counttask SET position = {POSITION}
WHERE count_id = %(count_id)s AND status = 'claimed' AND claimed_by = %(person_id)s
RETURNING id
"""  # noqa: S608 - constants

_MINE = """
SELECT 1 FROM inventory_counttask
WHERE count_id = %(count_id)s AND status = 'claimed' AND claimed_by = %(person_id)s
"""

_NEXT = f"""
SELECT c.id FROM inventory_counttask AS t
JOIN inventory_count AS c ON c.id = t.count_id
JOIN inventory_location AS l ON l.id = c.location_id
WHERE t.status = 'open' AND (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s)
  AND t.not_by IS DISTINCT FROM %(person_id)s::uuid
{locks.NEXT_COUNT}
"""  # noqa: S608 - constants

_LEAVE = """
WITH mine AS (
    UPDATE inventory_counttask SET status = 'cancelled', done_at = %(now)s
    WHERE count_id = %(count_id)s AND status = 'claimed' AND claimed_by = %(person_id)s
    RETURNING count_id, site_id, round, from_location_id, not_by
), gone AS (
    DELETE FROM inventory_countline AS l USING mine WHERE l.count_id = mine.count_id AND l.round = mine.round
), unknown AS (
    DELETE FROM inventory_countunknown AS u USING mine WHERE u.count_id = mine.count_id AND u.round = mine.round
)
SELECT count_id FROM mine
"""
_HAND_OVER = """
UPDATE inventory_counttask SET claimed_by = %(to_id)s, claimed_at = %(now)s
WHERE count_id = %(count_id)s AND status = 'claimed' AND claimed_by = %(from_id)s
  AND not_by IS DISTINCT FROM %(to_id)s::uuid
RETURNING id
"""
_REOPEN = """
INSERT INTO inventory_counttask (count_id, site_id, round, status, priority, from_location_id, quantity, not_by)
SELECT count_id, site_id, round, 'open', %(priority)s, from_location_id, 0, not_by
FROM inventory_counttask WHERE count_id = %(count_id)s ORDER BY id DESC LIMIT 1
"""


@again_when_busy
def claim_count(*, scope: Scope, count_id: UUID, person_id: UUID, now: datetime) -> None:
    """Give the count to a person; to whom it is given already, nothing changes.

    Locks: the count. Raises: CountNotFound; CountTaken when somebody else has it, counted it last, or it is closed.
    """
    with transaction(scope):
        [count] = lock_counts([count_id])
        parameters = {"count_id": count.id, "person_id": person_id, "now": now}
        if rows.fetch_value(_MINE, {"count_id": count.id, "person_id": person_id}):
            return
        if not rows.fetch_tuples(_CLAIM, parameters):
            raise CountTaken(
                f"{count.location_code} is somebody else's to count, or is counted",
                number=count.number, location=count.location_code, status=count.status,
            )  # fmt: skip
        apply_transition(START_COUNT, table=TABLE, ids=[count.id])


def begin_count(*, scope: Scope, count_id: UUID, person_id: UUID) -> None:
    """Note that the person stands at the bin: what is booked there from now on makes a difference doubtful.

    Queries: 1. Raises: CountTaken when the person does not have it.
    """
    with transaction(scope):
        if not rows.fetch_tuples(_BEGIN, {"count_id": count_id, "person_id": person_id}):
            raise CountTaken("this bin is not yours to count")


@again_when_busy
def claim_next_count(*, scope: Scope, site_id: UUID | None, person_id: UUID, now: datetime) -> UUID | None:
    """Give the person the next bin of the site, the one in turn along the walk; None when nothing is left for her.

    Two people who ask at once get two bins. Locks: the count and its walk. Queries: 1 or 5.
    """
    with transaction(scope):
        count_id: UUID | None = rows.fetch_value(_NEXT, {"site_id": site_id, "person_id": person_id})
        if count_id is not None:
            claim_count(scope=scope, count_id=count_id, person_id=person_id, now=now)
    return count_id


@again_when_busy
def hand_over_count(*, scope: Scope, count_id: UUID, from_id: UUID, to_id: UUID, now: datetime) -> None:
    """Give a person's bin to a colleague; what was noted of it stays. Locks: the count.

    Raises: CountNotFound, CountTaken when it is not that person's, or the colleague has counted it before.
    """
    with transaction(scope):
        [count] = lock_counts([count_id])
        parameters = {"count_id": count.id, "from_id": from_id, "to_id": to_id, "now": now}
        if not rows.fetch_tuples(_HAND_OVER, parameters):
            raise CountTaken(
                f"{count.location_code} cannot be handed over",
                number=count.number, location=count.location_code, status=count.status,
            )  # fmt: skip


@again_when_busy
def leave_count(*, scope: Scope, count_id: UUID, person_id: UUID, now: datetime) -> None:
    """Hand back a bin that could not be reached or finished; what was noted of it is forgotten, and it waits again.

    Locks: the count. Raises: CountNotFound, CountTaken when the person does not have it.
    """
    with transaction(scope):
        [count] = lock_counts([count_id])
        parameters = {"count_id": count.id, "person_id": person_id, "now": now}
        if not rows.fetch_tuples(_LEAVE, parameters):
            raise CountTaken(f"{count.location_code} is not yours to count", number=count.number)
        rows.execute(_REOPEN, {"count_id": count.id, "priority": LATER})
        apply_transition(LEAVE_COUNT if count.round == 1 else LEAVE_RECOUNT, table=TABLE, ids=[count.id])
