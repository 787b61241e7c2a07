"""Delete print jobs that nobody asks after any more."""

from datetime import datetime, timedelta

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.printing.types import KEPT_DAYS

_AT_A_TIME = 5_000
_DELETE = """
DELETE FROM printing_printjob WHERE id IN (
    SELECT j.id FROM printing_printjob AS j WHERE j.asked_at < %(before)s ORDER BY j.asked_at, j.id LIMIT %(limit)s)
"""


def delete_old_jobs(*, now: datetime) -> int:
    """Delete jobs that were asked for more than KEPT_DAYS ago, whatever became of them, and return how many."""
    total = 0
    while True:
        with transaction(Scope.operator()):
            before = now - timedelta(days=KEPT_DAYS)
            deleted = rows.execute(_DELETE, {"before": before, "limit": _AT_A_TIME})
        total += deleted
        if deleted < _AT_A_TIME:
            return total
