"""Pack: a tote, its items one by one, the carton that fits, its weight, its label."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.kernel.gs1 import read_plate
from packhaus.outbound.queries.cancel_requests import list_cancel_wishes
from packhaus.outbound.queries.packing_bench import (
    BenchOrder,
    find_bench_order,
    find_packed_shipment,
    list_bench_lines,
    list_packed_parcels,
    list_packing_queue,
)
from packhaus.outbound.queries.vas_work import list_vas
from packhaus.outbound.services.batches import begin_to_prepare
from packhaus.outbound.services.pack import draft_pack, pack_fulfillments
from packhaus.outbound.services.print_command_card import BenchCommand
from packhaus.outbound.types import Box, Pack
from packhaus.printing.types import Document
from packhaus.web.floor import weights
from packhaus.web.floor.approval import ask_approval, read_approval
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.bench import Bench, check_boxes, divide_bench, draw_bench
from packhaus.web.floor.bench_commands import (
    add_carton,
    list_cartons,
    list_paused,
    list_planned,
    obey,
    obey_printing,
    read_command,
    remember_packed,
    send_labels,
    take_paused,
)
from packhaus.web.floor.bench_foreign import tell_foreign
from packhaus.web.floor.bench_vas import answer_card, find_by_key, find_scanned, tick, untick
from packhaus.web.floor.cart import answer_wishes
from packhaus.web.floor.label_wait import draw_wait, is_waiting
from packhaus.web.floor.packing import (
    judge_item,
    keep_order,
    may_type,
    read_boxes,
    weigh_plan,
)
from packhaus.web.floor.print_jobs import find_job
from packhaus.web.floor.question_shelf import tell_aside
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.packing_words import PACK_PROBLEMS
from packhaus.web.pages import find_site_id
from packhaus.web.printing import answer_paper, make_paper
from packhaus.web.responses import lead_to, render_page
from packhaus.web.words import WEIGHT_REASONS

PACKERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@open_to(*PACKERS)
def scan_tote(request: PageRequest) -> HttpResponse:
    """Ask for a tote, and list those that wait; a packed carton opens its parcels."""
    begin_to_prepare()
    if request.method != "POST":
        return _draw_queue(request, None)
    code = read_plate(request.POST.get("scan", "").strip()[:LONGEST_SCAN]).upper()
    command = read_command(code)
    if command:
        printed = obey_printing(request, command)
        return printed or _draw_queue(
            request, Band("wrong", _("Nothing is on the bench"), code, _("a tote")), REFUSED
        )
    if code and find_bench_order(scope=request.scope, tote_code=code):
        return lead_to(request, reverse("console:pack-tote", args=[code]))
    shipment_id = find_packed_shipment(scope=request.scope, code=code) if code else None
    if shipment_id:
        return lead_to(request, reverse("console:pack-done", args=[shipment_id]))
    band = Band("wrong", _("No order in this tote"), code or _("nothing"), _("a tote with picked items"))
    return _draw_queue(request, band, REFUSED)


@open_to(*PACKERS)
def check_items(request: PageRequest, tote: str) -> HttpResponse:
    """Tick off unit by unit what is scanned; the last tick shows the cartons, where a scan chooses another one."""
    bench = _read_bench(request, tote)
    if request.method != "POST":
        step = request.GET.get("seen", "") or take_paused(request, tote)
        return draw_bench(request, bench.at_step(step))
    bench = bench.at_step(request.POST.get("step_id", ""))
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    if "quantity" in request.POST:
        return _take_typed(request, bench)
    command = read_command(code)
    if command == BenchCommand.CLOSE and bench.is_ready:
        return _close(request, bench, list(divide_bench(request, bench)))
    return obey(request, bench, command) if command else _take_scan(request, bench, code)


def _take_scan(request: PageRequest, bench: Bench, code: str) -> HttpResponse:
    if bench.is_ready and code in list_cartons(request, bench):
        return draw_bench(request, replace(bench, boxes=_rename_first(request, bench, code), read=code))
    scanned = judge_item(bench.lines, bench.seen, code)
    if scanned.line is None:
        return _take_other(request, bench, code)
    line, seen = scanned.line, bench.seen.get(scanned.line.id, 0)
    if scanned.is_too_many:
        aside = tell_aside(scope=request.scope, site_id=bench.order.site_id)
        band = bench.tell_too_many(line, seen + scanned.units, aside=aside)
        return draw_bench(request, replace(bench, band=band, read=code), REFUSED)
    return draw_bench(request, replace(bench.count(line, seen + scanned.units), read=code))


@open_to(*PACKERS)
def close_cartons(request: PageRequest, tote: str) -> HttpResponse:
    """Change the cartons as the packer says, or pack into them with the weights given and buy the labels."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("console:pack-tote", args=[tote]))
    bench = _read_bench(request, tote)
    boxes = read_boxes(request.POST, bench.lines)
    # Beside the step: an approval comes back with a step of its own.
    bench = bench.at_step(request.POST.get("seen") or request.POST.get("step_id", ""))
    bench = replace(bench, boxes=boxes)
    deed = request.POST.get("do", "close")
    if deed == "reset":
        return draw_bench(request, replace(bench, boxes=[], cuts=[]))
    if deed == "add":
        return draw_bench(request, add_carton(request, bench, boxes))
    if deed == "update":
        return draw_bench(request, replace(bench, is_splitting=True))
    return _close(request, bench, boxes)


