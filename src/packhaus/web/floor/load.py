"""Load: choose a truck by its door's list or by the first parcel, scan parcels onto it, close it."""

from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.access.scope import Scope
from packhaus.access.services.approvals import note_approval
from packhaus.access.types import Actor
from packhaus.inbound.queries.docks.pick_ups import PickUpRow, list_standing
from packhaus.kernel.errors import Invalid
from packhaus.kernel.gs1 import read_plate
from packhaus.outbound.queries.dock import DockRow, list_dock
from packhaus.outbound.queries.loading import DockParcel, find_dock_parcels, list_truck
from packhaus.outbound.services.dispatch import name_truck
from packhaus.outbound.services.hand_over import hand_over
from packhaus.outbound.services.seals import SEAL_LENGTH, check_seal
from packhaus.printing.types import Document
from packhaus.web.console.dispatch import find_day, read_until
from packhaus.web.console.loading import LOADERS, draw_truck, find_door
from packhaus.web.floor.approval import ask_approval, read_approval
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.kinds import Asked, NextWork, WorkKind, register
from packhaus.web.floor.presence import begin_shared, name_load
from packhaus.web.floor.print_jobs import find_job
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.printing import answer_paper, make_paper, send_at_site
from packhaus.web.responses import lead_to, render_page

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
_MOST_MANIFESTS = 20


@open_to(*LOADERS)
def choose(request: PageRequest) -> HttpResponse:
    """Show the trucks that parcels wait for; a scanned parcel leads to its own, and is not loaded by that."""
    if request.method != "POST":
        return _draw(request, None)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    parcels = find_dock_parcels(scope=request.scope, code=read_plate(code)) if code else []
    rows = [
        row
        for row in list_dock(scope=request.scope, site_id=find_site_id(request))
        if parcels and (row.site_id, row.carrier_code) == (parcels[0].site_id, parcels[0].carrier_code)
    ]
    if rows:
        return lead_to(request, link_truck(rows[-1]))
    door = find_door(request, find_site_id(request), code) if code else None
    if door:
        return _begin_at(request, door, code)
    needed = _("a door, or a parcel that waits at the dock")
    return _draw(request, Band("wrong", _("Nothing to load"), code or _("nothing"), needed), REFUSED)


def _begin_at(request: PageRequest, door: PickUpRow, code: str) -> HttpResponse:
    """Lead to the truck that stands at a door; of its pick-ups the first that is due."""
    for row in list_dock(scope=request.scope, site_id=door.site_id):
        if row.carrier_code == door.carrier_code:
            return lead_to(request, link_truck(row))
    told = {"door": door.door_code, "carrier": door.carrier_name}
    band = Band("wrong", _("Nothing waits for %(carrier)s at door %(door)s") % told, code)
    return _draw(request, band, REFUSED)


def link_truck(row: DockRow) -> str:
    """Return the page on which a truck is loaded."""
    until = row.cut_off_at.isoformat() if row.cut_off_at else ""
    named = {"site": row.site_code, "carrier": row.carrier_code, "until": until}
    return f"{reverse('floor:load-truck')}?{urlencode(named)}"


def _draw(request: PageRequest, band: Band | None, status: int = HTTPStatus.OK) -> HttpResponse:
    rows = list_dock(scope=request.scope, site_id=find_site_id(request))
    doors: defaultdict[tuple[UUID, str], list[str]] = defaultdict(list)
    for one in list_standing(scope=request.scope, site_id=find_site_id(request), now=request.now):
        doors[one.site_id, one.carrier_code].append(one.door_code)
    trucks = [(row, link_truck(row), ", ".join(doors[row.site_id, row.carrier_code])) for row in rows]
    context = {"band": band, "trucks": trucks}
    return render_page(
        request, "floor/trucks.html", context, fragment="floor/_trucks_step.html", status=status
    )


@open_to(*LOADERS)
def close(request: PageRequest) -> HttpResponse:
    """Close a truck: what is on it leaves. Asks for its seal, and for a lead's badge where parcels are missing.

    The question for the seal has an address of its own: who goes back to it sends nothing twice.
    """
    day = find_day(request, request.GET)
    carrier, until = request.GET.get("carrier", ""), read_until(request.GET)
    parcels = list_truck(scope=request.scope, site_id=day.site_id, carrier_code=carrier, until=until)
    band = _find_obstacle(parcels)
    if band and request.method != "POST":
        return HttpResponseRedirect(f"{reverse('floor:load-truck')}?{request.GET.urlencode()}")
    if band:
        return draw_truck(request, band, status=REFUSED)
    seal = _read_seal(request)
    if seal is None:
        return _ask_seal(request, carrier)
    fault = _find_fault(request, seal)
    if fault:
        return _ask_seal(request, carrier, fault)
    missing = sum(parcel.loaded_at is None for parcel in parcels if not parcel.is_stopped)
    approver = read_approval(request)
    if missing and approver is None:
        told = ngettext("%(count)s parcel is missing.", "%(count)s parcels are missing.", missing)
        what = told % {"count": format_quantity(missing)}
        return ask_approval(request, what=what, entered={"seal": seal})
    numbers = hand_over(shipment_ids=_list_whole(parcels), seal=seal, now=request.now, actor=request.actor)
    if missing and approver is not None and approver != request.actor:
        _note(day.site_id, request, approver)
    return lead_to(request, _print_closed(request, day.site_id, numbers))


