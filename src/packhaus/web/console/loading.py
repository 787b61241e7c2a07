"""Load: parcels are scanned onto the truck; what is left behind goes with the next pick-up."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.inbound.queries.docks.pick_ups import PickUpRow, list_standing
from packhaus.insight.queries.list_work import STAGES, WorkFilter, list_work
from packhaus.kernel.gs1 import read_plate
from packhaus.kernel.keyset import PageOf
from packhaus.network.queries.calendars import get_ship_by
from packhaus.outbound.errors import ParcelNotPacked, WrongTruck
from packhaus.outbound.queries.loading import list_truck
from packhaus.outbound.services.load import load_parcel
from packhaus.outbound.services.next_pickup import move_to_next_pickup
from packhaus.web.console.dispatch import find_day, read_until
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.presence import be_at, name_load
from packhaus.web.floor.question_shelf import name_question_shelf
from packhaus.web.formats import format_moment, format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import page_of
from packhaus.web.responses import render_page

LOADERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
MOST_MOVED = 5000


@open_to(*LOADERS)
def load(request: PageRequest) -> HttpResponse:
    """Scan parcels onto a truck; one that does not belong there is refused."""
    day = find_day(request, request.GET)
    carrier = request.GET.get("carrier", "")
    if request.method != "POST":
        return draw_truck(request, None)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    try:
        parcels, fresh = load_parcel(
            site_id=day.site_id,
            carrier_code=carrier,
            code=read_plate(code),
            now=request.now,
            actor=request.actor,
        )
    except ParcelNotPacked:
        door = find_door(request, day.site_id, code)
        if door:
            band = _tell_door(door, carrier)
            return draw_truck(request, band, code, HTTPStatus.OK if band.outcome == "next" else REFUSED)
        band = Band(
            "wrong",
            _("Unknown code"),
            code or _("nothing"),
            _("a parcel of %(carrier)s") % {"carrier": carrier},
        )
        return draw_truck(request, band, code, REFUSED)
    except WrongTruck as error:
        aside = str(error.data["plate"]) if error.data["reason"] == "stopped" else ""
        doors = _list_doors(request, day.site_id, str(error.data["carrier"]))
        shelf = name_question_shelf(scope=request.scope, site_id=day.site_id)
        band = _tell_wrong(error, code, carrier, doors=doors, shelf=shelf)
        return draw_truck(request, band, code, REFUSED, aside=aside)
    told = {"order": parcels[0].order_number, "number": parcels[0].number, "all": parcels[0].parcels}
    text = _("%(order)s, parcel %(number)s of %(all)s") % told
    if len(parcels) > 1:
        text = ngettext("%(count)s parcel of a pallet", "%(count)s parcels of a pallet", len(parcels))
        text %= {"count": format_quantity(len(parcels))}
    return draw_truck(
        request, Band("right" if fresh else "next", text if fresh else _("Was on the truck already")), code
    )


def find_door(request: PageRequest, site_id: UUID | None, code: str) -> PickUpRow | None:
    """Return the truck that stands at a door now, by the door's code; None without one."""
    standing = list_standing(scope=request.scope, site_id=site_id, now=request.now)
    return next((one for one in standing if one.door_code.upper() == code.upper()), None)


def _list_doors(request: PageRequest, site_id: UUID, carrier: str) -> str:
    """Return the doors at which a carrier's trucks stand now, as text."""
    standing = list_standing(scope=request.scope, site_id=site_id, now=request.now)
    return ", ".join(one.door_code for one in standing if one.carrier_code == carrier)


def _tell_door(door: PickUpRow, carrier: str) -> Band:
    told = {"door": door.door_code, "standing": door.carrier_code, "carrier": carrier}
    if door.carrier_code == carrier:
        return Band("next", _("Door %(door)s is right: %(carrier)s") % told)
    text = _("Door %(door)s is %(standing)s. You chose %(carrier)s.") % told
    return Band("wrong", text, door.door_code, _("the door of %(carrier)s") % told)


