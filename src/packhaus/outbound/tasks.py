"""What the floor does away from any page: policies by the minute, and long looks at its walks."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from packhaus.access.types import SYSTEM


@app.periodic(cron="* * * * *")
@app.task(name="outbound.run_policies", queueing_lock="outbound.run_policies", lock="outbound.run_policies")
def run_policies(timestamp: int) -> None:
    """Release what policies say is due."""
    # Every command reads the files of tasks; what a task needs is loaded where it runs.
    from packhaus.outbound.services.policies import run_due_policies

    run_due_policies(now=timezone.now(), actor=SYSTEM)


@app.task(name="outbound.advise_slotting")
def advise_slotting(site_id: str) -> None:
    """Advise a site on its bins anew."""
    from packhaus.outbound.services.slotting.advise import advise_site

    advise_site(site_id=UUID(site_id), now=timezone.now())
