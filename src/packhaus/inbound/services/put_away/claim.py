"""Take put-away tasks in hand, and give them back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.errors import PutAwayTaskNotFound, PutAwayTaskTaken
from packhaus.kernel import rows

TABLE = "inbound_putawaytask"

# Whoever has it already keeps it: a page that is loaded twice claims once.
_CLAIM = """
UPDATE inbound_putawaytask
SET status = 'claimed', claimed_by = %(person_id)s,
    claimed_at = CASE status WHEN 'open' THEN %(now)s ELSE claimed_at END
WHERE id = %(id)s AND to_location_id IS NOT NULL
  AND (status = 'open' OR status = 'claimed' AND claimed_by = %(person_id)s)
RETURNING id
"""

_WHO = "SELECT status, to_location_id FROM inbound_putawaytask WHERE id = %(id)s"

_RETURN = """
UPDATE inbound_putawaytask SET status = 'open', claimed_by = NULL, claimed_at = NULL
WHERE id = ANY(%(ids)s::uuid[]) AND status = 'claimed'
  AND (%(person_id)s::uuid IS NULL OR claimed_by = %(person_id)s)
"""

_HAND_OVER = """
UPDATE inbound_putawaytask SET claimed_by = %(to_id)s, claimed_at = %(now)s
WHERE id = %(id)s AND status = 'claimed' AND claimed_by = %(from_id)s
RETURNING id
"""

_PRIORITY = """
UPDATE inbound_putawaytask SET priority = %(priority)s
WHERE id = ANY(%(ids)s::uuid[]) AND status IN ('open', 'claimed')
"""


def claim_put_away(*, scope: Scope, task_id: UUID, person_id: UUID, now: datetime) -> None:
    """Take a task in hand; one's own again is one's own. Queries: 1.

    Raises: PutAwayTaskNotFound; PutAwayTaskTaken when somebody else has it, it is over, or nothing fits it.
    """
    with transaction(scope):
        if rows.fetch_value(_CLAIM, {"id": task_id, "person_id": person_id, "now": now}):
            return
        found = rows.fetch_tuples(_WHO, {"id": task_id})
    if not found:
        raise PutAwayTaskNotFound("there is no such put-away task")
    [(status, target)] = found
    told = "somebody else has the task" if status == "claimed" else f"the task is {status}"
    raise PutAwayTaskTaken(
        told if target else "no place takes the goods",
        task=str(task_id),
        status=status,
        has_place=bool(target),
    )


def return_put_away(*, scope: Scope, task_ids: Sequence[UUID], person_id: UUID | None = None) -> int:
    """Give tasks back, a person's own or anybody's, and return how many were in hand. Queries: 1."""
    with transaction(scope):
        return rows.execute(_RETURN, {"ids": list(task_ids), "person_id": person_id})


def hand_over_put_away(*, scope: Scope, task_id: UUID, from_id: UUID, to_id: UUID, now: datetime) -> None:
    """Give a person's task to a colleague, as it is. Queries: 1.

    Raises: PutAwayTaskTaken when it is not that person's any more; nothing changed.
    """
    found = {"id": task_id, "from_id": from_id, "to_id": to_id, "now": now}
    with transaction(scope):
        if not rows.fetch_tuples(_HAND_OVER, found):
            raise PutAwayTaskTaken("the task is somebody else's", task=str(task_id))


def prioritise_put_away(*, scope: Scope, task_ids: Sequence[UUID], priority: int) -> int:
    """Move tasks up or down, 100 being usual and less sooner; return how many wait. Queries: 1."""
    with transaction(scope):
        return rows.execute(_PRIORITY, {"ids": list(task_ids), "priority": priority})