def _list_whole(parcels: Sequence[DockParcel]) -> list[UUID]:
    """Return the shipments of which every parcel is on the truck."""
    staying = {parcel.shipment_id for parcel in parcels if parcel.loaded_at is None or parcel.is_stopped}
    return list(dict.fromkeys(one.shipment_id for one in parcels if one.shipment_id not in staying))


def _find_obstacle(parcels: Sequence[DockParcel]) -> Band | None:
    """Return why the truck cannot be closed."""
    wrong = next((one for one in parcels if one.is_stopped and one.loaded_at), None)
    if wrong:
        told = {"order": wrong.order_number}
        return Band(
            "wrong",
            _("%(order)s is on the truck and is held or cancelled") % told,
            where=_("Take %(parcel)s off the truck and scan it.") % {"parcel": wrong.tracking_number},
        )
    if not _list_whole(parcels):
        return Band("wrong", _("No order is on the truck whole"))
    return None


def _read_seal(request: PageRequest) -> str | None:
    """Return the number of the seal, empty where the truck has none; None while nobody has said."""
    if "seal" in request.POST:
        return _clean_seal(request.POST["seal"])
    return _clean_seal(request.POST.get("scan", "")) if "asks_seal" in request.POST else None


def _find_fault(request: PageRequest, seal: str) -> Band | None:
    """Return what is wrong with what was read as a seal."""
    if not seal and "seal" not in request.POST:
        return Band("wrong", _("Nothing was read"), _("nothing"), _("the number on the seal"))
    try:
        check_seal(seal)
    except Invalid:
        needed = _("letters and digits, at most %(most)s") % {"most": SEAL_LENGTH}
        return Band("wrong", _("This is no number of a seal"), seal, needed)
    if seal and find_dock_parcels(scope=request.scope, code=read_plate(seal)):
        return Band("wrong", _("That is a parcel"), seal, _("the number on the seal"))
    return None


def _clean_seal(given: str) -> str:
    return given.strip().upper()[:LONGEST_SCAN]


def _ask_seal(request: PageRequest, carrier: str, band: Band | None = None) -> HttpResponse:
    context = {"band": band, "carrier": carrier, "url": request.get_full_path()}
    return render_page(
        request, "floor/seal.html", context, fragment="floor/_seal_step.html",
        status=REFUSED if band else HTTPStatus.OK,
    )  # fmt: skip


def _print_closed(request: PageRequest, site_id: UUID, numbers: Sequence[str]) -> str:
    """Print the manifests where the site prints, and return the page of what left."""
    jobs = [
        send_at_site(request, make_paper(Document.DISPATCH_LIST, number), title=number, site_id=site_id)
        for number in numbers
    ]
    job = next((str(one) for one in jobs if one), "")
    told = [("manifest", number) for number in numbers] + ([("job", job)] if job else [])
    return f"{reverse('floor:load-closed')}?{urlencode(told)}"


@open_to(*LOADERS)
def print_closed(request: PageRequest, number: str) -> HttpResponse:
    """Show the manifest of a truck that left, or print it once more."""
    return answer_paper(request, make_paper(Document.DISPATCH_LIST, number), title=number)


@open_to(*LOADERS)
def show_closed(request: PageRequest) -> HttpResponse:
    """Show the manifests that a truck left with, and how their printing goes."""
    numbers = request.GET.getlist("manifest")[:_MOST_MANIFESTS]
    context = {"numbers": numbers, **find_job(request), "back": reverse("floor:load")}
    return render_page(request, "floor/truck_closed.html", context)


def _note(site_id: UUID, request: PageRequest, approver: Actor) -> None:
    note_approval(
        step="close_load", aggregate_kind="site", aggregate_id=site_id, merchant_id=None, now=request.now,
        approver=approver,
    )  # fmt: skip


def _list_waiting(scope: Scope, site_id: UUID | None) -> list[DockRow]:
    return [row for row in list_dock(scope=scope, site_id=site_id) if row.loaded < row.parcels]


def count_loading(asked: Asked) -> int:
    """Return how many parcels wait for their truck."""
    return sum(row.parcels - row.loaded for row in _list_waiting(asked.scope, asked.site_id))


def offer_loading(asked: Asked) -> NextWork | None:
    """Offer the truck that leaves first."""
    row = next(iter(_list_waiting(asked.scope, asked.site_id)), None)
    if row is None:
        return None
    left = row.parcels - row.loaded
    detail = ngettext("%(count)s parcel", "%(count)s parcels", left) % {"count": format_quantity(left)}
    return NextWork(
        label=_("Load %(carrier)s") % {"carrier": row.carrier_name},
        url=link_truck(row),
        detail=detail,
        due_at=row.cut_off_at,
        key=name_truck(site_id=row.site_id, carrier_code=row.carrier_code),
        shared=name_load(
            site_id=row.site_id, site_code=row.site_code, carrier_code=row.carrier_code, until=row.cut_off_at
        ),
    )


register(
    WorkKind(
        "load", pgettext_lazy("floor work", "Load"), "floor:load", "truck", count_loading, offer_loading,
        take=begin_shared, position=650,
    )
)  # fmt: skip
