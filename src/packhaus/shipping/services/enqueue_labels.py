"""Name the jobs that ask carriers; the jobs themselves are in outbound, which knows whose parcels they are."""

from collections.abc import Sequence
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

STEP = "outbound.take_label_step"
CHECK = "outbound.check_connection"


def enqueue_steps(*, purchase_ids: Sequence[UUID]) -> None:
    """Enqueue the next step of purchases in the running transaction, a job each: carriers take seconds. Queries: 1."""
    jobs: list[JSONDict] = [{"purchase_id": str(id_)} for id_ in purchase_ids]
    app.configure_task(STEP).batch_defer(*jobs)


def enqueue_check(*, connection_id: UUID) -> None:
    """Enqueue a look at whether the carrier lets us in, in the running transaction. Queries: 1."""
    app.configure_task(CHECK).defer(connection_id=str(connection_id))
