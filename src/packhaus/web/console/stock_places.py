"""Locations and movements."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as lazy

from packhaus.inventory.queries.list_locations import (
    LocationFilter,
    LocationRow,
    get_location,
    list_contents,
    list_locations,
)
from packhaus.inventory.queries.list_movements import MovementFilter, MovementRow, list_movements
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.lists import ListPage, show_list
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.responses import render_page
from packhaus.web.tables import Column, FilterField, ListState, link_with
from packhaus.web.words import LOCATION_KINDS, MOVE_REASONS

_REAL_KINDS = [
    (kind, label)
    for kind, label in LOCATION_KINDS.items()
    if kind not in {"supplier", "customer", "in_transit", "adjustment"}
]
LOCATIONS = ListPage(
    template="stock/locations.html",
    columns=(
        Column("code", lazy("Location")),
        Column("site", lazy("Site")),
        Column("kind", lazy("Kind")),
        Column("zone", lazy("Zone")),
        Column("fill", lazy("Full"), is_number=True),
        Column("skus", lazy("SKUs"), is_number=True),
        Column("units", lazy("Units"), is_number=True),
        Column("state", lazy("State")),
    ),
    default="code",
    fields=(
        FilterField("kind", lazy("Kind"), _REAL_KINDS),
        FilterField("only", lazy("Only"), (("empty", lazy("Empty")), ("blocked", lazy("Blocked")))),
    ),
    file_name="locations",
)
MOVEMENTS = ListPage(
    template="stock/movements.html",
    columns=(
        Column("time", lazy("Time")),
        Column("sku", lazy("SKU")),
        Column("what", lazy("What")),
        Column("from", lazy("From")),
        Column("to", lazy("To")),
        Column("units", lazy("Units"), is_number=True),
        Column("change", lazy("On hand"), is_number=True),
        Column("who", lazy("Who")),
    ),
    default="-time",
    fields=(FilterField("reason", lazy("Reason"), list(MOVE_REASONS.items())),),
    file_name="movements",
)


@page_of("console:locations")
def show_locations(request: PageRequest) -> HttpResponse:
    """List the spots of the sites."""
    only = request.GET.getlist("only")
    wanted = LocationFilter(
        text=request.GET.get("q", "").strip(),
        site_id=find_site_id(request),
        kinds=tuple(request.GET.getlist("kind")),
        is_empty="empty" in only,
        is_blocked="blocked" in only,
    )

    def fetch(state: ListState, page: PageOf) -> Page[LocationRow]:
        return list_locations(request.scope, wanted=wanted, page=page)

    return show_list(request, LOCATIONS, fetch)


@page_of("console:locations")
def show_location(request: PageRequest, location_id: int) -> HttpResponse:
    """Show what lies in one location and what moved there."""
    movements = list_movements(
        request.scope,
        wanted=MovementFilter(location_id=location_id),
        page=PageOf(request.GET.get("after", ""), request.GET.get("before", "")),
    )
    context = {
        "location": get_location(request.scope, location_id=location_id),
        "contents": list_contents(request.scope, location_id=location_id),
        "movements": movements.rows,
        "older_url": link_with(request.GET, after=movements.older_key) if movements.older_key else "",
        "newer_url": link_with(request.GET, before=movements.newer_key) if movements.newer_key else "",
    }
    return render_page(request, "stock/location.html", context)


@page_of("console:movements")
def show_movements(request: PageRequest) -> HttpResponse:
    """List ledger entries of a SKU, a location or a document; without one of them, ask for it."""
    location = request.GET.get("location", "")
    wanted = MovementFilter(
        sku_id=FormReader(request.GET).read_id("sku"),
        site_id=find_site_id(request),
        location_id=int(location) if location.isdecimal() and len(location) < 19 else None,
        document_id=request.GET.get("q", "").strip()[:40],
        reasons=tuple(request.GET.getlist("reason")),
    )

    def fetch(state: ListState, page: PageOf) -> Page[MovementRow]:
        return list_movements(request.scope, wanted=wanted, page=page)

    return show_list(request, MOVEMENTS, fetch)
