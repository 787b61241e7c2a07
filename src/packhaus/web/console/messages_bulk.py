"""What is done with many messages at once: send again what failed or what nobody knows of."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.messaging.queries.outbox import MessageRow
from packhaus.messaging.services.resolve import resend_message
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Dialog, Refused
from packhaus.web.lists.each import do_each


def _resend(request: PageRequest, messages: Sequence[MessageRow], _values: Mapping[str, str]) -> BulkOutcome:
    def resend(message: MessageRow) -> None:
        resend_message(scope=request.scope, message_id=message.id, now=request.now, actor=request.actor)

    return do_each(messages, resend, refuse=_refuse)


def _refuse(message: MessageRow, why: str) -> Refused:
    return Refused(message.topic_number, why, reverse("console:message", args=[message.id]))


def _ask(_request: PageRequest, messages: Sequence[MessageRow], total: int) -> Dialog:
    title = ngettext("Send %(count)s message again", "Send %(count)s messages again", total) % {
        "count": format_quantity(total)
    }
    effects = [_("Only messages that failed, or of which nobody knows, are sent again.")]
    if any(message.status == "unknown" for message in messages):
        effects.append(
            _("Of some of them nobody knows whether they arrived: their readers may get them twice.")
        )
    return Dialog(title, title, effects)


def _tell(count: int) -> str:
    return ngettext("%(count)s message is queued again.", "%(count)s messages are queued again.", count) % {
        "count": format_quantity(count)
    }


MESSAGE_ACTIONS: tuple[BulkAction[MessageRow], ...] = (
    BulkAction(
        "resend",
        lazy("Send {count} again"),
        _resend,
        _tell,
        frozenset({Role.ADMIN, Role.SUPPORT}),
        icon="refresh",
        ask=_ask,
        chunk=50,
    ),
)
