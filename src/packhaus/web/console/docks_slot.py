"""When the truck of one delivery comes: free times to choose from, for leads and for the merchant whose it is."""

from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.inbound.queries.docks.appointments import (
    AppointmentFilter,
    AppointmentRow,
    find_appointment,
    list_appointments,
)
from packhaus.inbound.queries.docks.free_slots import list_slots
from packhaus.inbound.queries.list_asns import AsnRow
from packhaus.inbound.services.docks.book import MOST_PALLETS, Wish, book_slot
from packhaus.inbound.services.docks.cancel import cancel_slot
from packhaus.inbound.services.docks.share import share_truck
from packhaus.inbound.states import MOVABLE
from packhaus.web.console.inbound import link_asn, open_asn
from packhaus.web.console.inbound_bulk import ANNOUNCERS
from packhaus.web.forms import FormReader, read_moment
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell

LOOKED_BACK = timedelta(days=1)
LOOKED_AHEAD = timedelta(days=60)


@open_to(*ANNOUNCERS)
def choose(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Show the free times of a day, and book one of them or give it free. Raises: SlotNotFree, AppointmentUnderWay."""
    header = open_asn(request, merchant, number).header
    if request.method != "POST":
        return _draw(request, header)
    if request.POST.get("do") == "cancel":
        cancel_slot(scope=request.scope, asn_id=header.id, now=request.now, actor=request.actor)
        tell(request, _("The slot of %(number)s is free again.") % {"number": number})
    elif request.POST.get("do") == "share":
        _share(request, header)
        tell(request, _("%(number)s comes with that truck.") % {"number": number})
    else:
        _book(request, header)
        tell(request, _("%(number)s has a slot.") % {"number": number})
    return HttpResponseRedirect(link_asn(header, "asn-slot"))


def _book(request: PageRequest, header: AsnRow) -> None:
    form = FormReader(request.POST)
    pallets = form.read_integer("pallets", default=0, minimum=0)
    starts_at = read_moment(form.sent.get("starts_at", ""))
    if starts_at is None:
        form.refuse("starts_at", "required", _("Choose one of the list."))
    form.check()
    assert starts_at
    wish = Wish(starts_at, pallets)
    book_slot(scope=request.scope, asn_id=header.id, wish=wish, now=request.now, actor=request.actor)


def _share(request: PageRequest, header: AsnRow) -> None:
    form = FormReader(request.POST)
    pallets = form.read_integer("pallets", default=0, minimum=0)
    mate_id = form.read_chosen_id("with_asn")
    form.check()
    share_truck(
        scope=request.scope, asn_id=header.id, with_asn_id=mate_id, pallets=pallets, now=request.now,
        actor=request.actor,
    )  # fmt: skip


def _list_trucks(
    request: PageRequest, header: AsnRow, standing: AppointmentRow | None
) -> list[AppointmentRow]:
    """Return trucks of the same merchant that this delivery could come with."""
    span = AppointmentFilter(
        request.now - LOOKED_BACK, request.now + LOOKED_AHEAD, header.site_id, header.merchant_id, MOVABLE
    )
    found = list_appointments(scope=request.scope, chosen=span, now=request.now)
    return [one for one in found if standing is None or one.slot_id != standing.slot_id]


def _draw(request: PageRequest, header: AsnRow) -> HttpResponse:
    known = find_appointment(scope=request.scope, asn_id=header.id, now=request.now)
    standing = known if known and known.is_holding else None
    pallets = _read_pallets(request, standing)
    day = _read_day(request, header, standing)
    may_change = standing is None or standing.status in MOVABLE
    free = list_slots(
        scope=request.scope, site_id=header.site_id, day=day, pallets=pallets, now=request.now,
        but_slot_id=standing.slot_id if standing else None,
    )  # fmt: skip
    here = link_asn(header, "asn-slot")
    context = {
        "asn": header,
        "standing": standing,
        "may_change": may_change,
        "free": free if may_change else [],
        "trucks": _list_trucks(request, header, standing) if may_change else [],
        "pallets": pallets,
        "day": day,
        "before_url": f"{here}?{urlencode({'day': day - timedelta(days=1), 'pallets': pallets})}",
        "after_url": f"{here}?{urlencode({'day': day + timedelta(days=1), 'pallets': pallets})}",
        "back_url": reverse("console:asn", args=[header.merchant_code, header.number]),
    }
    return render_page(request, "inbound/slot.html", context)


def _read_pallets(request: PageRequest, standing: AppointmentRow | None) -> int:
    asked = request.GET.get("pallets", "")
    if asked.isdecimal() and int(asked[:9]) <= MOST_PALLETS:
        return int(asked[:9])
    return standing.pallets if standing else 0


def _read_day(request: PageRequest, header: AsnRow, standing: AppointmentRow | None) -> date:
    zone = ZoneInfo(header.zone)
    try:
        found = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        planned = standing.starts_at.astimezone(zone).date() if standing else header.expected_on
        found = max(planned, request.now.astimezone(zone).date())
    return min(max(found, date(2000, 1, 2)), date(2100, 1, 1))
