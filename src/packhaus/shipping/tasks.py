"""What shipping does by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="shipping.poll_tracking", queueing_lock="shipping.poll_tracking", lock="shipping.poll_tracking"
)
def poll_tracking(timestamp: int) -> None:
    """Ask carriers where parcels are."""
    # Every command reads the files of tasks; what a task needs is loaded where it runs.
    from packhaus.shipping.services import poll_tracking as service
    from packhaus.shipping.services.label_steps import open_gateway

    service.poll_tracking(open_gateway=open_gateway, now=timezone.now())
