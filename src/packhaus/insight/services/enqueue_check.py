"""Let a worker run the whole check."""

from procrastinate.exceptions import AlreadyEnqueued

from packhaus.access.scope import Scope, transaction
from packhaus.insight.tasks import check_everything


def enqueue_check(scope: Scope) -> bool:
    """Let the check wait for a worker; False when it waits already."""
    try:
        with transaction(scope, savepoint=True):
            check_everything.defer()
    except AlreadyEnqueued:
        return False
    return True
