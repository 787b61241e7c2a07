"""The place is full or blocked: the goods get the next best one, and somebody counts that place."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import PutAwayTaskTaken
from packhaus.inbound.events import PlaceReported
from packhaus.inbound.locks import LockedTask, find_task, lock_asns, lock_door, lock_tasks
from packhaus.inbound.queries.put_away.task_goods import list_task_asns
from packhaus.inbound.services.put_away.claim import claim_put_away
from packhaus.inbound.services.put_away.plan import plan_goods
from packhaus.inbound.states import WAITING
from packhaus.inbound.types import REPORT_REASONS
from packhaus.journal.services import record
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id

_REPORT = """
INSERT INTO inbound_placereport (id, site_id, location_id, reason, reported_at, reported_by)
VALUES (%(id)s, %(site_id)s, %(location_id)s, %(reason)s, %(now)s, %(actor_id)s)
ON CONFLICT (location_id) WHERE resolved_at IS NULL DO NOTHING
RETURNING (SELECT l.code FROM inventory_location AS l WHERE l.id = location_id)
"""
_REOPEN = """
UPDATE inbound_putawaytask SET status = 'open', claimed_by = NULL, claimed_at = NULL WHERE id = %(id)s
"""
_RESOLVE = """
UPDATE inbound_placereport SET resolved_at = %(now)s
WHERE location_id = ANY(%(location_ids)s::bigint[]) AND resolved_at IS NULL
"""


@again_when_busy
def redirect_put_away(
    *,
    scope: Scope,
    task_id: UUID,
    reason: str,
    person_id: UUID,
    device: str,
    client_id: str,
    now: datetime,
    actor: Actor,
) -> bool:
    """Give the goods of a task another place; the one they had gets nothing more until it was counted.

    The task stays with the person where another place is found; return whether it was. The same scan twice is once.
    Locks: the delivery, its door, its tasks. Emits: PlaceReported, unless it was reported before.
    Raises: PutAwayTaskNotFound, PutAwayTaskTaken when somebody else has it or it is over, Invalid, ResourceBusy.
    """
    if reason not in REPORT_REASONS:
        raise Invalid([FieldProblem("reason", "unknown", f"is one of {', '.join(REPORT_REASONS)}")])
    with transaction(scope):
        is_first = take_scan(device=device, client_id=client_id, operation="redirect", document_id=task_id)
        asns = lock_asns(list_task_asns([task_id]))
        [task] = lock_tasks([task_id])
        if not is_first:
            return task.to_location_id is not None
        if task.status not in WAITING or task.claimed_by not in {None, person_id}:
            raise PutAwayTaskTaken(
                "somebody else has the task, or it is over", task=str(task.id), status=task.status
            )
        _report(task, reason, now, actor)
        rows.execute(_REOPEN, {"id": task.id})
        plan_goods(
            asn=asns[0], door_id=lock_door(task.site_id), unit_ids=[task.unit_id] if task.unit_id else [],
            sku_ids=[task.sku_id] if task.sku_id and not task.unit_id else [], now=now,
        )  # fmt: skip
        planned = find_task(task.id)
        if planned and planned.status == "open" and planned.to_location_id is not None:
            claim_put_away(scope=scope, task_id=task.id, person_id=person_id, now=now)
            return True
        return False


def resolve_reports(*, location_ids: list[int], now: datetime) -> int:
    """Let goods go to places again that were reported, in the caller's transaction; return how many. Queries: 1."""
    return rows.execute(_RESOLVE, {"location_ids": location_ids, "now": now})


def _report(task: LockedTask, reason: str, now: datetime, actor: Actor) -> None:
    if task.to_location_id is None:
        return
    parameters = {
        "id": new_id(), "site_id": task.site_id, "location_id": task.to_location_id, "reason": reason, "now": now,
        "actor_id": actor.id,
    }  # fmt: skip
    code = rows.fetch_value(_REPORT, parameters)
    if code:
        fact = PlaceReported(merchant_id=None, aggregate_id=task.to_location_id, code=code, reason=reason)
        record([fact], happened_at=now, actor=actor)
