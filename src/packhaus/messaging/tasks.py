"""The outbox is its own queue: a job every few seconds sends what is due."""

from django.utils import timezone
from procrastinate.contrib.django import app

from packhaus.messaging.backends import make_backend
from packhaus.messaging.services.send import send_queued, sweep_cut_off


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="messaging.send", pass_context=False)
def send_messages(timestamp: int) -> None:
    """Send due messages."""
    send_queued(backend=make_backend(), now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="messaging.sweep", pass_context=False)
def sweep_messages(timestamp: int) -> None:
    """Give up on messages that a process claimed and never came back from."""
    sweep_cut_off(now=timezone.now())
