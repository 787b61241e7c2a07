"""Scans at a delivery: a carton that is announced with its contents, an item, and each further unit of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.inbound.errors import NotMeasured, ShortLived
from packhaus.inbound.queries.list_asns import AsnDetail, AsnLineRow
from packhaus.inbound.services.receive_unit import receive_unit
from packhaus.insight.queries.resolve_scan import Meaning, Resolution, resolve_scan
from packhaus.kernel.errors import Invalid
from packhaus.kernel.gs1 import Gs1
from packhaus.outbound.queries.scan_policies import ScanPolicyRow, get_scan_policy
from packhaus.web.console.inbound import open_asn
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.meanings import name_kind
from packhaus.web.floor.receive_page import (
    RECEIVERS,
    REFUSED,
    SAID,
    draw_delivery,
    draw_item,
    link_delivery,
    read_again,
)
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import lead_to

MOST_COUNTED = 999_999


@dataclass(frozen=True, slots=True)
class InHand:
    """The item whose form is open: so many units of it were scanned, and what their codes said."""

    item: str
    line_id: int
    counted: int
    said: dict[str, str]


@require_POST
@open_to(*RECEIVERS)
def scan(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Take a scan: an item, one more of the item in hand, or a carton that is announced with what is in it."""
    known = open_asn(request, merchant, number)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    header, in_hand = known.header, _read_in_hand(request)
    expected = sorted({line.sku_id for line in known.lines})
    found = resolve_scan(
        scope=request.scope, site_id=header.site_id, code=code, expected=expected, merchant_code=merchant
    )
    plates = {code, found.gs1.sscc if found.gs1 else ""} - {""}
    in_unit = [line for line in known.lines if line.unit_code in plates]
    if in_unit and not in_hand:
        return _take_unit(request, known, in_unit)
    items = list({one.code: one for one in found.meanings if one.kind == "item"}.values())
    if in_hand:
        return _count(request, known, in_hand, found, items)
    if len(items) > 1:
        return draw_delivery(request, known, Band("careful", _("Which of these?"), code), meanings=items)
    if items:
        policy = get_scan_policy(scope=request.scope, site_id=header.site_id, operation="receive")
        return _lead_to_item(request, known, items[0].code, _tell_first(found, items[0], policy))
    band = Band("wrong", _("Unknown code"), code or _("nothing"), _("an item or a carton"))
    if found.meanings:
        other = found.meanings[0]
        band = replace(band, text=_("That is no item"), read=f"{name_kind(other.kind)} {other.code}")
    return draw_delivery(request, known, band, status=REFUSED)


def _read_in_hand(request: PageRequest) -> InHand | None:
    item, line = request.POST.get("item", "")[:40], request.POST.get("line", "")
    counted = request.POST.get("counted", "")
    if not item or not counted.isdecimal() or len(counted) > 6:
        return None
    said = {name: request.POST.get(f"said_{name}", "")[:40] for name in SAID if name != "quantity"}
    return InHand(item, int(line) if line.isdecimal() and len(line) < 19 else 0, int(counted), said)


def _tell_first(found: Resolution, item: Meaning, policy: ScanPolicyRow) -> dict[str, str]:
    """Return what the first scan of an item says; one plain unit of many is no number yet."""
    units = item.units * max(found.gs1.count if found.gs1 else 0, 1)
    told = _tell_gs1(found.gs1)
    return told | {"quantity": str(units)} if units > 1 or policy.counts_each else told


def _tell_gs1(said: Gs1 | None) -> dict[str, str]:
    """Return what the code says of the goods, for the form; what it leaves out is asked as ever."""
    if said is None:
        return {}
    day = said.expires_on.isoformat() if said.expires_on else ""
    told = {"lot": said.lot, "expires_on": day, "serial": said.serial, "quantity": str(said.count or "")}
    return {name: value for name, value in told.items() if value}


def _count(
    request: PageRequest, known: AsnDetail, in_hand: InHand, found: Resolution, items: Sequence[Meaning]
) -> HttpResponse:
    """Add what was scanned to the item in hand; another item or lot waits until this one is booked."""
    policy = get_scan_policy(scope=request.scope, site_id=known.header.site_id, operation="receive")
    own = next((one for one in items if one.code == in_hand.item), None)
    told = {name: value for name, value in _tell_gs1(found.gs1).items() if name != "quantity"}
    is_label = bool(found.code) and all(one.kind in {"lot", "serial"} for one in found.meanings)
    if own is None and policy.asks_lot and is_label and not in_hand.said["lot"]:
        return _lead_to_item(
            request, known, in_hand.item, _keep(in_hand, 0) | {"lot": found.code[:40]}, in_hand
        )
    if own is None and items and in_hand.counted <= 1 and not policy.counts_each:
        return _lead_to_item(request, known, items[0].code, _tell_first(found, items[0], policy))
    is_other = any(in_hand.said[name] not in {"", value} for name, value in told.items())
    if own is None or is_other:
        expected = in_hand.said["serial"] or in_hand.said["lot"] if own else in_hand.item
        band = Band(
            "wrong", _("Book what you counted first"), found.code or _("nothing"), expected,
            _("Another item or lot gets its own booking."),
        )  # fmt: skip
        return draw_item(request, known, in_hand.line_id, in_hand.item, sent=_keep(in_hand, 0), band=band)
    units = own.units * max(found.gs1.count if found.gs1 else 0, 1)
    return _lead_to_item(request, known, in_hand.item, _keep(in_hand, units) | told, in_hand)


def _keep(in_hand: InHand, units: int) -> dict[str, str]:
    counted = min(in_hand.counted + units, MOST_COUNTED)
    said = {name: value for name, value in in_hand.said.items() if value}
    return said | ({"quantity": str(counted)} if counted else {})


def _lead_to_item(
    request: PageRequest, known: AsnDetail, item: str, told: dict[str, str], in_hand: InHand | None = None
) -> HttpResponse:
    header = known.header
    line = {"line": str(in_hand.line_id)} if in_hand and in_hand.line_id else {}
    query = urlencode({**line, "item": item} | told)
    return lead_to(request, f"{link_delivery(header.merchant_code, header.number)}?{query}")


def _take_unit(request: PageRequest, known: AsnDetail, lines: Sequence[AsnLineRow]) -> HttpResponse:
    """Book a whole carton or pallet; what must be said of some of its units is asked line by line."""
    code = lines[0].unit_code
    try:
        booked = receive_unit(
            scope=request.scope, asn_id=known.header.id, unit_code=code, now=request.now, actor=request.actor
        )
    except (Invalid, NotMeasured, ShortLived):
        first = next((line for line in lines if line.left), lines[0])
        header = known.header
        return lead_to(request, f"{link_delivery(header.merchant_code, header.number)}?line={first.id}")
    if not booked:
        outcome = "next" if "X-Kept" in request.headers else "careful"  # a device sends what it keeps again
        return draw_delivery(request, known, Band(outcome, _("%(code)s was booked before.") % {"code": code}))
    told = {"code": code, "units": format_quantity(sum(line.left for line in lines))}
    band = Band("right", _("%(code)s is booked with its %(units)s units.") % told)
    return draw_delivery(request, read_again(request, known), band)
