"""Long looks at everything, away from any page."""

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from packhaus.access.scope import Scope, transaction
from packhaus.insight.services.check import note_check, run_checks

DIFFERENCES_KEPT = 5


@app.task(name="insight.check", queueing_lock="insight.check")
def check_everything() -> None:
    """Run every check and remember what came of it."""
    note_check(list(run_checks(limit=DIFFERENCES_KEPT)), now=timezone.now())


def enqueue_check(scope: Scope) -> bool:
    """Let the check wait for a worker; False when it waits already."""
    try:
        with transaction(scope, savepoint=True):
            check_everything.defer()
    except AlreadyEnqueued:
        return False
    return True
