"""One order: can it leave in time, what is wrong, what exactly, where, why."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.care.queries.notes import list_notes_of
from packhaus.insight.queries.order_story import OrderStory, get_order_story
from packhaus.messaging.states import RESEND
from packhaus.orders.queries.get_order import OrderDetail
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.holds import REASONS, lift_hold, place_hold
from packhaus.outbound.queries.pack_photos import list_pack_photos
from packhaus.shipping.queries.label_purchases import PurchaseRow, list_purchases
from packhaus.web.console import order_freshness, order_parts, order_requests, order_totes, order_vas
from packhaus.web.console.order_actions import CHANGERS, list_actions
from packhaus.web.console.order_timeline import build_timeline
from packhaus.web.console.work_bulk import LEADS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import open_order
from packhaus.web.pages import list_roles, page_of
from packhaus.web.parts import Badge
from packhaus.web.responses import render_page
from packhaus.web.words_of_messages import KINDS


@page_of("console:orders")
def show_order(request: PageRequest, number: str) -> HttpResponse:
    """Show one order."""
    order = open_order(request, number)
    parts = [part.id for part in order.fulfillments]
    story = get_order_story(request.scope, order_id=order.header.id, fulfillment_ids=parts)
    return render_page(request, "orders/order.html", _build(request, order, story))


def _build(request: PageRequest, order: OrderDetail, story: OrderStory) -> dict[str, Any]:
    header = order.header
    return {
        "order": header,
        "detail": order,
        "zone": order.fulfillments[0].timezone if order.fulfillments else "",
        "badges": _list_badges(order),
        "verdict": order_parts.judge(order, request.now),
        "alerts": [
            *order_requests.list_request_alerts(order, now=request.now, may_act=bool(request.roles & LEADS)),
            *order_totes.list_tote_alerts(order, may_act=bool(request.roles & LEADS)),
            *order_parts.list_alerts(order),
            *order_parts.list_short_alerts(order, story.shorts),
        ],
        "steps": order_parts.list_steps(order),
        "cards": order_parts.list_cards(order),
        "parcels": story.parcels,
        "purchases": _list_purchases(request, story),
        # What a contract of the operator's costs is no merchant's affair.
        "sees_costs": request.scope.is_operator,
        "photos": list_pack_photos(scope=request.scope, order_id=header.id, now=request.now),
        "services": order_vas.list_services(request, order),
        **order_vas.build_changes(request, order),
        "labels": bool(request.roles & {Role.LEAD, Role.ASSOCIATE, Role.ADMIN}),
        "reasons": order_parts.list_site_reasons(order),
        "shelf_life": order_freshness.list_shelf_life(request, order),
        "shopper_notes": list_notes_of(request.scope, order_id=header.id),
        "messages_sent": [(sent, KINDS.get(sent.kind, sent.kind)) for sent in story.messages],
        "reads_messages": bool(request.roles & list_roles("console:messages")),
        "resendable": RESEND.sources,
        "shopper": order_parts.list_shopper(order),
        "money": order_parts.list_money(order),
        **build_timeline(
            request,
            order,
            others=[*(sent.id for sent in story.messages), *(parcel.id for parcel in story.parcels)],
        ),
        **order_totes.build_totes(request, order),
        **order_requests.build_requests(request, order),
        "can_hold": header.stage in order_parts.OPEN_STAGES,
        **_list_actions(request, order),
    }


def _list_purchases(request: PageRequest, story: OrderStory) -> list[PurchaseRow]:
    """Return how the labels were bought, for the operator's people. Queries: 1, or 0 without parcels."""
    shipments = list(dict.fromkeys(parcel.shipment_id for parcel in story.parcels))
    if not shipments or not request.scope.is_operator:
        return []
    return list_purchases(request.scope, shipment_ids=shipments)


def _list_badges(order: OrderDetail) -> list[Badge]:
    badges = [Badge("order", order.header.stage), Badge("payment", order.header.payment_status)]
    return badges + ([Badge("order", "on_hold")] if order.header.is_held else [])


def _list_actions(request: PageRequest, order: OrderDetail) -> dict[str, Any]:
    return list_actions(order, request.roles) if request.roles & frozenset(CHANGERS) else {}


@require_POST
@open_to(*CHANGERS)
def change_order(request: PageRequest, number: str) -> HttpResponse:
    """Hold the order, lift a hold, or cancel what has not left."""
    order_id = open_order(request, number).header.id
    named: dict[str, Any] = {"scope": request.scope, "now": request.now, "actor": request.actor}
    form = FormReader(request.POST)
    if "lift" in request.POST:
        reason = form.read_choice("lift", REASONS)
        form.check()
        lift_hold(order_ids=[order_id], reason=reason, **named)
        messages.info(request, _("The hold is lifted."))
    elif "cancel" in request.POST:
        outcome = cancel_order(order_id=order_id, **named)
        told = _("%(cancelled)s units cancelled; %(asked)s are asked of who works on them.")
        messages.info(request, told % {"cancelled": outcome.cancelled, "asked": outcome.requested})
    else:
        reason = form.read_choice("hold", REASONS)
        form.check()
        place_hold(order_ids=[order_id], reason=reason, **named)
        messages.info(request, _("The order is on hold."))
    return HttpResponseRedirect(reverse("console:order", args=[number]))
