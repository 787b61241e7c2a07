"""Load: choose a truck by its door's list or by the first parcel, scan parcels onto it, close it."""

from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.scope import Scope
from packhaus.access.services.approvals import note_approval
from packhaus.access.types import Actor
from packhaus.kernel.gs1 import read_plate
from packhaus.outbound.queries.dock import DockRow, list_dock, list_dock_shipments
from packhaus.outbound.queries.loading import find_dock_parcels, list_truck
from packhaus.outbound.services.hand_over import hand_over
from packhaus.web.console.dispatch import find_day, read_until
from packhaus.web.console.loading import LOADERS, draw_truck
from packhaus.web.floor.approval import ask_approval, read_approval
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.kinds import Asked, NextWork, WorkKind, register
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.responses import lead_to, render_page

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


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
    needed = _("a parcel that waits at the dock")
    return _draw(request, Band("wrong", _("Nothing to load"), code or _("nothing"), needed), REFUSED)


def link_truck(row: DockRow) -> str:
    """Return the page on which a truck is loaded."""
    until = row.cut_off_at.isoformat() if row.cut_off_at else ""
    named = {"site": row.site_code, "carrier": row.carrier_code, "until": until}
    return f"{reverse('floor:load-truck')}?{urlencode(named)}"


def _draw(request: PageRequest, band: Band | None, status: int = HTTPStatus.OK) -> HttpResponse:
    rows = list_dock(scope=request.scope, site_id=find_site_id(request))
    context = {"band": band, "trucks": [(row, link_truck(row)) for row in rows]}
    return render_page(
        request, "floor/trucks.html", context, fragment="floor/_trucks_step.html", status=status
    )


@require_POST
@open_to(*LOADERS)
def close(request: PageRequest) -> HttpResponse:
    """Close a truck: what is on it leaves. Where parcels are missing a lead's badge is asked for."""
    day = find_day(request, request.GET)
    carrier, until = request.GET.get("carrier", ""), read_until(request.GET)
    standing = list_dock_shipments(
        scope=request.scope, site_id=day.site_id, carrier_code=carrier, until=until
    )
    parcels = list_truck(scope=request.scope, site_id=day.site_id, carrier_code=carrier, until=until)
    leaving = [shipment.id for shipment in standing if shipment.loaded == shipment.parcels]
    missing = sum(parcel.loaded_at is None for parcel in parcels)
    if not leaving:
        return draw_truck(request, Band("wrong", _("No order is on the truck whole")), status=REFUSED)
    approver = read_approval(request)
    if missing and approver is None:
        told = ngettext("%(count)s parcel is missing.", "%(count)s parcels are missing.", missing)
        return ask_approval(request, what=told % {"count": format_quantity(missing)})
    numbers = hand_over(shipment_ids=leaving, now=request.now, actor=request.actor)
    if missing and approver is not None and approver != request.actor:
        _note(day.site_id, request, approver)
    return _draw(
        request, Band("done", _("The truck is closed: %(manifest)s") % {"manifest": ", ".join(numbers)})
    )


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
    )


register(
    WorkKind(
        "load", pgettext_lazy("floor work", "Load"), "floor:load", "truck", count_loading, offer_loading,
        position=650,
    )
)  # fmt: skip
