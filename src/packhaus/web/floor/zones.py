"""Pick and pass: a zone and its totes, each scanned in, picked, and passed on to the next zone's shelf."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.insight.queries.tower_sites import list_site_days
from packhaus.outbound.errors import (
    BatchTaken,
    LegOpen,
    PlaceNotFound,
    ToteHeld,
    ToteNotFound,
    WrongShelf,
    WrongZone,
)
from packhaus.outbound.queries.pick_zones import (
    ZoneRow,
    find_busiest_site,
    list_pick_zones,
    list_queue,
    list_waiting,
)
from packhaus.outbound.services.zones import arrive, hold_tote, pass_on
from packhaus.outbound.states import HOLD_REASONS
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.kinds import USUAL, Asked, NextWork, WorkKind, register
from packhaus.web.floor.pick import PICKERS, REFUSED, read_walk
from packhaus.web.floor.pick_page import draw_walk
from packhaus.web.floor.sessions import is_mine, name_device, read_client_id, read_person, was_mine
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.parts import Words
from packhaus.web.responses import lead_to, render_page

NO_ZONE = "-"
"""How an address names the places that are in no zone."""
HOLD_WORDS: dict[str, Words] = {
    "tote": pgettext_lazy("tote held", "The tote is full or damaged"),
    "items": pgettext_lazy("tote held", "What is in it is not right"),
    "stopped": pgettext_lazy("tote held", "The order is to be stopped"),
    "other": pgettext_lazy("tote held", "Something else"),
}


@open_to(*PICKERS)
def choose(request: PageRequest) -> HttpResponse:
    """Show the zones of the site with what waits in each."""
    site_id = _find_site(request)
    zones = list_pick_zones(scope=request.scope, site_id=site_id) if site_id else []
    return render_page(
        request, "floor/zones.html", {"zones": [(zone, zone.code or NO_ZONE) for zone in zones]}
    )


@open_to(*PICKERS)
def show(request: PageRequest, code: str) -> HttpResponse:
    """Show what waits in a zone."""
    return _draw(request, _get_zone(request, code))


@require_POST
@open_to(*PICKERS)
def scan(request: PageRequest, code: str) -> HttpResponse:
    """Take a scan: another zone's badge leads there, a tote that belongs here is picked."""
    zone, site_id = _get_zone(request, code), _find_site(request)
    assert site_id is not None
    read = request.POST.get("scan", "").strip().upper()[:LONGEST_SCAN]
    others = {one.code.upper(): one for one in list_pick_zones(scope=request.scope, site_id=site_id)}
    if read and read in others:
        return _draw(request, others[read], Band("next", _name(read)), read)
    try:
        number = arrive(
            site_id=site_id, zone=zone.code, tote_code=read, picker_id=read_person(request),
            is_lead=bool({Role.LEAD, Role.ADMIN} & request.roles), now=request.now, actor=request.actor,
        )  # fmt: skip
    except WrongZone as refusal:
        told = {"tote": read, "zone": _name(zone.code), "next": _name(str(refusal.data["zone"]))}
        where = _("%(tote)s has nothing in zone %(zone)s. Send it to %(next)s.") % told
        return _refuse(request, zone, read, where)
    except ToteNotFound:
        return _refuse(request, zone, read, _("Nothing waits for it in any zone. Bring it to packing."))
    except ToteHeld as refusal:
        reason = HOLD_WORDS[str(refusal.data["reason"])]
        return _refuse(request, zone, read, _("It is held: %(reason)s. Ask the lead.") % {"reason": reason})
    except BatchTaken:
        return _refuse(request, zone, read, _("Somebody else has it in hand."))
    return lead_to(request, reverse("floor:pick", args=[number]))


