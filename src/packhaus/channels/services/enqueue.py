"""Name the job of an import; the job itself is in `tasks.py`, which imports the services."""

from uuid import UUID

from procrastinate.contrib.django import app

from packhaus.access.scope import Scope
from packhaus.access.types import Actor

TASK = "channels.import_file"


def enqueue_import(*, scope: Scope, run_id: UUID, merchant_id: UUID, actor: Actor) -> None:
    """Enqueue the import in the running transaction; it commits and rolls back with it. Queries: 1.

    Imports are done one after the other, so that they leave room for mail and carriers.
    """
    app.configure_task(TASK, lock="imports").defer(
        run_id=str(run_id),
        merchant_id=str(merchant_id),
        is_operator=scope.is_operator,
        actor_kind=str(actor.kind),
        actor_id=actor.id,
    )
