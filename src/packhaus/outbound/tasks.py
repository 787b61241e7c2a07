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


@app.periodic(cron="* * * * * */20")
@app.task(name="outbound.take_due_label_steps", queueing_lock="outbound.labels", lock="outbound.labels")
def take_due_label_steps(timestamp: int) -> None:
    """Ask carriers what was cut off, left open or put off."""
    from packhaus.outbound.services.labels import take_due_steps
    from packhaus.shipping.services.label_steps import open_gateway

    take_due_steps(open_gateway=open_gateway, now=timezone.now())


@app.task(name="outbound.take_label_step")
def take_label_step(purchase_id: str) -> None:
    """Buy labels, or give them back."""
    from packhaus.outbound.services.labels import take_step
    from packhaus.shipping.services.label_steps import open_gateway

    take_step(purchase_id=UUID(purchase_id), open_gateway=open_gateway, now=timezone.now())


@app.task(name="outbound.check_connection")
def check_connection(connection_id: str) -> None:
    """Try whether a carrier lets us in."""
    from packhaus.shipping.services.label_steps import try_connection

    try_connection(connection_id=UUID(connection_id), now=timezone.now())
