"""Who brings what to a face."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.kernel import rows
from packhaus.outbound.errors import ReplenishmentTaken, TaskNotFound
from packhaus.outbound.locks import ReplenishmentRow, lock_replenishments
from packhaus.outbound.states import CLAIM_REPLENISHMENT, RETURN_REPLENISHMENT

_CLAIM = """
UPDATE outbound_replenishmenttask SET status = 'claimed', claimed_by = %(person_id)s, claimed_at = %(now)s
WHERE id = %(id)s
"""

_RETURN = """
UPDATE outbound_replenishmenttask SET status = 'open', claimed_by = NULL, claimed_at = NULL WHERE id = %(id)s
"""


@again_when_busy
def claim_replenishment(*, task_id: int, person_id: UUID, now: datetime) -> None:
    """Give a task to a person; giving it to the same person again changes nothing. Locks: the task. Queries: 2.

    Raises: TaskNotFound, ReplenishmentTaken.
    """
    with transaction(Scope.operator()):
        task = _lock(task_id)
        if task.status in CLAIM_REPLENISHMENT.sources:
            rows.execute(_CLAIM, {"id": task_id, "person_id": person_id, "now": now})
        elif task.status != CLAIM_REPLENISHMENT.target or task.claimed_by != person_id:
            raise ReplenishmentTaken(f"the task is {task.status}", task_id=task_id, status=task.status)


@again_when_busy
def return_replenishment(*, task_id: int) -> None:
    """Put a task back for somebody else. Locks: the task. Queries: 2. Raises: TaskNotFound, ReplenishmentTaken."""
    with transaction(Scope.operator()):
        task = _lock(task_id)
        if task.status not in RETURN_REPLENISHMENT.sources:
            raise ReplenishmentTaken(f"the task is {task.status}", task_id=task_id, status=task.status)
        rows.execute(_RETURN, {"id": task_id})


@again_when_busy
def hand_over_replenishment(*, task_id: int, from_id: UUID, to_id: UUID, now: datetime) -> None:
    """Give a person's task to a colleague, as it is. Locks: the task. Queries: 2.

    Raises: TaskNotFound, ReplenishmentTaken when it is not that person's any more; nothing changed.
    """
    with transaction(Scope.operator()):
        task = _lock(task_id)
        if task.status != CLAIM_REPLENISHMENT.target or task.claimed_by != from_id:
            raise ReplenishmentTaken(f"the task is {task.status}", task_id=task_id, status=task.status)
        rows.execute(_CLAIM, {"id": task_id, "person_id": to_id, "now": now})


def _lock(task_id: int) -> ReplenishmentRow:
    task = lock_replenishments([task_id]).get(task_id)
    if task is None:
        raise TaskNotFound("there is no such task", task_id=task_id)
    return task