def _close(request: PageRequest, bench: Bench, boxes: list[Box]) -> HttpResponse:
    """Pack into the cartons, unless something is missing or a weight is off that nobody answers for."""
    planned = draft_pack(scope=request.scope, fulfillment_id=bench.order.fulfillment_id, now=request.now)
    plan = [one.box for one in planned.boxes]
    own = keep_order(boxes, plan) if boxes else weigh_plan(request.POST, plan)
    band = (
        check_boxes(bench, own)
        or weights.find_no_weight(request.POST)
        or weights.find_unweighed(request, bench.order, own)
    )
    if band:
        return draw_bench(request, replace(bench, band=band), REFUSED)
    closed = tuple(box for box in own if box.items)
    faults = weights.find_faults(request, bench.order, closed)
    reason = request.POST.get("weight_reason", "")
    if faults and (request.POST.get("do") != "accept" or reason not in WEIGHT_REASONS):
        band = weights.tell_fault(faults[0], bench.lines)
        return draw_bench(request, replace(bench, band=band, is_weight_off=True), REFUSED)
    approver = read_approval(request) if faults else request.actor
    if approver is None:
        return ask_approval(request, what=weights.tell_fault(faults[0], bench.lines).text)
    accepted = weights.accept(faults, reason=reason, approver=approver)
    pack = Pack(bench.order.fulfillment_id, closed, accepted)
    (packed,) = pack_fulfillments(packs=[pack], now=request.now, actor=request.actor)
    remember_packed(request, packed.shipment_id)
    return send_labels(request, packed.shipment_id)


@open_to(*PACKERS)
def stop_packing(request: PageRequest, tote: str) -> HttpResponse:
    """Answer that an order on the bench is to be cancelled: out of the tote, or too late."""
    bench = _read_bench(request, tote)
    wishes = list_cancel_wishes(scope=request.scope, fulfillment_id=bench.order.fulfillment_id)
    if request.method != "POST" or not wishes:
        return HttpResponseRedirect(reverse("console:pack-tote", args=[tote]))
    band = answer_wishes(request, wishes, is_late=request.POST.get("answer") == "late")
    if find_bench_order(scope=request.scope, tote_code=tote) is None:
        return _draw_queue(request, band)
    return draw_bench(request, replace(_read_bench(request, tote), band=band))


@open_to(*PACKERS)
def mark_vas(request: PageRequest, tote: str) -> HttpResponse:
    """Tick a service off, or take it back."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("console:pack-tote", args=[tote]))
    bench = _read_bench(request, tote).at_step(request.POST.get("step_id", ""))
    line = find_by_key(bench.vas, request.POST.get("vas", ""))
    if line is None:
        raise Http404
    band = untick(request, line) if request.POST.get("do") == "undo" else tick(request, line)
    return draw_bench(request, replace(_read_bench(request, tote, bench), band=band))


@open_to(*PACKERS)
def print_card(request: PageRequest, tote: str) -> HttpResponse:
    """Print the card with the shopper's words."""
    line = find_by_key(_read_bench(request, tote).vas, request.GET.get("vas", ""))
    if line is None:
        raise Http404
    return answer_card(request, line)


