"""Dispatch tells what is at the dock and what is missing for each truck, and hands parcels over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.insight.queries.tower_departures import DepartureCounts, SiteDay, list_departures
from packhaus.insight.queries.tower_sites import list_site_days
from packhaus.outbound.queries.dock import DockRow, list_dock, list_dock_shipments, list_manifests
from packhaus.outbound.services.hand_over import hand_over
from packhaus.printing.types import Document
from packhaus.web.console.tower_parts import link_work
from packhaus.web.formats import format_moment, format_quantity, format_weight
from packhaus.web.forms import read_moment
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Pair
from packhaus.web.printing import answer_paper, link_job, make_paper, send_at_site
from packhaus.web.responses import render_page
from packhaus.web.tables import link_with


@dataclass(frozen=True, slots=True)
class DockLine:
    """A truck: what stands ready for it, and what is missing."""

    site_code: str
    zone: str
    carrier: str
    cut_off_at: datetime | None
    is_late: bool
    shipments: int
    parcels: int
    weight_grams: int
    missing: int
    missing_url: str
    close_url: str
    load_url: str
    move_url: str
    left: int


@page_of("console:dispatch")
def show_dock(request: PageRequest) -> HttpResponse:
    """Show the trucks, the soonest first, and the manifests that left."""
    site_id = find_site_id(request)
    days = list_site_days(scope=request.scope, site_id=site_id, now=request.now)
    counts = list_departures(scope=request.scope, days=days)
    dock = list_dock(scope=request.scope, site_id=site_id)
    return render_page(
        request,
        "outbound/dispatch.html",
        {
            "lines": _join(days, counts, dock, request.now),
            "manifests": list_manifests(scope=request.scope, site_id=site_id),
        },
    )


@page_of("console:dispatch")
def review(request: PageRequest) -> HttpResponse:
    """Show row by row what would leave; a post hands it over."""
    params = request.POST if request.method == "POST" else request.GET
    day = find_day(request, params)
    carrier, until = params.get("carrier", ""), read_until(params)
    standing = list_dock_shipments(
        scope=request.scope, site_id=day.site_id, carrier_code=carrier, until=until
    )
    is_scanned = any(shipment.loaded for shipment in standing) and "all" not in params
    shipments = [one for one in standing if one.loaded == one.parcels] if is_scanned else standing
    if request.method == "POST":
        return _hand_over(request, day, [shipment.id for shipment in shipments])
    parcels = sum(shipment.parcels for shipment in shipments)
    verb = ngettext("Hand over %(count)s parcel", "Hand over %(count)s parcels", parcels)
    weight = sum(shipment.weight_grams for shipment in shipments)
    return render_page(
        request,
        "outbound/hand_over.html",
        {
            "day": day,
            "carrier": carrier,
            "until": until,
            "shipments": shipments,
            "staying": [one for one in standing if one not in shipments],
            "is_scanned": is_scanned,
            "all_url": link_with(request.GET, all="1"),
            "load_url": link_with(request.GET).replace("?", f"{reverse('console:dispatch-load')}?", 1),
            "verb": verb % {"count": format_quantity(parcels)},
            "until_text": params.get("until", ""),
            "totals": [
                Pair(_("Orders"), format_quantity(len(shipments))),
                Pair(_("Parcels"), format_quantity(parcels)),
                Pair(_("Weight"), format_weight(weight)),
                Pair(_("Due until"), format_moment(until, day.zone, now=request.now)),
            ],
        },
    )


@page_of("console:dispatch")
def print_manifest(request: PageRequest, number: str) -> HttpResponse:
    """Print the dispatch list of a manifest."""
    return answer_paper(request, make_paper(Document.DISPATCH_LIST, number), title=number)


def _hand_over(request: PageRequest, day: SiteDay, shipment_ids: Sequence[UUID]) -> HttpResponse:
    seal = request.POST.get("seal", "").strip().upper()
    numbers = hand_over(shipment_ids=shipment_ids, seal=seal, now=request.now, actor=request.actor)
    text = ngettext(
        "%(count)s order left: %(manifest)s.", "%(count)s orders left: %(manifest)s.", len(shipment_ids)
    )
    messages.info(
        request,
        text % {"count": format_quantity(len(shipment_ids)), "manifest": ", ".join(numbers) or "–"},
    )
    jobs = [
        send_at_site(request, make_paper(Document.DISPATCH_LIST, number), title=number, site_id=day.site_id)
        for number in numbers
    ]
    back = reverse("console:dispatch")
    sent = next((job for job in jobs if job), None)
    return HttpResponseRedirect(link_job(sent, back=back) if sent else back)


def find_day(request: PageRequest, params: QueryDict) -> SiteDay:
    """Return the day of the site that an address names."""
    days = list_site_days(scope=request.scope, now=request.now)
    day = next((day for day in days if day.site_code == params.get("site", "")), None)
    if day is None:
        raise Http404
    return day


def read_until(params: QueryDict) -> datetime | None:
    """Return until when what is meant is due, or None."""
    text = params.get("until", "")
    at = read_moment(text) if text else None
    if text and at is None:
        raise Http404
    return at


def _join(
    days: Sequence[SiteDay], counts: Sequence[DepartureCounts], dock: Sequence[DockRow], now: datetime
) -> list[DockLine]:
    codes = {day.site_id: day for day in days}
    ready = {(row.site_id, row.carrier_code, row.cut_off_at): row for row in dock}
    missing = {
        (count.site_id, count.carrier_code, count.cut_off_at): count
        for count in counts
        if count.unpacked and count.site_id in codes
    }
    keys = sorted(
        ready.keys() | missing.keys(), key=lambda key: (key[2] is not None, key[2] or now, str(key))
    )
    return [_build_line(key, ready.get(key), missing.get(key), codes, now) for key in keys if key[0] in codes]


def _build_line(
    key: tuple[UUID, str, datetime | None],
    row: DockRow | None,
    count: DepartureCounts | None,
    codes: dict[UUID, SiteDay],
    now: datetime,
) -> DockLine:
    site_id, carrier, cut_off = key
    day = codes[site_id]
    place = {"site": day.site_code, "carrier": carrier}
    due = cut_off.isoformat() if cut_off else ""
    truck = urlencode(place | {"until": due})
    is_late = cut_off is None or cut_off <= now
    return DockLine(
        site_code=day.site_code,
        zone=day.zone,
        carrier=row.carrier_name if row else carrier or _("Any carrier"),
        cut_off_at=cut_off,
        is_late=is_late,
        shipments=row.shipments if row else 0,
        parcels=row.parcels if row else 0,
        weight_grams=row.weight_grams if row else 0,
        missing=count.unpacked if count else 0,
        missing_url=link_work(
            site=day.site_code, carrier=carrier or "-", cut_off=due or "missed", stage="unpacked"
        ),
        close_url=f"{reverse('console:dispatch-review')}?{truck}" if row else "",
        load_url=f"{reverse('console:dispatch-load')}?{truck}" if row else "",
        move_url=f"{reverse('console:dispatch-move')}?{truck}" if is_late else "",
        left=(row.shipments if row else 0) + (count.unpacked if count else 0),
    )
