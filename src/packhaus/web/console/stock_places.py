"""Locations and movements."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.inbound.queries.put_away.place_state import PlaceState, get_place_state
from packhaus.inventory.queries.balances import ON_THE_WAY
from packhaus.inventory.queries.list_locations import (
    ContentRow,
    LocationFilter,
    LocationRow,
    get_location,
    list_contents,
    list_locations,
)
from packhaus.inventory.queries.list_movements import MovementFilter, MovementRow, list_movements
from packhaus.inventory.services.locations import block_locations
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.location_capacity import build_fields
from packhaus.web.console.locations_bulk import LOCATION_ACTIONS
from packhaus.web.console.lots import list_reasons, tell_effect
from packhaus.web.console.setup_files import may_take_files
from packhaus.web.console.stock_count import COUNTERS, list_doubts, name_orders
from packhaus.web.formats import format_quantity, format_weight
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Action, Pair
from packhaus.web.responses import render_page
from packhaus.web.tables import Column, FilterField, link_with
from packhaus.web.toasts import tell
from packhaus.web.words import LOCATION_KINDS, MOVE_REASONS, name_code

LONG_AGO = timedelta(days=90)
MM3_PER_LITRE = 1_000_000
KEEPERS = (Role.LEAD, Role.ADMIN)
OFF_SHELF = frozenset(kind.value for kind in ON_THE_WAY)
_REAL_KINDS = [
    (kind, label)
    for kind, label in LOCATION_KINDS.items()
    if kind not in {"supplier", "customer", "in_transit", "adjustment"}
]


@page_of("console:locations")
def show_locations(request: PageRequest) -> HttpResponseBase:
    """List the spots of the sites, and block many of them."""
    files = Action(_("File to import again"), reverse("console:location-file"), icon="download")
    return show_list(request, LOCATIONS, {"secondary": [files], "may_import": may_take_files(request)})


def fetch_locations(asked: Asked, page: PageOf) -> Page[LocationRow]:
    """Read a page of locations."""
    only = asked.read_all("only")
    wanted = LocationFilter(
        text=asked.state.q,
        site_id=find_site_id(asked.request),
        kinds=asked.read_all("kind"),
        is_empty="empty" in only,
        is_blocked="blocked" in only,
        is_over="over" in only,
        uncounted_since=asked.request.now - LONG_AGO if "uncounted" in only else None,
        ids=tuple(int(key) for key in asked.keys if key.isdecimal()),
    )
    return list_locations(asked.request.scope, wanted=wanted, page=page)


def _block(request: PageRequest, rows: Sequence[LocationRow], _values: Mapping[str, str]) -> BulkOutcome:
    return _set_blocked(request, rows, is_blocked=True, why=_("It is blocked already."))


def _unblock(request: PageRequest, rows: Sequence[LocationRow], _values: Mapping[str, str]) -> BulkOutcome:
    return _set_blocked(request, rows, is_blocked=False, why=_("It is not blocked."))


def _set_blocked(
    request: PageRequest, rows: Sequence[LocationRow], *, is_blocked: bool, why: str
) -> BulkOutcome:
    others = [row for row in rows if row.is_blocked is not is_blocked]
    ids = [row.id for row in others]
    if ids:
        block_locations(
            scope=request.scope, location_ids=ids, is_blocked=is_blocked, now=request.now, actor=request.actor
        )
    refused = [
        Refused(row.code, why, reverse("console:location", args=[row.id]))
        for row in rows
        if row.is_blocked is is_blocked
    ]
    return BulkOutcome([str(id_) for id_ in ids], refused)


def _tell_blocked(count: int) -> str:
    return ngettext("%(count)s location is blocked.", "%(count)s locations are blocked.", count) % {
        "count": format_quantity(count)
    }


def _tell_unblocked(count: int) -> str:
    return ngettext(
        "%(count)s location may be picked from again.", "%(count)s locations may be picked from again.", count
    ) % {"count": format_quantity(count)}


@require_POST
@open_to(*KEEPERS)
def change_location(request: PageRequest, location_id: int) -> HttpResponse:
    """Block a location or let allocation in again; the reverse button stands where this one stood."""
    location = get_location(request.scope, location_id=location_id)
    is_blocked = request.POST.get("do") == "block"
    block_locations(
        scope=request.scope,
        location_ids=[location.id],
        is_blocked=is_blocked,
        now=request.now,
        actor=request.actor,
    )
    tell(request, _tell_blocked(1) if is_blocked else _tell_unblocked(1))
    return HttpResponseRedirect(reverse("console:location", args=[location.id]))


LOCATIONS = ListPage(
    name="console:locations",
    template="stock/locations.html",
    row_type=LocationRow,
    columns=(
        Column("code", lazy("Location")),
        Column("site", lazy("Site")),
        Column("kind", lazy("Kind")),
        Column("zone", lazy("Zone")),
        Column("fill", lazy("Full"), is_number=True),
        Column("skus", lazy("SKUs"), is_number=True),
        Column("units", lazy("Units"), is_number=True),
        Column("counted", lazy("Last counted")),
        Column("state", lazy("State")),
    ),
    default="code",
    fetch=fetch_locations,
    fields=(
        FilterField("kind", lazy("Kind"), _REAL_KINDS),
        FilterField(
            "only",
            lazy("Only"),
            (
                ("empty", lazy("Empty")),
                ("blocked", lazy("Blocked")),
                ("over", lazy("Over 100% full")),
                ("uncounted", lazy("Not counted for 90 days")),
            ),
        ),
    ),
    views=(
        View("all", lazy("All")),
        View("faces", lazy("Pick faces"), "kind=pick_face", lazy("No location is a pick face.")),
        View("empty", lazy("Empty"), "only=empty", lazy("No location is empty.")),
        View("blocked", lazy("Blocked"), "only=blocked", lazy("No location is blocked.")),
        View(
            "over", lazy("Over 100% full"), "only=over", lazy("No location has more in it than it can hold.")
        ),
        View(
            "uncounted",
            lazy("Not counted for 90 days"),
            "only=uncounted",
            lazy("Everything was counted within 90 days."),
        ),
    ),
    bulk=(
        *LOCATION_ACTIONS[:1],
        BulkAction(
            "block", lazy("Block {count}"), _block, _tell_blocked, frozenset(KEEPERS), icon="hand-stop"
        ),
        BulkAction("unblock", lazy("Unblock {count}"), _unblock, _tell_unblocked, frozenset(KEEPERS)),
        *LOCATION_ACTIONS[1:],
    ),
    words={
        "kind": lambda kind: name_code("location_kind", kind),
        "mixing": lambda mixing: name_code("mixing", mixing),
    },
)


@page_of("console:locations")
def show_location(request: PageRequest, location_id: int) -> HttpResponse:
    """Show what lies in one location and what moved there."""
    movements = list_movements(
        request.scope,
        wanted=MovementFilter(location_id=location_id),
        page=PageOf(request.GET.get("after", ""), request.GET.get("before", "")),
    )
    location = get_location(request.scope, location_id=location_id)
    url = reverse("console:change-location", args=[location_id])
    contents = list_contents(request.scope, location_id=location_id)
    may_count = bool(request.roles & frozenset(COUNTERS)) and bool(contents)
    doubts = list_doubts(request, location_id)
    state = get_place_state(scope=request.scope, location_id=location_id)
    context = {
        "location": location,
        "doubts": name_orders(doubts),
        "coming": state,
        "room": _list_room(location, state),
        "may_count": may_count,
        **_build_quarantine(request, location, contents),
        "primary": Action(_("Count"), dialog="count") if may_count else None,
        "secondary": [
            Action(_("Have it counted"), reverse("console:plan-count", args=[location.id]), "post"),
            Action(_("Let allocation in again"), url, "post", "do", "unblock")
            if location.is_blocked
            else Action(_("Block the location"), url, "post", "do", "block", icon="hand-stop"),
        ]
        if request.roles & frozenset(KEEPERS)
        else [],
        "contents": contents,
        "movements": movements.rows,
        "older_url": link_with(request.GET, after=movements.older_key) if movements.older_key else "",
        "newer_url": link_with(request.GET, before=movements.newer_key) if movements.newer_key else "",
    }
    return render_page(request, "stock/location.html", context)


def _build_quarantine(
    request: PageRequest, location: LocationRow, contents: Sequence[ContentRow]
) -> dict[str, Any]:
    """Return what can be set apart here and let go again: everything, or what a carton or pallet holds."""
    if not request.roles & frozenset(KEEPERS):
        return {}
    if location.kind in OFF_SHELF:
        return {"more": [Action(_("What it can hold"), dialog="capacity")], **build_fields(location)}
    sellable = [row for row in contents if row.condition == "sellable"]
    apart = [row for row in contents if row.condition == "quarantine"]
    units = {row.unit_id: row.unit_code for row in contents if row.unit_id}
    return {
        **build_fields(location),
        "can_set_apart": bool(sellable),
        "can_let_go": bool(apart),
        "units": list(units.items()),
        "reasons": list_reasons(request),
        "effect": tell_effect(sum(row.on_hand for row in sellable), sum(row.allocated for row in sellable)),
        "more": [
            Action(_("What it can hold"), dialog="capacity"),
            *([Action(_("Quarantine all of it"), dialog="quarantine")] if sellable else []),
            *([Action(_("Decide about what is in quarantine"), dialog="let-go")] if apart else []),
        ],
    }


def _list_room(location: LocationRow, state: PlaceState) -> list[Pair]:
    """Say what a place holds and is kept for, of what it can hold."""
    litres = Decimal(location.volume_mm3 + state.volume_mm3) / MM3_PER_LITRE
    most = Decimal(location.max_volume_mm3) / MM3_PER_LITRE if location.max_volume_mm3 else None
    return [
        Pair(
            pgettext("room", "Volume"),
            _tell_used(_tell_litres(litres), _tell_litres(most) if most is not None else ""),
        ),
        Pair(
            _("Weight"),
            _tell_used(
                format_weight(location.weight_grams + state.weight_grams),
                format_weight(location.max_weight_grams) if location.max_weight_grams else "",
            ),
        ),
        Pair(
            _("Pallet positions"),
            _tell_used(
                format_quantity(location.pallets + state.pallets),
                format_quantity(location.max_pallets) if location.max_pallets else "",
            ),
        ),
        Pair(_("May lie together"), name_code("mixing", location.mixing)),
    ]


def _tell_litres(litres: Decimal) -> str:
    return _("%(litres)s l") % {"litres": format_quantity(round(litres))}


def _tell_used(used: str, most: str) -> str:
    return _("%(used)s of %(most)s") % {"used": used, "most": most} if most else used


@page_of("console:movements")
def show_movements(request: PageRequest) -> HttpResponseBase:
    """List ledger entries of a SKU, a location or a document; without one of them, ask for it."""
    return show_list(request, MOVEMENTS)


def fetch_movements(asked: Asked, page: PageOf) -> Page[MovementRow]:
    """Read a page of the ledger."""
    location = asked.read("location")
    wanted = MovementFilter(
        sku_id=read_uuid(asked.read("sku")),
        site_id=find_site_id(asked.request),
        location_id=int(location) if location.isdecimal() and len(location) < 19 else None,
        document_id=asked.state.q[:40],
        reasons=asked.read_all("reason"),
    )
    return list_movements(asked.request.scope, wanted=wanted, page=page)


MOVEMENTS = ListPage(
    name="console:movements",
    template="stock/movements.html",
    row_type=MovementRow,
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
    fetch=fetch_movements,
    fields=(FilterField("reason", lazy("Reason"), list(MOVE_REASONS.items())),),
    words={
        "reason": lambda reason: name_code("move_reason", reason),
        "from_kind": lambda kind: name_code("location_kind", kind),
        "to_kind": lambda kind: name_code("location_kind", kind),
        "from_condition": lambda condition: name_code("condition", condition),
        "to_condition": lambda condition: name_code("condition", condition),
        "actor_kind": lambda kind: name_code("actor_kind", kind),
    },
)
