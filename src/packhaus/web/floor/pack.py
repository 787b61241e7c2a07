"""Pack: a tote, its items, the carton that fits, its weight, its label."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.outbound.queries.find_scanned import find_scanned
from packhaus.outbound.queries.packing_bench import (
    BenchLine,
    BenchOrder,
    find_bench_order,
    list_bench_lines,
    list_packed_parcels,
    list_packing_queue,
)
from packhaus.outbound.services.pack import pack_fulfillments, propose_boxes
from packhaus.outbound.types import Box, Pack, PlannedBox
from packhaus.shipping.services.labels import print_labels
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.packing import find_line, is_weight_plausible, read_seen, write_seen
from packhaus.web.formats import format_quantity, format_weight
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.responses import render_page

PACKERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True)
class CartonRow:
    """A proposed carton as drawn; `weight` is what was typed."""

    number: int
    code: str
    expected_grams: int
    contents: str
    weight: str = ""


@open_to(*PACKERS)
def scan_tote(request: PageRequest) -> HttpResponse:
    """Ask for a tote, and list those that wait."""
    if request.method != "POST":
        return _draw_queue(request, None)
    code = request.POST.get("scan", "").strip().upper()[:LONGEST_SCAN]
    if find_bench_order(scope=request.scope, tote_code=code) is None:
        band = Band("wrong", _("No order in this tote"), code or _("nothing"), _("a tote with picked items"))
        return _draw_queue(request, band, REFUSED)
    return _go(request, reverse("console:pack-tote", args=[code]))


@open_to(*PACKERS)
def check_items(request: PageRequest, tote: str) -> HttpResponse:
    """Tick off what is scanned; the last tick shows the cartons."""
    order = find_bench_order(scope=request.scope, tote_code=tote)
    if order is None:
        raise Http404
    lines = list_bench_lines(scope=request.scope, fulfillment_id=order.fulfillment_id)
    if request.method != "POST":
        return _draw_bench(request, order, lines, read_seen(request.GET.get("seen", ""), lines), None)
    seen = read_seen(request.POST.get("step_id", ""), lines)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    line = find_line(lines, seen, code)
    if line is None:
        band = _tell_foreign(request, order, code)
        return _draw_bench(request, order, lines, seen, band, code, REFUSED)
    after = seen | {line.id}
    told = {"units": format_quantity(line.quantity), "name": line.sku_name}
    is_last = len(after) == len(lines)
    band = Band("next" if is_last else "right", _("%(units)s × %(name)s") % told)
    return _draw_bench(request, order, lines, after, band, code)


@open_to(*PACKERS)
def close_cartons(request: PageRequest, tote: str) -> HttpResponse:
    """Pack into the proposed cartons with the weights given, and buy the labels."""
    order = find_bench_order(scope=request.scope, tote_code=tote)
    if order is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("console:pack-tote", args=[tote]))
    lines = list_bench_lines(scope=request.scope, fulfillment_id=order.fulfillment_id)
    seen = read_seen(request.POST.get("step_id", ""), lines)
    planned = propose_boxes(scope=request.scope, fulfillment_id=order.fulfillment_id)
    weights = [_read_weight(request, number) for number in range(len(planned))]
    band = _check_weights(planned, weights) if "recounted" not in request.POST else None
    if len(seen) < len(lines):
        missing = next(line for line in lines if line.id not in seen)
        told = {"units": format_quantity(missing.quantity), "name": missing.sku_name}
        band = Band("wrong", _("%(units)s × %(name)s not packed") % told, _("nothing"), missing.sku_code)
    if band:
        return _draw_bench(request, order, lines, seen, band, status=REFUSED)
    boxes = tuple(
        Box(box.carton_code, box.items, weight) for box, weight in zip(planned, weights, strict=True)
    )
    pack = Pack(order.fulfillment_id, boxes if any(weights) else ())
    (packed,) = pack_fulfillments(packs=[pack], now=request.now, actor=request.actor)
    return _go(request, reverse("console:pack-done", args=[packed.shipment_id]))


@open_to(*PACKERS)
def show_packed(request: PageRequest, shipment_id: UUID) -> HttpResponse:
    """Show the parcels and their labels; the next tote may be scanned."""
    parcels = list_packed_parcels(scope=request.scope, shipment_id=shipment_id)
    if not parcels:
        raise Http404
    return render_page(request, "floor/packed.html", {"parcels": parcels, "shipment_id": shipment_id})


@open_to(*PACKERS)
def print_parcel_labels(request: PageRequest, shipment_id: UUID) -> HttpResponse:
    """Print the labels of a shipment and count the print."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("console:pack-done", args=[shipment_id]))
    parcels = list_packed_parcels(scope=request.scope, shipment_id=shipment_id)
    if not parcels:
        raise Http404
    ids = [parcel.id for parcel in parcels]
    pdf = print_labels(scope=request.scope, parcel_ids=ids, now=request.now)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{parcels[0].tracking_number}.pdf"'
    return response


