"""Approvals on the spot: a lead answers for a step of a colleague, and both stand in the journal."""

from datetime import datetime
from uuid import UUID

from packhaus.access.events import AccessChange, tell
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor


def note_approval(
    *,
    step: str,
    aggregate_kind: str,
    aggregate_id: UUID,
    merchant_id: UUID | None,
    now: datetime,
    approver: Actor,
) -> None:
    """Record who approved a step; the step itself records who did it. Emits: access_changed, by the approver."""
    with transaction(Scope.operator(), savepoint=True):
        change = AccessChange("step_approved", merchant_id, aggregate_kind, aggregate_id, {"step": step})
        tell(change, now=now, actor=approver)
