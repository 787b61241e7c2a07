"""Upkeep by the clock, in any worker."""

from django.conf import settings
from procrastinate.contrib.django import app

from packhaus.config.upkeep import do_chores


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="upkeep", pass_context=False)
def do_upkeep(timestamp: int) -> None:
    """Do every chore; those of the owner only where this process knows the owner's address."""
    databases = settings.DATABASES
    has_owner = databases["owner"]["USER"] != databases["default"]["USER"]
    do_chores(has_owner=has_owner)
