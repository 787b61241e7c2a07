"""Policies that release by themselves are looked at every minute."""

from django.utils import timezone
from procrastinate.contrib.django import app

from packhaus.access.types import SYSTEM
from packhaus.outbound.services.policies import run_due_policies


@app.periodic(cron="* * * * *")
@app.task(name="outbound.run_policies", queueing_lock="outbound.run_policies", lock="outbound.run_policies")
def run_policies(timestamp: int) -> None:
    """Release what policies say is due."""
    run_due_policies(now=timezone.now(), actor=SYSTEM)
