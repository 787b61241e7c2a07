"""The job of an uploaded file."""

from uuid import UUID

from django.db import OperationalError
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from packhaus.access.scope import Scope
from packhaus.access.types import Actor, ActorKind
from packhaus.channels.errors import ImportInterrupted, ImportIsRunning
from packhaus.channels.services.enqueue import TASK
from packhaus.kernel.errors import ResourceBusy

# What the moment did to it is tried again: a lock, a lost database, a worker that ended, another that still imports.
PASSING = (ResourceBusy, OperationalError, ImportInterrupted, ImportIsRunning)
TIMES_AT_MOST = 100
AGAIN = RetryStrategy(max_attempts=TIMES_AT_MOST, wait=5, retry_exceptions=PASSING)


@app.task(name=TASK, pass_context=True, retry=AGAIN)
def import_file(
    context: JobContext, *, run_id: str, merchant_id: str, is_operator: bool, actor_kind: str, actor_id: str
) -> None:
    """Import an uploaded file."""
    # Every command reads the files of tasks; what a task needs is loaded where it runs.
    from packhaus.channels.services.run_import import fail_import, run_import

    scope = Scope.operator() if is_operator else Scope.merchant(UUID(merchant_id))
    is_passing = False
    is_done = False
    try:
        run_import(
            scope=scope,
            run_id=UUID(run_id),
            merchant_id=UUID(merchant_id),
            now=timezone.now(),
            actor=Actor(ActorKind(actor_kind), actor_id),
            should_stop=context.should_abort,
        )
        is_done = True
    except PASSING:
        is_passing = True
        raise
    finally:
        if not is_done and not is_passing:  # a bug: somebody waits for this file and must be told
            fail_import(
                scope=scope,
                run_id=UUID(run_id),
                problem="the fault is ours and has been noted",
                now=timezone.now(),
            )
