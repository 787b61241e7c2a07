"""Which door is free when: a day at the doors of a site, a truck's steps, and the trucks that should be here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from packhaus.inbound.queries.docks.appointments import (
    AppointmentFilter,
    AppointmentRow,
    find_appointment,
    list_appointments,
    list_closed_slots,
)
from packhaus.inbound.queries.docks.dock import DockDay, read_dock_day
from packhaus.inbound.queries.docks.pick_ups import list_pick_ups
from packhaus.inbound.queries.list_asns import AsnFilter, AsnRow, list_asns
from packhaus.inbound.services.docks.pick_ups import MOST_DAYS
from packhaus.inbound.states import BEFORE_ARRIVAL, HOLDING
from packhaus.kernel.keyset import PageOf
from packhaus.network.queries.list_sites import SiteRow, list_sites
from packhaus.shipping.queries.offered_carriers import list_offered_carriers
from packhaus.web.console.docks_grid import Takers, build_grid, draw_truck, list_trucks
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.formats import format_moment, format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Action, Pair, Words
from packhaus.web.responses import render_page

EVER = timedelta(days=3_650)
DELIVERIES_OFFERED = 200


@dataclass(frozen=True, slots=True)
class Step:
    """What a truck does next."""

    key: str
    label: Words
    is_next: bool = True


@page_of("console:docks")
def show_docks(request: PageRequest) -> HttpResponse:
    """Show a day at a site's doors; with a truck chosen, what it has done and what comes next."""
    site = find_site(request)
    if site is None:
        return render_page(request, "inbound/docks.html", {"site": None})
    zone = ZoneInfo(site.timezone)
    chosen = _find_chosen(request, site)
    day = _read_day(request, chosen, zone)
    dock = read_dock_day(site_id=site.id, day=day)
    since = datetime.combine(day, time(0), zone).astimezone(UTC)
    until = datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)
    span = AppointmentFilter(since, until, site.id, None, [*HOLDING, "departed"])
    trucks = list_appointments(scope=request.scope, chosen=span, now=request.now)
    closed = list_closed_slots(scope=request.scope, site_id=site.id, since=since, until=until)
    pick_ups = [
        one
        for one in list_pick_ups(scope=request.scope, site_id=site.id, since=since, until=until)
        if one.left_at is None
    ]
    standing = list_trucks([row for row in trucks if row.status in HOLDING])
    context = {
        "site": site,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "dock": dock,
        "grid": build_grid(dock, Takers(standing, pick_ups, closed), request.now),
        "gone": [
            draw_truck(row) for row in list_trucks([one for one in trucks if one.status not in HOLDING])
        ],
        "late": [draw_truck(row) for row in _list_late(request, site) if row.is_late],
        "secondary": _list_secondary(request, site),
        "may_change": bool(request.roles & LEADS),
        "carriers": list_offered_carriers(),
        "most_days": MOST_DAYS,
        "others": [one for one in list_sites() if one.is_active and one.stock_policy == "own"],
        **_draw_end(dock),
        **_draw_panel(request, site, chosen, trucks),
    }
    return render_page(request, "inbound/docks.html", context)


def _draw_end(dock: DockDay) -> dict[str, str]:
    """Return the end of the day's last slot."""
    if not dock.starts:
        return {}
    end = dock.starts[-1] + dock.slot
    return {"end_iso": end.isoformat(), "end_label": f"{end.astimezone(ZoneInfo(dock.zone)):%H:%M}"}


def find_site(request: PageRequest) -> SiteRow | None:
    """Return the site of the address or of the top bar, else the first whose bins we keep."""
    own = [site for site in list_sites() if site.is_active and site.stock_policy == "own"]
    picked = find_site_id(request)
    for site in own:
        if site.code == request.GET.get("at") or (picked == site.id and "at" not in request.GET):
            return site
    return own[0] if own else None


def _find_chosen(request: PageRequest, site: SiteRow) -> AppointmentRow | None:
    asn_id = read_uuid(request.GET.get("asn", ""))
    found = find_appointment(scope=request.scope, asn_id=asn_id, now=request.now) if asn_id else None
    is_shown = found is not None and found.site_id == site.id and (found.is_holding or found.departed_at)
    return found if is_shown else None


