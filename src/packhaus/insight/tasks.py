"""Long looks at everything, away from any page."""

from django.utils import timezone
from procrastinate.contrib.django import app

DIFFERENCES_KEPT = 5


@app.task(name="insight.check", queueing_lock="insight.check")
def check_everything() -> None:
    """Run every check and remember what came of it."""
    # Every command reads the files of tasks; what a task needs is loaded where it runs.
    from packhaus.insight.services.check import note_check, run_checks

    note_check(list(run_checks(limit=DIFFERENCES_KEPT)), now=timezone.now())