def _go(request: PageRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _read_weight(request: PageRequest, number: int) -> int | None:
    text = request.POST.get(f"weight_{number}", "").strip()
    return int(text) if text.isdecimal() and 0 < len(text) < 8 and int(text) else None


def _check_weights(planned: tuple[PlannedBox, ...], weights: list[int | None]) -> Band | None:
    for box, weight in zip(planned, weights, strict=True):
        expected = box.weight_grams
        if weight and not is_weight_plausible(weighed_grams=weight, expected_grams=expected):
            text = _("%(weight)s too much") if weight > expected else _("%(weight)s too little")
            return Band(
                "careful",
                text % {"weight": format_weight(abs(weight - expected))},
                format_weight(weight),
                format_weight(expected),
                _("Weigh again or count the items."),
            )
    return None


def _tell_foreign(request: PageRequest, order: BenchOrder, code: str) -> Band:
    meanings = find_scanned(scope=request.scope, site_id=order.site_id, code=code) if code else []
    told = f"{meanings[0].name} {meanings[0].code}" if meanings and meanings[0].kind == "item" else code
    return Band(
        "wrong",
        _("Not in this tote"),
        told or _("nothing"),
        _("an item of %(order)s") % {"order": order.order_number},
        _("Put it on the question shelf."),
    )


def _draw_queue(request: PageRequest, band: Band | None, status: int = HTTPStatus.OK) -> HttpResponse:
    queue = list_packing_queue(scope=request.scope, site_id=find_site_id(request))
    context = {"band": band, "queue": queue, "read": band.read if band else ""}
    return render_page(request, "floor/pack.html", context, fragment="floor/_pack_step.html", status=status)


def _draw_bench(
    request: PageRequest,
    order: BenchOrder,
    lines: list[BenchLine],
    seen: frozenset[int],
    band: Band | None,
    read: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    is_ready = len(seen) == len(lines) and order.status == "picked"
    context: dict[str, Any] = {
        "order": order,
        "band": band,
        "read": read,
        "lines": [(line, line.id in seen) for line in lines],
        "seen": write_seen(seen),
        "next_line": next((line for line in lines if line.id not in seen), None),
        "is_ready": is_ready,
        "cartons": _list_cartons(request, order, lines) if is_ready else [],
        "asks_recount": status == REFUSED and is_ready,
        "scan_url": reverse("console:pack-tote", args=[order.tote_code]),
    }
    return render_page(request, "floor/bench.html", context, fragment="floor/_bench_step.html", status=status)


def _list_cartons(request: PageRequest, order: BenchOrder, lines: list[BenchLine]) -> list[CartonRow]:
    names = {line.id: line.sku_name for line in lines}
    planned = propose_boxes(scope=request.scope, fulfillment_id=order.fulfillment_id)
    return [
        CartonRow(
            number,
            box.carton_code,
            box.weight_grams,
            ", ".join(f"{format_quantity(units)} × {names[line]}" for line, units in box.items),
            request.POST.get(f"weight_{number}", ""),
        )
        for number, box in enumerate(planned)
    ]
