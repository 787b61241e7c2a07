"""Totes of an order that wait: said on its page, and put back from there."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.orders.queries.get_order import FulfillmentRow, OrderDetail
from packhaus.outbound.services.put_totes_back import put_totes_back
from packhaus.web.console.work_bulk import LEADS, list_effects
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import link_order, open_order
from packhaus.web.parts import Action, Holder


@require_POST
@open_to(*LEADS)
def put_back(request: PageRequest, number: str) -> HttpResponse:
    """Put the totes of an order that wait back, for itself or for the next order."""
    order = open_order(request, number)
    units = put_totes_back(
        fulfillment_ids=[part.id for part in list_waiting_totes(order)],
        for_next=request.POST.get("for") == "next",
        now=request.now,
        actor=request.actor,
    )
    told = ngettext("%(count)s unit is back in its bin.", "%(count)s units are back in their bins.", units)
    messages.info(request, told % {"count": format_quantity(units)})
    return HttpResponseRedirect(link_order(order.header.merchant_code, order.header.number))


def build_totes(request: PageRequest, order: OrderDetail) -> dict[str, Any]:
    """Return what the page needs for the dialogs of waiting totes; nothing where there is none."""
    if not list_waiting_totes(order) or not request.roles & LEADS:
        return {}
    return {
        "put_back_effect": list_effects(for_next=False),
        "give_on_effect": list_effects(for_next=True),
    }


def list_waiting_totes(order: OrderDetail) -> list[FulfillmentRow]:
    """Return the parts that are picked and may not be packed: the rest is missing, or the order is on hold."""
    is_incomplete = order.header.policy != "ship_available" and bool(order.demands)
    if not (is_incomplete or order.header.is_held):
        return []
    return [part for part in order.fulfillments if part.status == "picked" and not part.cancel_requested]


def list_tote_alerts(order: OrderDetail, *, may_act: bool) -> list[dict[str, Any]]:
    """Say that a tote waits, and offer to put it back to who may do that."""
    waiting = list_waiting_totes(order)
    if not waiting:
        return []
    return [
        {
            "level": "today",
            "what": _("What is picked waits in its tote."),
            "why": _("It may not be packed before the rest has come or the hold is lifted."),
            "holders": [Holder(part.number) for part in waiting],
            "remedies": [
                Action(_("Put it back"), dialog="put-back"),
                Action(_("Give it to the next order"), dialog="give-on"),
            ]
            if may_act
            else [],
        }
    ]
