"""Mails of terms, each a job of its own."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from packhaus.messaging.services.staff_mail import send_letter
from packhaus.terms.services.reminder_mail import write_reminder


@app.task(name="terms.mail_registration_end", retry=RetryStrategy(max_attempts=6, exponential_wait=5))
def mail_registration_end(reminder_id: int) -> None:
    """Mail one person that a registration ends."""
    now = timezone.now()
    letter = write_reminder(reminder_id=reminder_id, now=now)
    if letter is not None:
        send_letter(letter=letter, now=now)
