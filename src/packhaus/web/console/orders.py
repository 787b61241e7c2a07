"""Orders: which are where, held or waiting, and what is done with many of them at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.kernel.errors import DomainError
from packhaus.kernel.keyset import Page, PageOf
from packhaus.orders.queries.list_orders import SORTS, OrderFilter, OrderRow, list_order_ids, list_orders
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.holds import lift_hold, place_hold
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import ListPage, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action, Chip
from packhaus.web.responses import find_safe_url
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField, ListState

KEEPERS = (Role.LEAD, Role.SUPPORT, Role.ADMIN)
_STAGES = (
    "placed", "in_progress", "partially_shipped", "shipped", "delivered", "closed", "cancelled",
)  # fmt: skip
ORDERS = ListPage(
    template="orders/list.html",
    columns=(
        Column("number", lazy("Order")),
        Column("merchant", lazy("Merchant")),
        Column("placed_at", lazy("Placed"), is_sortable=True),
        Column("ship_by", lazy("Ship by"), is_sortable=True),
        Column("shopper", lazy("Shopper")),
        Column("units", lazy("Lines / units"), is_number=True),
        Column("site", lazy("Site")),
        Column("status", lazy("Status")),
    ),
    default="-placed_at",
    fields=(
        FilterField(
            "stage", lazy("Status"), [(stage, get_status("order", stage).label) for stage in _STAGES]
        ),
        FilterField(
            "only",
            lazy("Only"),
            (("held", lazy("On hold")), ("late", lazy("Late")), ("waiting", lazy("Waiting for stock"))),
        ),
        FilterField("sku", lazy("SKU")),
        FilterField("country", lazy("Country")),
        FilterField("channel", lazy("Channel")),
        FilterField("tag", lazy("Tag")),
    ),
    file_name="orders",
)


@page_of("console:orders")
def show_orders(request: PageRequest) -> HttpResponse:
    """List orders."""
    wanted = read_filter(request)

    def fetch(state: ListState, page: PageOf) -> Page[OrderRow]:
        sort = state.sort if state.sort in SORTS else "placed_at"
        return list_orders(request.scope, wanted=wanted, page=page, sort=sort)

    return show_list(request, ORDERS, fetch, _build_context(request))


def _build_context(request: PageRequest) -> dict[str, Any]:
    can_change = bool(request.roles & frozenset(KEEPERS))
    bulk = [
        Action(lazy("Hold {count}"), name="do", value="hold", icon="hand-stop"),
        Action(lazy("Lift the hold of {count}"), name="do", value="unhold"),
        Action(lazy("Cancel {count}"), name="do", value="cancel", is_danger=True),
    ]
    only = request.GET.getlist("only")
    return {
        "primary": Action(_("New order"), reverse("console:new-order")) if can_change else None,
        "bulk": bulk if can_change else [],
        "views": [
            Chip(_("All"), "?", is_active=not request.GET),
            Chip(_("Late"), "?only=late&sort=ship_by", is_active="late" in only),
            Chip(_("On hold"), "?only=held", is_active="held" in only),
            Chip(_("Waiting for stock"), "?only=waiting", is_active="waiting" in only),
        ],
    }


def read_filter(request: PageRequest) -> OrderFilter:
    """Read the filter of the address and the pickers."""
    params = request.GET
    only = params.getlist("only")
    return OrderFilter(
        merchant_id=find_merchant_id(request),
        site_id=find_site_id(request),
        stages=[stage for stage in params.getlist("stage") if stage in _STAGES],
        is_held="held" in only,
        is_waiting="waiting" in only,
        late_at=request.now if "late" in only else None,
        channel=params.get("channel", "").strip(),
        country=params.get("country", "").strip().upper(),
        sku=params.get("sku", "").strip(),
        tag=params.get("tag", "").strip(),
        text=params.get("q", "").strip(),
    )


@require_POST
@open_to(*KEEPERS)
def change_orders(request: PageRequest) -> HttpResponse:
    """Hold, let go or cancel the selected orders; what could not be done is told with its reason."""
    if request.POST.get("all_matching"):
        order_ids = list_order_ids(request.scope, wanted=read_filter(request))
    else:
        found = (read_uuid(text) for text in request.POST.getlist("selected"))
        order_ids = [order_id for order_id in found if order_id]
    if order_ids:
        _change(request, request.POST.get("do", ""), order_ids)
    back = reverse("console:orders") + ("?" + request.GET.urlencode() if request.GET else "")
    return HttpResponseRedirect(find_safe_url(request, back))


def _change(request: PageRequest, action: str, order_ids: list[UUID]) -> None:
    named: dict[str, Any] = {"scope": request.scope, "now": request.now, "actor": request.actor}
    if action == "hold":
        changed = place_hold(order_ids=order_ids, reason="manual", **named)
        told = ngettext("%(count)s order is on hold.", "%(count)s orders are on hold.", len(changed))
        messages.info(request, told % {"count": len(changed)})
    elif action == "unhold":
        changed = lift_hold(order_ids=order_ids, reason="manual", **named)
        told = ngettext("%(count)s order may go on.", "%(count)s orders may go on.", len(changed))
        messages.info(request, told % {"count": len(changed)})
    elif action == "cancel":
        _cancel(request, order_ids, named)


def _cancel(request: PageRequest, order_ids: list[UUID], named: dict[str, Any]) -> None:
    refused = 0
    for order_id in order_ids:
        try:
            cancel_order(order_id=order_id, **named)
        except DomainError:
            refused += 1
    done = len(order_ids) - refused
    told = ngettext(
        "%(count)s order is cancelled, or the floor is asked to stop it.",
        "%(count)s orders are cancelled, or the floor is asked to stop them.",
        done,
    )
    messages.info(request, told % {"count": done})
    if refused:
        told = ngettext(
            "%(count)s order has nothing left to cancel.",
            "%(count)s orders have nothing left to cancel.",
            refused,
        )
        messages.warning(request, told % {"count": refused})
