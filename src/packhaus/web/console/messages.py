"""Messages: the outbox, one message as its reader gets it, and what a person decides about it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from packhaus.access.types import Role
from packhaus.kernel.keyset import Page, PageOf
from packhaus.messaging.queries.outbox import (
    MessageDetail,
    MessageFilter,
    MessageRow,
    get_message,
    list_messages,
)
from packhaus.messaging.services.resolve import confirm_message, resend_message
from packhaus.messaging.states import CONFIRM, LOSE, RESEND, STATUSES
from packhaus.web.console.messages_bulk import MESSAGE_ACTIONS
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.mail_frame import only_styled, show_mail
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.responses import render_page
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import name_code
from packhaus.web.words_of_channels import MESSAGE_CHANNELS, MESSAGE_FAILURES
from packhaus.web.words_of_messages import KINDS


@page_of("console:messages")
def show_outbox(request: PageRequest) -> HttpResponseBase:
    """List messages, the newest first."""
    more = [Action(_("What people allow"), reverse("console:permissions"))]
    if Role.ADMIN in request.roles:
        more.append(Action(pgettext("messages", "Channels"), reverse("console:message-channels")))
    return show_list(request, OUTBOX, {"kinds": KINDS, "secondary": more})


def fetch_messages(asked: Asked, page: PageOf) -> Page[MessageRow]:
    """Read a page of messages."""
    wanted = MessageFilter(
        statuses=asked.read_all("status"),
        kinds=asked.read_all("kind"),
        channels=asked.read_all("channel"),
        merchant_id=find_merchant_id(asked.request),
        number=asked.state.q.upper(),
        ids=tuple(one for one in map(read_uuid, asked.keys) if one),
    )
    return list_messages(asked.request.scope, wanted=wanted, page=page)


OUTBOX = ListPage(
    name="console:messages",
    template="outbox/list.html",
    row_type=MessageRow,
    columns=(
        Column("queued_at", lazy("Queued"), is_sortable=True),
        Column("order", lazy("Order")),
        Column("merchant", lazy("Merchant")),
        Column("kind", lazy("Message")),
        Column("channel", lazy("Channel")),
        Column("language", lazy("Language")),
        Column("status", lazy("Status")),
        Column("sent_at", lazy("Sent")),
    ),
    default="-queued_at",
    fetch=fetch_messages,
    fields=(
        FilterField(
            "status", lazy("Status"), [(value, get_status("message", value).label) for value in STATUSES]
        ),
        FilterField("kind", lazy("Message"), list(KINDS.items())),
        FilterField("channel", lazy("Channel"), list(MESSAGE_CHANNELS.items())),
    ),
    views=(
        View("all", lazy("All")),
        View(
            "waiting",
            lazy("Not sent"),
            "status=queued&status=sending&status=unknown&status=failed",
            lazy("Every message is sent."),
        ),
        View(
            "not-allowed",
            pgettext_lazy("messages", "Not allowed"),
            "status=skipped",
            lazy("Nobody has forbidden a message."),
        ),
    ),
    bulk=MESSAGE_ACTIONS,
    words={
        "kind": lambda kind: KINDS.get(kind, kind),
        "channel": lambda channel: MESSAGE_CHANNELS.get(channel, channel),
        "status": lambda status: get_status("message", status).label,
    },
)


@require_safe
@page_of("console:messages")
def show_message(request: PageRequest, message_id: UUID) -> HttpResponse:
    """Show one message as its reader gets it."""
    message = get_message(request.scope, message_id=message_id)
    context = {
        "message": message,
        "kind": KINDS.get(message.kind, message.kind),
        "badges": [Badge("message", message.status)],
        "primary": _find_resend(message),
        "secondary": _list_decisions(message),
        "pairs": [
            Pair(_("Order"), message.topic_number, link_order(message.merchant_code, message.topic_number)),
            Pair(_("Channel"), name_code("message_channel", message.channel)),
            Pair(_("To"), message.recipient),
            Pair(_("Language"), name_code("language", message.language)),
            Pair(_("Attempts"), str(message.attempts)),
            Pair(
                _("What went wrong"),
                name_code("message_failure", message.failure),
                is_code=message.failure not in {"", *MESSAGE_FAILURES},
            ),
            *(
                [Pair(_("Number at the provider"), message.provider_number)]
                if message.provider_number
                else []
            ),
        ],
    }
    return render_page(request, "outbox/message.html", context)


@require_safe
@only_styled
@page_of("console:messages")
def preview_message(request: PageRequest, message_id: UUID) -> HttpResponse:
    """Send the mail's own page for the frame that shows it."""
    message = get_message(request.scope, message_id=message_id)
    if not message.has_words:
        raise Http404
    return show_mail(message.html)


@require_POST
@page_of("console:messages")
def resend(request: PageRequest, message_id: UUID) -> HttpResponse:
    """Queue a failed or unknown message again."""
    resend_message(scope=request.scope, message_id=message_id, now=request.now, actor=request.actor)
    messages.info(request, _("The message is queued again."))
    return HttpResponseRedirect(reverse("console:message", args=[message_id]))


@require_POST
@page_of("console:messages")
def confirm(request: PageRequest, message_id: UUID) -> HttpResponse:
    """Write down that an unknown message arrived."""
    confirm_message(scope=request.scope, message_id=message_id, now=request.now, actor=request.actor)
    messages.info(request, _("The message counts as sent."))
    return HttpResponseRedirect(reverse("console:message", args=[message_id]))


def _find_resend(message: MessageDetail) -> Action | None:
    if message.status not in RESEND.sources:
        return None
    return Action(
        _("Send again"),
        reverse("console:resend-message", args=[message.id]),
        method="post",
        icon="refresh",
        disabled_because="" if message.has_words else _("Its words have expired or were forgotten."),
    )


def _list_decisions(message: MessageDetail) -> list[Action]:
    if message.status != LOSE.target:
        return []
    assert LOSE.target in CONFIRM.sources
    return [Action(_("It arrived"), reverse("console:confirm-message", args=[message.id]), method="post")]