@open_to(*PICKERS)
def go_on(request: PageRequest, number: str) -> HttpResponse:
    """Take the scan of the next zone's shelf, or of the packing place: the tote stands there."""
    walk = read_walk(request, number)
    if request.method != "POST" or walk.leg is None or not was_mine(request, walk.batch):
        return draw_walk(request, walk)
    read = request.POST.get("scan", "").strip().upper()[:LONGEST_SCAN]
    left, walk = walk.leg.zone, replace(walk, read=read)
    try:
        passed = pass_on(
            batch_id=walk.batch.id, place_code=read, picker_id=read_person(request),
            device=name_device(request), client_id=read_client_id(request), now=request.now,
            actor=request.actor,
        )  # fmt: skip
    except WrongShelf as refusal:
        needed = str(refusal.data["needed"])
        band = Band("wrong", _("Wrong shelf"), read or _("nothing"), needed)
        return draw_walk(request, replace(walk, band=band), status=REFUSED)
    except PlaceNotFound:
        band = Band("wrong", _("Not a packing place"), read or _("nothing"), _("a packing place"))
        return draw_walk(request, replace(walk, band=band), status=REFUSED)
    except (LegOpen, BatchTaken):
        return draw_walk(request, read_walk(request, number), status=REFUSED)
    tote = walk.totes[0][1] if walk.totes else walk.batch.number
    told = {"tote": tote, "zone": _name(passed.zone or "")}
    text = (
        _("%(tote)s goes on to zone %(zone)s.") if passed.zone is not None else _("%(tote)s is at packing.")
    )
    return _draw(request, _get_zone(request, left or NO_ZONE), Band("done", text % told), read)


@open_to(*PICKERS)
def hold(request: PageRequest, number: str) -> HttpResponse:
    """Ask why a tote is held, and set it aside for a lead."""
    walk = read_walk(request, number)
    if walk.leg is None or not is_mine(request, walk.batch):
        return HttpResponseRedirect(reverse("floor:pick", args=[number]))
    reason = request.POST.get("reason", "")
    if request.method != "POST" or reason not in HOLD_REASONS:
        context = {"batch": walk.batch, "reasons": list(HOLD_WORDS.items()), "totes": walk.totes}
        return render_page(request, "floor/hold.html", context)
    hold_tote(
        batch_id=walk.batch.id,
        reason=reason,
        picker_id=read_person(request),
        now=request.now,
        actor=request.actor,
    )
    return HttpResponseRedirect(reverse("floor:zone", args=[walk.leg.zone or NO_ZONE]))


def _find_site(request: PageRequest) -> UUID | None:
    """Return the site that was chosen; where none was, the one where most totes wait, else the first of ours."""
    chosen = find_site_id(request) or find_busiest_site(scope=request.scope)
    if chosen is not None:
        return chosen
    days = list_site_days(scope=request.scope, now=request.now)
    return days[0].site_id if days else None


def _get_zone(request: PageRequest, code: str) -> ZoneRow:
    site_id = _find_site(request)
    zones = list_pick_zones(scope=request.scope, site_id=site_id) if site_id else []
    wanted = "" if code == NO_ZONE else code
    for zone in zones:
        if zone.code == wanted:
            return zone
    raise Http404


def _name(code: str) -> str:
    return code or _("without a name")


def _refuse(request: PageRequest, zone: ZoneRow, read: str, where: str) -> HttpResponse:
    band = Band("wrong", _("Not for this zone"), read or _("nothing"), _("a tote of this zone"), where)
    return _draw(request, zone, band, read, status=REFUSED)


def _draw(
    request: PageRequest,
    zone: ZoneRow,
    band: Band | None = None,
    read: str = "",
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    site_id = _find_site(request)
    assert site_id is not None
    queue = list_queue(scope=request.scope, site_id=site_id, zone=zone.code)
    context: dict[str, Any] = {
        "zone": zone,
        "name": _name(zone.code),
        "code": zone.code or NO_ZONE,
        "queue": [(tote, HOLD_WORDS.get(tote.held_because, "")) for tote in queue],
        "band": band,
        "read": read,
    }
    return render_page(request, "floor/zone.html", context, fragment="floor/_zone_step.html", status=status)


def count_zones(asked: Asked) -> int | None:
    """Return how many totes wait in the zones of the site."""
    if asked.site_id is None:
        return None
    return sum(count for _zone, count in list_waiting(scope=asked.scope, site_id=asked.site_id))


def offer_zones(asked: Asked) -> NextWork | None:
    """Offer the zone in which most totes wait."""
    if asked.site_id is None:
        return None
    waiting = list_waiting(scope=asked.scope, site_id=asked.site_id)
    if not waiting:
        return None
    zone, count = waiting[0]
    told = ngettext("%(count)s tote waits", "%(count)s totes wait", count)
    return NextWork(
        label=_("Pick in zone %(zone)s") % {"zone": _name(zone)},
        url=reverse("floor:zone", args=[zone or NO_ZONE]),
        priority=USUAL,
        detail=told % {"count": format_quantity(count)},
    )


register(
    WorkKind(
        "zone", pgettext_lazy("floor work", "Zones"), "floor:zones", "map-pin",
        count_zones, offer_zones, position=410,
    )
)  # fmt: skip
