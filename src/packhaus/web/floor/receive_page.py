"""How a delivery at the door is drawn: what is left of it, one item's form, and its differences."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from packhaus.access.types import Role
from packhaus.catalog.queries.get_sku import SkuDetail, find_sku
from packhaus.inbound.queries.docks.appointments import find_appointment
from packhaus.inbound.queries.list_asns import AsnDetail, get_asn
from packhaus.inbound.queries.settings import get_receiving_settings
from packhaus.inbound.states import RECEIVABLE
from packhaus.inbound.types import DAMAGE_REASONS, DIFFERENCE_REASONS
from packhaus.insight.queries.resolve_scan import Meaning
from packhaus.kernel.ids import new_id
from packhaus.outbound.queries.scan_policies import get_scan_policy
from packhaus.web.console.docks import list_steps
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.floor.bands import Band
from packhaus.web.floor.presence import be_at, name_delivery
from packhaus.web.floor.receive_plan import build_plan
from packhaus.web.guard import PageRequest
from packhaus.web.responses import render_page
from packhaus.web.words import name_code

RECEIVERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
SAID = ("lot", "expires_on", "serial", "quantity", "unit", "new_label")
"""What scans may have said of the goods beside which item they are, and the number that they got meanwhile."""


def link_delivery(merchant: str, number: str) -> str:
    """Return the page of a delivery at the door."""
    return reverse("floor:receive-asn", args=[merchant, number])


def read_again(request: PageRequest, known: AsnDetail) -> AsnDetail:
    """Return a delivery as it is now."""
    header = known.header
    return get_asn(scope=request.scope, merchant_id=header.merchant_id, number=header.number)


def draw_delivery(
    request: PageRequest,
    known: AsnDetail,
    band: Band | None,
    status: int = 200,
    *,
    meanings: Sequence[Meaning] = (),
) -> HttpResponse:
    """Show the lines with units to come first; several items that one code may mean stand there as buttons."""
    lines = sorted(known.lines, key=lambda line: (line.left == 0, line.position))
    context = be_at_delivery(request, known) | {
        "asn": known.header,
        "band": band,
        "lines": lines,
        "meanings": meanings,
        "is_open": known.header.status in RECEIVABLE,
        "is_begun": known.header.status in {"receiving", "received"},
        "client_id": new_id().hex,
        "plan": build_plan(request, known),
        **_draw_truck(request, known),
    }
    return render_page(
        request, "floor/receive_asn.html", context, fragment="floor/_receive_asn_step.html", status=status
    )


def be_at_delivery(request: PageRequest, known: AsnDetail) -> dict[str, Any]:
    """Note that the person receives a delivery, as long as it can be, and return who else does."""
    header = known.header
    if header.status not in RECEIVABLE:
        return {}
    work = name_delivery(
        asn_id=header.id, site_id=header.site_id, merchant_code=header.merchant_code, number=header.number
    )
    return be_at(request, work)


def _draw_truck(request: PageRequest, known: AsnDetail) -> dict[str, object]:
    """Return the truck with what it may do next; one that was never booked, or does not come, is none. Queries: 1."""
    truck = find_appointment(scope=request.scope, asn_id=known.header.id, now=request.now)
    if truck is None or truck.status in {"cancelled", "missed"}:
        return {}
    return {"truck": truck, "truck_steps": [one for one in list_steps(truck.status) if one.is_next]}


def draw_item(
    request: PageRequest,
    known: AsnDetail,
    line_id: int,
    item: str,
    *,
    sent: Mapping[str, str] | None = None,
    told: Sequence[str] = (),
    is_short_lived: bool = False,
    band: Band | None = None,
) -> HttpResponse:
    """Show how many of an item are expected, with the form that books what came; with problems as 422."""
    lines = [line for line in known.lines if line.id == line_id or (not line_id and line.sku_code == item)]
    if line_id and not lines:
        header = known.header
        return HttpResponseRedirect(reverse("floor:receive-asn", args=[header.merchant_code, header.number]))
    first = lines[0] if lines else None
    sku = find_sku(
        request.scope, merchant_code=known.header.merchant_code, code=first.sku_code if first else item
    )
    usual = {
        "lot": first.lot_code if first and line_id else "",
        "unit": first.unit_code if first and line_id else "",
        "expires_on": first.expires_on.isoformat() if first and line_id and first.expires_on else "",
        "client_id": new_id().hex,
    }
    policy = get_scan_policy(scope=request.scope, site_id=known.header.site_id, operation="receive")
    values = usual | dict(sent or {})
    context = be_at_delivery(request, known) | {
        "asn": known.header,
        "policy": policy,
        "in_hand": {
            "line": line_id,
            "item": first.sku_code if first else item,
            "counted": values.get("quantity", "") or ("0" if line_id else "1"),
            **{f"said_{name}": values.get(name, "") for name in SAID if name != "quantity"},
        },
        "must_scan_lot": policy.asks_lot and sku is not None and sku.has_lots,
        "must_scan_serial": policy.asks_lot and sku is not None and sku.has_serials,
        "asks": _ask_for(sku, values, asks_lot=policy.asks_lot),
        "line_id": line_id,
        "item": first.sku_code if first else item,
        "name": first.sku_name if first else item,
        "is_announced": first is not None,
        "came": sum(line.came for line in lines),
        "expected": sum(line.expected for line in lines),
        "values": values,
        "told": told,
        "band": band,
        "plan": build_plan(request, known, now=first.sku_code if first else item),
        "may_take": is_short_lived and bool(request.roles & LEADS),
        "is_measured": sku is None or min(sku.length_mm, sku.width_mm, sku.height_mm, sku.weight_grams) > 0,
        "must_measure": _must_measure(request, known),
        "damages": [(reason, name_code("damage_reason", reason)) for reason in DAMAGE_REASONS],
    }
    is_refused = told or (band is not None and band.outcome == "wrong")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render_page(
        request, "floor/receive_item.html", context, fragment="floor/_receive_item_step.html", status=status
    )


def _must_measure(request: PageRequest, known: AsnDetail) -> bool:
    return get_receiving_settings(scope=request.scope, site_id=known.header.site_id).must_measure


def _ask_for(sku: SkuDetail | None, values: Mapping[str, str], *, asks_lot: bool) -> dict[str, bool]:
    """Return what the form asks for: what the item has, and what a scan or an announcement says of it."""
    return {
        "lot": sku is None or sku.has_lots or asks_lot or bool(values.get("lot")),
        "expiry": sku is None or sku.has_expiry or bool(values.get("expires_on")),
        "serial": sku is None or sku.has_serials or bool(values.get("serial")),
    }


def draw_close(
    request: PageRequest,
    known: AsnDetail,
    *,
    chosen: Mapping[int, str] | None = None,
    told: Sequence[str] = (),
) -> HttpResponse:
    """Show each line that differs, with a choice of why; without a choice as 422."""
    differing = [
        (line, (chosen or {}).get(line.id, "")) for line in known.lines if line.came != line.expected
    ]
    context = {
        "asn": known.header,
        "differing": differing,
        "reasons": [(reason, name_code("difference_reason", reason)) for reason in DIFFERENCE_REASONS],
        "told": told,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if told else HTTPStatus.OK
    return render_page(request, "floor/receive_close.html", context, status=status)
