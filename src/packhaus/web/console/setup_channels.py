"""Channels of messages: who carries SMS and WhatsApp, and over which channels the shoppers of a country are told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.messaging.queries.gateways import GatewayRow, get_gateway_row, list_gateways
from packhaus.messaging.queries.routes import list_route_rows
from packhaus.messaging.services.gateways import (
    PROVIDER_CHANNELS,
    PROVIDER_CREDENTIALS,
    GatewayDraft,
    save_gateway,
    switch_gateway,
)
from packhaus.messaging.services.routes import drop_route, save_route
from packhaus.messaging.states import TEXT_CHANNELS
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.parts import Action
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words_of_channels import (
    CHANNEL_ORDERS,
    CREDENTIALS_OF_CARRIERS,
    MESSAGE_CARRIERS,
    MESSAGE_CHANNELS,
)


@open_to(Role.ADMIN)
def show_channels(request: PageRequest) -> HttpResponse:
    """List who carries channels and how countries are told; add a rule for a country."""
    if request.method != "POST":
        return _show(request, Draft({"channels": "whatsapp,sms,email"}))
    form = FormReader(request.POST)
    try:
        merchant = form.read_chosen_id("merchant")
        channels = form.read_choice("channels", CHANNEL_ORDERS).split(",")
        country = form.read_text("country", at_most=2)
        form.check()
        save_route(
            scope=request.scope, merchant_id=merchant, country=country, channels=channels, now=request.now,
            actor=request.actor,
        )  # fmt: skip
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal))
    tell(request, _("What is told from now on goes this way."))
    return HttpResponseRedirect(reverse("console:message-channels"))


@require_POST
@open_to(Role.ADMIN)
def drop(request: PageRequest, route_id: UUID) -> HttpResponse:
    """Take a country's rule away."""
    gone = next((one for one in list_route_rows(request.scope) if one.id == route_id), None)
    drop_route(scope=request.scope, route_id=route_id, now=request.now, actor=request.actor)
    undo_url = ""
    if gone:
        undo_url = link_undo(
            request,
            "route-drop",
            merchant=str(gone.merchant_id),
            country=gone.country,
            channels=gone.channels,
        )
    tell(request, _("The rule is gone."), undo_url=undo_url)
    return HttpResponseRedirect(reverse("console:message-channels"))


@undoes("route-drop")
def _bring_back(request: PageRequest, data: dict[str, Any]) -> None:
    save_route(
        scope=request.scope, merchant_id=UUID(data["merchant"]), country=data["country"], channels=data["channels"],
        now=request.now, actor=request.actor,
    )  # fmt: skip


@open_to(Role.ADMIN)
def edit_gateway(
    request: PageRequest, provider: str = "", channel: str = "", gateway_id: UUID | None = None
) -> HttpResponse:
    """Show the form of who carries a channel, and save it; secrets that are left empty stay."""
    known = get_gateway_row(request.scope, gateway_id=gateway_id) if gateway_id else None
    provider, channel = (known.provider, known.channel) if known else (provider, channel)
    if channel not in PROVIDER_CHANNELS.get(provider, ()):
        return HttpResponseRedirect(reverse("console:message-channels"))
    if request.method != "POST":
        values = {
            "sender": known.sender if known else "",
            "templates": _write_templates(known.templates if known else {}),
            "is_active": known is None or known.is_active,
        }
        return _show_form(request, Draft(values), provider, channel, known)
    form = FormReader(request.POST)
    try:
        merchant = form.read_text("merchant") if known is None else ""
        draft = GatewayDraft(
            merchant_id=known.merchant_id if known else read_uuid(merchant),
            channel=channel,
            provider=provider,
            sender=form.read_text("sender", is_required=True, at_most=40),
            credentials={
                name: form.read_text(f"credentials_{name}", at_most=400)
                for name in PROVIDER_CREDENTIALS[provider]
            }
            | {"address": form.read_text("interface_address", at_most=200)},
            templates=_read_templates(form.read_text("templates", at_most=6000)),
            is_active="is_active" in form.sent,
        )
        form.check()
        save_gateway(scope=request.scope, draft=draft, now=request.now, actor=request.actor)
    except Invalid as refusal:
        return _show_form(request, Draft.of(request.POST, refusal), provider, channel, known)
    tell(request, _("It is saved."))
    return HttpResponseRedirect(reverse("console:message-channels"))


@require_POST
@open_to(Role.ADMIN)
def switch(request: PageRequest, gateway_id: UUID) -> HttpResponse:
    """Send over a carrier, or no longer."""
    is_active = request.POST.get("do") == "on"
    _switch(request, gateway_id, is_active=is_active)
    undo_url = link_undo(request, "gateway-switch", id=str(gateway_id), is_active=not is_active)
    told = _("It carries messages again.") if is_active else _("It carries no more messages.")
    tell(request, told, undo_url=undo_url)
    return HttpResponseRedirect(reverse("console:message-channels"))


@undoes("gateway-switch")
def _switch_back(request: PageRequest, data: dict[str, Any]) -> None:
    _switch(request, UUID(data["id"]), is_active=data["is_active"])


def _switch(request: PageRequest, gateway_id: UUID, *, is_active: bool) -> None:
    switch_gateway(
        scope=request.scope, gateway_id=gateway_id, is_active=is_active, now=request.now, actor=request.actor
    )


def _show(request: PageRequest, draft: Draft) -> HttpResponse:
    context: dict[str, Any] = {
        "gateways": list_gateways(request.scope),
        "routes": [
            (row, CHANNEL_ORDERS.get(",".join(row.channels), ", ".join(row.channels)))
            for row in list_route_rows(request.scope)
        ],
        "merchants": list_merchants(request.scope),
        "orders": list(CHANNEL_ORDERS.items()),
        "more": [
            Action(
                _("%(channel)s by %(carrier)s")
                % {"channel": MESSAGE_CHANNELS[channel], "carrier": MESSAGE_CARRIERS[provider]},
                reverse("console:new-message-gateway", args=[provider, channel]),
            )
            for provider, channels in PROVIDER_CHANNELS.items()
            for channel in TEXT_CHANNELS
            if channel in channels
        ],
    }
    return show_form(request, "setup/channels.html", draft, context)


def _show_form(
    request: PageRequest, draft: Draft, provider: str, channel: str, known: GatewayRow | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "known": known,
        "title": _("%(channel)s by %(carrier)s")
        % {"channel": MESSAGE_CHANNELS[channel], "carrier": MESSAGE_CARRIERS[provider]},
        "merchants": list_merchants(request.scope),
        "fields": [(name, CREDENTIALS_OF_CARRIERS[name]) for name in PROVIDER_CREDENTIALS[provider]],
        "has_templates": channel == "whatsapp" and provider != "folder",
        "reports_url": f"{settings.BASE_URL}{reverse('message-reports', args=[known.id])}" if known else "",
        "is_asked": provider != "folder",
    }
    return show_form(request, "setup/channel_form.html", draft, context)


def _write_templates(templates: Mapping[str, str]) -> str:
    return "\n".join(f"{name} = {value}" for name, value in sorted(templates.items()))


def _read_templates(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _equals, value in pairs}