def _tell_wrong(error: WrongTruck, code: str, carrier: str, *, doors: str, shelf: str) -> Band:
    told = {"carrier": error.data["carrier"], "order": error.data["order"], "doors": doors, "shelf": shelf}
    if error.data["reason"] == "carrier" and doors:
        text = _("Goes with %(carrier)s, door %(doors)s") % told
        return Band(
            "wrong", text, code, _("a parcel of %(carrier)s") % {"carrier": carrier}, _("Do not load it.")
        )
    if error.data["reason"] == "stopped" and error.data["was_loaded"]:
        text = _("Off the truck: %(order)s is held or cancelled") % told
        return Band("careful", text, code, where=_("Take it off and put it on %(shelf)s.") % told)
    texts = {
        "carrier": (_("Goes with %(carrier)s"), _("Do not load it.")),
        "site": (_("Leaves from another site"), _("Do not load it.")),
        "stopped": (_("Stop: %(order)s is held or cancelled"), _("Put it on %(shelf)s.") % told),
        "gone": (_("%(order)s has left already"), _("Ask the lead.")),
    }
    text, where = texts[str(error.data["reason"])]
    return Band("wrong", text % told, code, _("a parcel of %(carrier)s") % {"carrier": carrier}, where)


def draw_truck(
    request: PageRequest, band: Band | None, read: str = "", status: int = HTTPStatus.OK, *, aside: str = ""
) -> HttpResponse:
    """Show what is on the truck and what is missing; the floor closes it there, an office after a look at the list.

    `aside` is the carton that was just scanned and must not leave.
    """
    is_floor = request.path.startswith("/floor/")
    page = "floor:load-truck" if is_floor else "console:dispatch-load"
    day = find_day(request, request.GET)
    carrier, until = request.GET.get("carrier", ""), read_until(request.GET)
    parcels = list_truck(scope=request.scope, site_id=day.site_id, carrier_code=carrier, until=until)
    missing = [parcel for parcel in parcels if parcel.loaded_at is None and not parcel.is_stopped]
    stopped = [parcel for parcel in parcels if parcel.is_stopped]
    loaded = sum(parcel.loaded_at is not None for parcel in parcels if not parcel.is_stopped)
    query = urlencode({"site": day.site_code, "carrier": carrier, "until": request.GET.get("until", "")})
    context: dict[str, Any] = {
        "day": day,
        "carrier": carrier,
        "doors": _list_doors(request, day.site_id, carrier),
        "until": until,
        "band": band,
        "read": read,
        "total": len(parcels) - len(stopped),
        "loaded": loaded,
        "missing": missing,
        "stopped": stopped,
        "aside_url": f"{reverse('floor:move')}?{urlencode({'what': aside, 'aside': 'yes'})}" if aside else "",
        "load_url": f"{reverse(page)}?{query}",
        "floor_close_url": f"{reverse('floor:load-close')}?{query}" if is_floor else "",
        "close_url": f"{reverse('console:dispatch-review')}?{query}",
        "may_close": bool(request.roles & {Role.LEAD, Role.ADMIN}),
    }
    if is_floor and parcels:
        work = name_load(site_id=day.site_id, site_code=day.site_code, carrier_code=carrier, until=until)
        context |= be_at(request, work)
    return render_page(request, "floor/load.html", context, fragment="floor/_load_step.html", status=status)


@page_of("console:dispatch")
def move(request: PageRequest) -> HttpResponse:
    """Show what was left behind of a pick-up; a post lets it go with the next one."""
    params = request.POST if request.method == "POST" else request.GET
    day, carrier = find_day(request, params), params.get("carrier", "")
    found = list_work(scope=request.scope, chosen=_choose_left(request, params), page=PageOf(size=MOST_MOVED))
    at = get_ship_by(site_id=day.site_id, placed_at=request.now, carrier_code=carrier)
    if request.method == "POST":
        moved = move_to_next_pickup(
            fulfillment_ids=[row.id for row in found.rows], now=request.now, actor=request.actor
        )
        text = ngettext("%(count)s order leaves %(at)s.", "%(count)s orders leave %(at)s.", len(moved))
        told = {"count": format_quantity(len(moved)), "at": format_moment(at, day.zone, now=request.now)}
        messages.info(request, text % told)
        return HttpResponseRedirect(reverse("console:dispatch"))
    verb = ngettext("Move %(count)s order", "Move %(count)s orders", len(found.rows))
    context = {
        "day": day,
        "carrier": carrier,
        "until_text": params.get("until", ""),
        "rows": found.rows,
        "leaves_at": at,
        "verb": verb % {"count": format_quantity(len(found.rows))},
    }
    return render_page(request, "outbound/next_pickup.html", context)


def _choose_left(request: PageRequest, params: QueryDict) -> WorkFilter:
    day, until = find_day(request, params), read_until(params)
    return WorkFilter(
        site_ids=[day.site_id],
        statuses=STAGES["left"],
        carrier_code=params.get("carrier", ""),
        due_from=until,
        due_until=until + timedelta(microseconds=1) if until else day.starts_at,
    )