def _read_day(request: PageRequest, chosen: AppointmentRow | None, zone: ZoneInfo) -> date:
    try:
        found = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return (chosen.starts_at if chosen else request.now).astimezone(zone).date()
    return min(max(found, date(2000, 1, 2)), date(2100, 1, 1))


def _list_late(request: PageRequest, site: SiteRow) -> list[AppointmentRow]:
    chosen = AppointmentFilter(request.now - EVER, request.now, site.id, None, ["booked"])
    return list_appointments(scope=request.scope, chosen=chosen, now=request.now)


def _list_secondary(request: PageRequest, site: SiteRow) -> list[Action]:
    if not request.roles & LEADS:
        return []
    return [Action(_("Doors and hours"), reverse("console:site-doors", args=[site.code]))]


def _draw_panel(
    request: PageRequest, site: SiteRow, chosen: AppointmentRow | None, trucks: Sequence[AppointmentRow]
) -> dict[str, object]:
    offered = _list_deliveries(request, site)
    wanted = read_uuid(request.GET.get("asn", ""))
    return {
        "chosen": draw_truck(chosen) if chosen else None,
        "pairs": _list_pairs(request, chosen, trucks) if chosen else [],
        "joining": [
            one for one in offered if chosen and one.number not in {chosen.number, *chosen.comes_with}
        ],
        "steps": list_steps(chosen.status) if chosen and request.roles & LEADS else [],
        "deliveries": offered,
        "wanted": str(wanted) if wanted else "",
        "wanted_door": request.GET.get("door", ""),
        "wanted_start": request.GET.get("start", ""),
    }


def _list_deliveries(request: PageRequest, site: SiteRow) -> list[AsnRow]:
    chosen = AsnFilter(site_id=site.id, statuses=BEFORE_ARRIVAL)
    page = PageOf(size=DELIVERIES_OFFERED, counted_at_most=0)
    return list_asns(scope=request.scope, chosen=chosen, page=page).rows


def list_steps(status: str) -> list[Step]:
    """Return what a truck may do next, the usual step first."""
    steps = {
        "booked": [
            Step("arrive", _("It has arrived")),
            Step("miss", _("It did not come"), is_next=False),
        ],
        "arrived": [Step("dock", _("It is at the door"))],
        "docked": [Step("begin", _("Begin to unload"))],
        "unloading": [Step("end", _("It is unloaded"))],
        "unloaded": [Step("depart", _("It has left"))],
    }
    return steps.get(status, [])


def _list_pairs(request: PageRequest, row: AppointmentRow, trucks: Sequence[AppointmentRow]) -> list[Pair]:
    here = {"at": row.site_code, "day": row.starts_at.astimezone(ZoneInfo(row.zone)).date().isoformat()}
    mates = [one for one in trucks if one.slot_id == row.slot_id and one.id != row.id]
    asn_url = reverse("console:asn", args=[row.merchant_code, row.number])
    moments = (
        (pgettext("truck", "Arrived"), row.arrived_at),
        (_("At the door since"), row.docked_at),
        (_("Unloading begun"), row.unloading_at),
        (_("Unloading ended"), row.unloaded_at),
        (_("Left"), row.departed_at),
    )
    return [
        Pair(_("Delivery"), row.number, asn_url),
        *(
            Pair(
                _("Comes with it"),
                f"{one.number} · {one.merchant_code}",
                f"{reverse('console:docks')}?{urlencode({**here, 'asn': one.asn_id})}#truck",
            )
            for one in mates
        ),
        Pair(_("Merchant"), row.merchant_code),
        Pair(_("Supplier"), row.supplier_name),
        Pair(_("Carrier"), row.carrier_code),
        Pair(_("Door"), row.door_code),
        Pair(_("Booked from"), format_moment(row.starts_at, row.zone, now=request.now)),
        Pair(_("Booked until"), format_moment(row.ends_at, row.zone, now=request.now)),
        Pair(_("Pallets"), format_quantity(row.pallets)),
        *(Pair(label, format_moment(at, row.zone, now=request.now)) for label, at in moments if at),
    ]
