"""Mails to people who sign in here, written by the app whose fact it is. Sent by a job of that app, kept nowhere."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from packhaus.kernel.ids import new_id
from packhaus.messaging.backends import make_backend
from packhaus.messaging.backends.base import Backend
from packhaus.messaging.services.link_mail import MailPostponed
from packhaus.messaging.types import Delivered, Mail
from packhaus.messaging.wording import Words, write_day, write_greeting

_SENDER = "Packhaus"
_ACCENT = "#066fd1"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in its reader's language; `path` is the page that its button opens, `kind` begins its file's name."""

    kind: str
    email: str
    name: str
    language: str
    subject: str
    headline: str
    sentences: tuple[str, ...]
    link: str
    path: str


def spell_day(day: date, *, language: str) -> str:
    """Return a day in full with its weekday."""
    return write_day(day, language)


def send_letter(*, letter: Letter, now: datetime, backend: Backend | None = None) -> bool:
    """Send a letter, and tell whether it was taken; by the installation's own backend when none is given.

    Outside any transaction. Raises: MailPostponed (try again).
    """
    [outcome] = (backend or make_backend()).deliver([_write(letter, now)])
    if outcome.delivered is Delivered.LATER:
        raise MailPostponed(outcome.failure)
    return outcome.delivered is Delivered.SENT


def _write(letter: Letter, now: datetime) -> Mail:
    id_ = new_id()
    with translation.override(letter.language):
        context = {
            "language": letter.language,
            "words": Words(letter.subject, letter.headline, letter.sentences, letter.link),
            "greeting": write_greeting(letter.name),
            "link": f"{settings.BASE_URL}{letter.path}",
            "shop": _SENDER,
            "accent": _ACCENT,
            "automatic": _("This message was sent automatically by %(shop)s.") % {"shop": _SENDER},
        }
        text = get_template("messages/mail.txt").render(context)
        html = get_template("messages/mail.html").render(context)
    return Mail(
        id=id_, name=f"{letter.kind}-{id_}", shop=_SENDER, recipient=letter.email, recipient_name=letter.name,
        subject=letter.subject, text=text, html=html, date=now,
    )  # fmt: skip
