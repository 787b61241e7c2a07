"""Mails that let somebody in: an invitation, a new password. Written and sent by one job, kept nowhere.

The link's token is made here, on the way out: neither the job nor the database ever holds a link that works.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from packhaus.access.services.links import mint_link
from packhaus.access.types import LinkPurpose, MintedLink
from packhaus.messaging.backends.base import Backend
from packhaus.messaging.types import Delivered, Mail
from packhaus.messaging.wording import Words, write_greeting

_SENDER = "Packhaus"
_ACCENT = "#066fd1"


class MailPostponed(RuntimeError):
    """The mail server would not take it now: the job is tried again."""


def send_link_mail(*, link_id: UUID, backend: Backend, now: datetime) -> bool:
    """Mail a link, and tell whether there was anybody to mail it to. Outside any transaction.

    Raises: MailPostponed (try again).
    """
    minted = mint_link(link_id=link_id, now=now)
    if minted is None:
        return False
    [outcome] = backend.deliver([_write(minted, now)])
    if outcome.delivered is Delivered.LATER:
        raise MailPostponed(outcome.failure)
    return outcome.delivered is Delivered.SENT


def _write(minted: MintedLink, now: datetime) -> Mail:
    with translation.override(minted.language):
        words = _WORDS[minted.purpose]()
        context = {
            "language": minted.language,
            "words": words,
            "greeting": write_greeting(minted.name),
            "link": f"{settings.BASE_URL}{minted.path}",
            "shop": _SENDER,
            "accent": _ACCENT,
            "automatic": _("This message was sent automatically by %(shop)s.") % {"shop": _SENDER},
        }
        text = get_template("messages/mail.txt").render(context)
        html = get_template("messages/mail.html").render(context)
    return Mail(
        id=minted.id,
        name=f"sign-in-{minted.id}",
        shop=_SENDER,
        recipient=minted.email,
        recipient_name=minted.name,
        subject=words.subject,
        text=text,
        html=html,
        date=now,
    )


def _invite() -> Words:
    return Words(
        _("You are invited to Packhaus"),
        _("You are invited"),
        (
            _("A colleague has made a sign-in for you. Set a password, and you are in."),
            _("The link works once, and for three days."),
        ),
        _("Set a password"),
    )


def _reset() -> Words:
    return Words(
        _("A new password for Packhaus"),
        _("Set a new password"),
        (
            _("Somebody asked for a new password for this address. The link works once, and for one hour."),
            _("If it was not you, do nothing: your password stays as it is."),
        ),
        _("Set a new password"),
    )


_WORDS = {LinkPurpose.INVITATION.value: _invite, LinkPurpose.RESET.value: _reset}
