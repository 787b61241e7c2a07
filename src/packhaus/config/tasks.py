"""Upkeep by the clock, in any worker."""

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="upkeep", pass_context=False)
def do_upkeep(timestamp: int) -> None:
    """Do every chore; those of the owner only where this process knows the owner's address."""
    # Every command reads the files of tasks; what a task needs is loaded where it runs.
    from packhaus.config.upkeep import do_chores

    databases = settings.DATABASES
    has_owner = databases["owner"]["USER"] != databases["default"]["USER"]
    do_chores(has_owner=has_owner)
