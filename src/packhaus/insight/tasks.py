"""Long looks at everything, away from any page."""

from django.utils import timezone
from procrastinate.contrib.django import app

from packhaus.insight.services.check import note_check, run_checks

DIFFERENCES_KEPT = 5


@app.task(name="insight.check", queueing_lock="insight.check")
def check_everything() -> None:
    """Run every check and remember what came of it."""
    note_check(list(run_checks(limit=DIFFERENCES_KEPT)), now=timezone.now())
