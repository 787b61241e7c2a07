"""Note what has come back of a recall."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.recalls.errors import NotRecalled
from packhaus.recalls.events import RecallReturned
from packhaus.recalls.queries.list_recalls import get_recall

_SENT = "SELECT quantity FROM recalls_recallorder WHERE recall_id = %(recall_id)s AND order_id = %(order_id)s"
_NOTE = """
UPDATE recalls_recallorder SET returned = %(units)s
WHERE recall_id = %(recall_id)s AND order_id = %(order_id)s AND returned <> %(units)s RETURNING id
"""


@again_when_busy
def note_returned(
    *, scope: Scope, number: str, order_id: UUID, units: int, now: datetime, actor: Actor
) -> None:
    """Note how many units of an order have come back, all in all; twice is once.

    It says nothing of stock: what comes back is booked in where it comes in, and goes into quarantine.
    Emits: RecallReturned. Raises: RecallNotFound, NotRecalled, Invalid (more than were sent).
    """
    recall = get_recall(scope, number=number)
    with transaction(scope):
        parameters = {"recall_id": recall.id, "order_id": order_id, "units": units}
        found = rows.fetch_tuples(_SENT, parameters)
        if not found:
            raise NotRecalled("the order was sent nothing of what is recalled")
        if not 0 <= units <= found[0][0]:
            raise Invalid([FieldProblem("units", "range", f"is from 0 to {found[0][0]}, as were sent")])
        if rows.fetch_tuples(_NOTE, parameters):
            fact = RecallReturned(
                merchant_id=recall.merchant_id, aggregate_id=recall.id, number=recall.number,
                order_id=str(order_id), units=units,
            )  # fmt: skip
            record([fact], happened_at=now, actor=actor)
