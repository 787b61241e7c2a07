"""Orders: which are where, held or waiting, and what is done with many of them at once."""

from datetime import datetime, timedelta

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from packhaus.access.types import Role
from packhaus.insight.queries.tower import list_risk_limits
from packhaus.kernel.keyset import Page, PageOf
from packhaus.orders.queries.list_orders import SORTS, OrderFilter, OrderRow, list_orders
from packhaus.web.console.order_actions import CHANGERS
from packhaus.web.console.orders_bulk import ORDER_ACTIONS
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField

STAGES = (
    "placed", "in_progress", "partially_shipped", "shipped", "delivered", "closed", "cancelled",
)  # fmt: skip


@page_of("console:orders")
def show_orders(request: PageRequest) -> HttpResponseBase:
    """List orders, and do something with many of them."""
    can_add = bool(request.roles & frozenset(CHANGERS))
    primary = Action(_("New order"), reverse("console:new-order")) if can_add else None
    return show_list(request, ORDERS, {"primary": primary})


def fetch_orders(asked: Asked, page: PageOf) -> Page[OrderRow]:
    """Read a page of orders as the address asks."""
    sort = asked.state.sort if asked.state.sort in SORTS else "placed_at"
    return list_orders(asked.request.scope, wanted=_read_filter(asked), page=page, sort=sort)


def _read_filter(asked: Asked) -> OrderFilter:
    request, only, due = asked.request, asked.read_all("only"), asked.read_all("due")
    ids = [order_id for order_id in map(read_uuid, asked.keys) if order_id]
    site_id = find_site_id(request)
    wants_risk = "risk" in due
    return OrderFilter(
        merchant_id=find_merchant_id(request),
        site_id=site_id,
        stages=[stage for stage in asked.read_all("stage") if stage in STAGES],
        is_held="held" in only,
        is_waiting="waiting" in only,
        late_at=request.now if "late" in only or "late" in due else None,
        due_before=_find_midnight(request) if "today" in due else None,
        channel=asked.read("channel"),
        country=asked.read("country").upper(),
        sku=asked.read("sku"),
        tag=asked.read("tag"),
        text=asked.state.q,
        ids=ids,
        risk_limits=list_risk_limits(scope=request.scope, site_id=site_id, now=request.now)
        if wants_risk
        else (),
        risk_from=request.now if wants_risk else None,
    )


def _find_midnight(request: PageRequest) -> datetime:
    today = timezone.localtime(request.now)
    return (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


ORDERS = ListPage(
    name="console:orders",
    template="orders/list.html",
    row_type=OrderRow,
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
    fetch=fetch_orders,
    fields=(
        FilterField("stage", lazy("Status"), [(stage, get_status("order", stage).label) for stage in STAGES]),
        FilterField(
            "due",
            lazy("Due"),
            (("late", lazy("Late")), ("risk", lazy("At risk")), ("today", lazy("Today or earlier"))),
        ),
        FilterField(
            "only",
            lazy("Only"),
            (("held", lazy("On hold")), ("waiting", lazy("Waiting for stock"))),
        ),
        FilterField("sku", lazy("SKU")),
        FilterField("country", lazy("Country")),
        FilterField("channel", lazy("Channel")),
        FilterField("tag", lazy("Tag")),
    ),
    views=(
        View("all", lazy("All")),
        View(
            "today",
            lazy("Today's cut-offs"),
            "due=today&sort=ship_by",
            lazy("No order is left for today's cut-offs."),
        ),
        View("late", lazy("Late"), "due=late&sort=ship_by", lazy("No order is late.")),
        View("risk", lazy("At risk"), "due=risk&sort=ship_by", lazy("No order is at risk.")),
        View(
            "held",
            lazy("On hold"),
            "only=held&sort=ship_by",
            lazy("No order is on hold."),
            first_for=frozenset({Role.SUPPORT}),
        ),
        View("waiting", lazy("Waiting for stock"), "only=waiting", lazy("No order waits for stock.")),
    ),
    bulk=ORDER_ACTIONS,
    words={
        "stage": lambda stage: get_status("order", stage).label,
        "payment_status": lambda value: get_status("payment", value).label,
        "tracking_status": lambda value: get_status("parcel", value).label,
    },
)
