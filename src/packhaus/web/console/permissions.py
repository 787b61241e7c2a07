"""What people allow: the list of yes and stop by address, and one of them with how it came about."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.scope import transaction
from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import Page, PageOf
from packhaus.messaging.queries.permissions import (
    PermissionFilter,
    PermissionRow,
    get_permission,
    list_permissions,
)
from packhaus.messaging.services.permissions import Said, lift_stop, note_said
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action, Pair
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell
from packhaus.web.words import name_code
from packhaus.web.words_of_channels import MESSAGE_CHANNELS, PERMISSION_REASONS, SAID_HOW

_ANSWERS = {
    "yes": pgettext_lazy("permission", "May be written to"),
    "no": pgettext_lazy("permission", "Stopped"),
}


@page_of("console:messages")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List what people said, the newest first."""
    stop = Action(_("Stop an address"), reverse("console:stop-address"))
    return show_list(request, PERMISSIONS, {"primary": stop, "answers": _ANSWERS})


def fetch_permissions(asked: Asked, page: PageOf) -> Page[PermissionRow]:
    """Read a page of what people allow."""
    wanted = PermissionFilter(
        channels=asked.read_all("channel"),
        reasons=asked.read_all("reason"),
        is_allowed={"yes": True, "no": False}.get(asked.read("answer")),
        merchant_id=find_merchant_id(asked.request),
        address=asked.state.q.strip(),
    )
    return list_permissions(asked.request.scope, wanted=wanted, page=page)


PERMISSIONS = ListPage(
    name="console:permissions",
    template="outbox/permissions.html",
    row_type=PermissionRow,
    columns=(
        Column("said_at", pgettext_lazy("permission", "Since"), is_sortable=True),
        Column("address", pgettext_lazy("permission", "Address")),
        Column("channel", lazy("Channel")),
        Column("reason", lazy("Reason")),
        Column("said_how", pgettext_lazy("permission", "How")),
        Column("merchant_code", lazy("Merchant")),
        Column("wording", pgettext_lazy("permission", "Wording or reason")),
    ),
    default="-said_at",
    fetch=fetch_permissions,
    fields=(
        FilterField("answer", pgettext_lazy("permission", "Answer"), list(_ANSWERS.items())),
        FilterField("channel", lazy("Channel"), list(MESSAGE_CHANNELS.items())),
        FilterField("reason", lazy("Reason"), list(PERMISSION_REASONS.items())),
    ),
    views=(
        View("stopped", _ANSWERS["no"], "answer=no", lazy("No address is stopped.")),
        View("all", lazy("All")),
    ),
    words={
        "channel": lambda channel: MESSAGE_CHANNELS.get(channel, channel),
        "reason": lambda reason: PERMISSION_REASONS.get(reason, reason),
        "said_how": lambda how: SAID_HOW.get(how, how),
    },
)


@page_of("console:messages")
def show_permission(request: PageRequest, permission_id: UUID) -> HttpResponse:
    """Show how an address came to be allowed or stopped; lift a stop with a reason."""
    if request.method != "POST":
        return _show(request, permission_id, Draft())
    form = FormReader(request.POST)
    try:
        why = form.read_text("why", is_required=True, at_most=400)
        form.check()
        lift_stop(
            scope=request.scope, permission_id=permission_id, why=why, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, permission_id, Draft.of(request.POST, refusal))
    tell(request, _("It may be written to again."))
    return HttpResponseRedirect(reverse("console:permission", args=[permission_id]))


@open_to(Role.ADMIN, Role.SUPPORT)
def stop_address(request: PageRequest) -> HttpResponse:
    """Show the form that stops an address, and stop it."""
    if request.method != "POST":
        return _show_stop(request, Draft({"channel": "email"}))
    form = FormReader(request.POST)
    merchant_id = find_merchant_id(request)
    try:
        said = Said(
            merchant_id=merchant_id or form.read_chosen_id("merchant"),
            channel=form.read_choice("channel", MESSAGE_CHANNELS),
            address=form.read_text("reader", is_required=True, at_most=254),
            reason="by_hand",
            how="console",
        )
        form.check()
        with transaction(request.scope):
            note_said(said=said, now=request.now, actor=request.actor)
    except Invalid as refusal:
        return _show_stop(request, Draft.of(request.POST, refusal))
    tell(request, _("Nothing more goes there."))
    return HttpResponseRedirect(reverse("console:permissions"))


def _show_stop(request: PageRequest, draft: Draft) -> HttpResponse:
    context = {
        "channels": list(MESSAGE_CHANNELS.items()),
        "merchants": [] if find_merchant_id(request) else list_merchants(request.scope),
    }
    return show_form(request, "outbox/stop.html", draft, context)


def _show(request: PageRequest, permission_id: UUID, draft: Draft) -> HttpResponse:
    row = get_permission(request.scope, permission_id=permission_id)
    context = {
        "row": row,
        "title": row.address or _("An address that is forgotten"),
        "pairs": [
            Pair(_("Channel"), name_code("message_channel", row.channel)),
            Pair(_("Merchant"), row.merchant_code),
            Pair(_("Reason"), name_code("permission_reason", row.reason)),
            Pair(pgettext_lazy("permission", "How"), name_code("said_how", row.said_how)),
            Pair(pgettext_lazy("permission", "Wording or reason"), row.wording),
        ],
    }
    return show_form(request, "outbox/permission.html", draft, context)
