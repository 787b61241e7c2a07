"""The outbox is its own queue: a job every few seconds sends what is due."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from packhaus.messaging.backends import make_backend
from packhaus.messaging.services.link_mail import send_link_mail
from packhaus.messaging.services.send import send_queued, sweep_cut_off
from packhaus.messaging.services.texts import look_up_texts
from packhaus.messaging.services.trial_mail import send_test_mail
from packhaus.messaging.types import NoticeKind, WordingKey


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="messaging.send", pass_context=False)
def send_messages(timestamp: int) -> None:
    """Send due messages."""
    send_queued(backend=make_backend(), now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="messaging.sweep", pass_context=False)
def sweep_messages(timestamp: int) -> None:
    """Give up on messages that a process claimed and never came back from; ask providers about lost texts."""
    now = timezone.now()
    sweep_cut_off(now=now)
    look_up_texts(now=now)


@app.task(name="messaging.mail_link", retry=RetryStrategy(max_attempts=6, exponential_wait=5))
def mail_link(link_id: str) -> None:
    """Mail a link that lets somebody in."""
    send_link_mail(link_id=UUID(link_id), backend=make_backend(), now=timezone.now())


@app.task(name="messaging.mail_test", retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def mail_test(merchant_id: str, kind: str, language: str, user_id: str) -> None:
    """Mail a draft of a merchant's words to the person who writes it."""
    key = WordingKey(UUID(merchant_id), NoticeKind(kind), language)
    send_test_mail(key=key, user_id=UUID(user_id), backend=make_backend(), now=timezone.now())


def post_link(link_id: UUID) -> None:
    """Enqueue the mail of a link in the running transaction."""
    mail_link.defer(link_id=str(link_id))
