"""Where a shelf's label leads pickers to another item than lies there, somebody counts and looks at the label."""

from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.outbound.errors import TaskNotFound
from packhaus.outbound.services.count_shorts import FIRST

_BIN = "SELECT location_id FROM outbound_picktask WHERE id = %(id)s"


def count_labelled(*, task_id: int, device: str, client_id: str, now: datetime, actor: Actor) -> None:
    """Have the bin of a stop counted whole, because its label is said to be wrong; nothing else is booked.

    The same scan twice is once. Locks: counts. Emits: CountsPlanned, unless the bin is to be counted already.
    Raises: TaskNotFound.
    """
    with transaction(Scope.operator()):
        location_id = rows.fetch_value(_BIN, {"id": task_id})
        if location_id is None:
            raise TaskNotFound("there is no such task", task_id=task_id)
        if take_scan(device=device, client_id=client_id, operation="wrong_label", document_id=str(task_id)):
            wants = [CountWant(int(location_id), "wrong_label", priority=FIRST)]
            plan_counts(scope=Scope.operator(), wants=wants, now=now, actor=actor)
