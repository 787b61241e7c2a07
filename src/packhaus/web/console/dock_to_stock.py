"""How long deliveries take from the truck to their places."""

from datetime import timedelta

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from packhaus.inbound.queries.put_away.dock_to_stock import (
    StockedFilter,
    StockedRow,
    list_stocked,
    measure_dock_to_stock,
)
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.formats import UNKNOWN, format_duration
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.tables import Column

MONTH = timedelta(days=30)


@page_of("console:dock-to-stock")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List the deliveries that were wholly put away, the last first, with the figure over them."""
    return show_list(request, STOCKED, {"figure": measure(request)})


def measure(request: PageRequest) -> dict[str, object]:
    """Return the median and the ninth decile of the last 30 days, for the site and merchant that are chosen."""
    chosen = StockedFilter(find_site_id(request), find_merchant_id(request), MONTH)
    found = measure_dock_to_stock(scope=request.scope, chosen=chosen, now=request.now)
    return {
        "deliveries": found.deliveries,
        "median": UNKNOWN if found.median_seconds is None else format_duration(found.median_seconds),
        "p90": UNKNOWN if found.p90_seconds is None else format_duration(found.p90_seconds),
    }


def fetch_stocked(asked: Asked, page: PageOf) -> Page[StockedRow]:
    """Read a page of deliveries that were put away."""
    chosen = StockedFilter(
        find_site_id(asked.request),
        find_merchant_id(asked.request),
        MONTH if asked.read("within") == "month" else None,
        asked.state.q,
    )
    return list_stocked(scope=asked.request.scope, chosen=chosen, now=asked.request.now, page=page)


STOCKED = ListPage(
    name="console:dock-to-stock",
    template="inbound/dock_to_stock.html",
    row_type=StockedRow,
    columns=(
        Column("delivery", lazy("Delivery")),
        Column("merchant", lazy("Merchant")),
        Column("site", lazy("Site")),
        Column("arrived", pgettext_lazy("asn", "Arrived")),
        Column("stocked", pgettext_lazy("asn", "Put away"), is_sortable=True),
        Column("took", pgettext_lazy("asn", "Took"), is_number=True),
        Column("units", lazy("Units"), is_number=True),
    ),
    default="-stocked",
    fetch=fetch_stocked,
    views=(
        View(
            "month",
            lazy("Last 30 days"),
            "within=month",
            lazy("No delivery was put away in the last 30 days."),
        ),
        View("all", lazy("All")),
    ),
)