@open_to(*PACKERS)
def show_packed(request: PageRequest, shipment_id: UUID) -> HttpResponse:
    """Show the parcels and their labels; the next tote may be scanned."""
    parcels = list_packed_parcels(scope=request.scope, shipment_id=shipment_id)
    if not parcels:
        raise Http404
    pallets = list(dict.fromkeys(parcel.pallet_sscc for parcel in parcels if parcel.pallet_sscc))
    context: dict[str, Any] = {
        "parcels": parcels,
        "pallets": pallets,
        "shipment_id": shipment_id,
        "postage_minor": sum(parcel.cost_minor or 0 for parcel in parcels),
        **find_job(request),
    }
    if is_waiting(parcels):
        context |= {"waits": True, **draw_wait(request, shipment_id)}
    return render_page(request, "floor/packed.html", context)


@open_to(*PACKERS)
def print_parcel_labels(request: PageRequest, shipment_id: UUID) -> HttpResponse:
    """Print the labels of a shipment and count the print; a link shows them as they were counted already."""
    parcels = list_packed_parcels(scope=request.scope, shipment_id=shipment_id)
    if not parcels:
        raise Http404
    paper = make_paper(Document.PARCEL_LABELS, *(str(parcel.id) for parcel in parcels))
    return answer_paper(request, paper, title=parcels[0].order_number)


@open_to(*PACKERS, Role.SUPPORT)
def print_slip(request: PageRequest, shipment_id: UUID, number: int) -> HttpResponse:
    """Print the packing slip of one parcel."""
    parcels = list_packed_parcels(scope=request.scope, shipment_id=shipment_id)
    title = f"{parcels[0].order_number} {number}" if parcels else str(number)
    paper = make_paper(Document.PACKING_SLIP, str(shipment_id), str(number))
    return answer_paper(request, paper, title=title)


def _read_bench(request: PageRequest, tote: str, before: Bench | None = None) -> Bench:
    """Read the bench anew; what was seen and divided stays as it was before."""
    order = find_bench_order(scope=request.scope, tote_code=tote)
    if order is None:
        raise Http404
    lines = list_bench_lines(scope=request.scope, fulfillment_id=order.fulfillment_id)
    vas = list_vas(scope=request.scope, fulfillment_ids=[order.fulfillment_id])
    bench = Bench(order, lines, vas=vas)
    return replace(bench, seen=before.seen, cuts=before.cuts) if before else bench


def _take_other(request: PageRequest, bench: Bench, code: str) -> HttpResponse:
    """Take a scan that is no item of the tote: of a service that it ticks, else of something that is not wanted."""
    service = find_scanned(bench.vas, code)
    if service is None:
        band = tell_foreign(request, bench, code)
        return draw_bench(request, replace(bench, band=band, read=code), REFUSED)
    band = tick(request, service)
    return draw_bench(
        request, replace(_read_bench(request, bench.order.tote_code, bench), band=band, read=code)
    )


def _take_typed(request: PageRequest, bench: Bench) -> HttpResponse:
    """Count units of one line by hand, where the line has many."""
    typed, wanted = request.POST["quantity"].strip(), request.POST.get("line", "")
    line = next((one for one in bench.lines if str(one.id) == wanted), None)
    if line is None or not may_type(line) or not typed.isdecimal() or len(typed) > 9:
        band = Band("wrong", _("How many are there?"), typed or _("nothing"), _("a number"))
        return draw_bench(request, replace(bench, band=band), REFUSED)
    if int(typed) > line.quantity:
        aside = tell_aside(scope=request.scope, site_id=bench.order.site_id)
        band = bench.tell_too_many(line, int(typed), aside=aside)
        return draw_bench(request, replace(bench, band=band), REFUSED)
    return draw_bench(request, bench.count(line, int(typed)))


def _rename_first(request: PageRequest, bench: Bench, code: str) -> list[Box]:
    """Take another carton for the first box: what is scanned is what stands on the bench."""
    boxes = divide_bench(request, bench) or list_planned(request, bench)
    return [Box(code, boxes[0].items), *boxes[1:]]


def _draw_queue(request: PageRequest, band: Band | None, status: int = HTTPStatus.OK) -> HttpResponse:
    queue = list_packing_queue(scope=request.scope, site_id=find_site_id(request))
    paused = list_paused(request)
    context = {
        "band": band,
        "queue": [(order, order.tote_code in paused, _name_problem(order)) for order in queue],
        "read": band.read if band else "",
        "total": format_quantity(len(queue)),
    }
    return render_page(request, "floor/pack.html", context, fragment="floor/_pack_step.html", status=status)


def _name_problem(order: BenchOrder) -> str:
    return str(PACK_PROBLEMS[order.problem]) if order.problem else ""
