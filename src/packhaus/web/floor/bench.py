"""The packing bench as drawn: the checklist, the cartons with their pictures, what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.outbound.queries.cancel_requests import list_cancel_wishes
from packhaus.outbound.queries.packing_bench import BenchLine, BenchOrder
from packhaus.outbound.queries.vas_work import VasLine
from packhaus.outbound.services.pack import DraftBox, draft_pack
from packhaus.outbound.services.pack.split import split_boxes
from packhaus.outbound.types import Box
from packhaus.web.cartons import CartonPicture, draw_carton
from packhaus.web.floor.bands import Band
from packhaus.web.floor.bench_plan import build_plan
from packhaus.web.floor.bench_price import compare_price
from packhaus.web.floor.bench_vas import draw_vas, find_left, name_vas
from packhaus.web.floor.packing import (
    divide,
    find_unboxed,
    is_all_seen,
    may_type,
    read_step,
    write_step,
)
from packhaus.web.floor.pick_page import group_wishes
from packhaus.web.floor.presence import be_at, name_bench
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.packing_words import PACK_PROBLEMS
from packhaus.web.responses import render_page
from packhaus.web.words import WEIGHT_REASONS

AS_IS = "AS-IS"

EDITABLE_FIELDS = 240
"""So many numbers fit a form that a person still reads; an order of more cartons is packed as proposed."""


@dataclass(frozen=True, slots=True)
class Bench:
    """An order on the bench: what was seen of it, the cartons as the packer has them, and the last scan."""

    order: BenchOrder
    lines: list[BenchLine]
    seen: Mapping[int, int] = field(default_factory=dict)
    boxes: Sequence[Box] = ()
    vas: Sequence[VasLine] = ()
    cuts: Sequence[Mapping[int, int]] = ()
    band: Band | None = None
    read: str = ""
    is_splitting: bool = False
    is_weight_off: bool = False

    @property
    def step(self) -> str:
        """What the forms of the bench carry."""
        return write_step(self.seen, self.cuts)

    @property
    def is_ready(self) -> bool:
        """Tell whether everything was seen and done: the cartons come next."""
        is_seen = is_all_seen(self.lines, self.seen)
        return is_seen and find_left(self.vas) is None and self.order.status == "picked"

    def at_step(self, text: str) -> "Bench":
        """Return the bench as the step of a form says that it stands."""
        seen, cuts = read_step(text, self.lines)
        return replace(self, seen=seen, cuts=cuts)

    def count(self, line: BenchLine, units: int) -> "Bench":
        """Say that so many units of a line were seen; the last one of all goes on to the cartons."""
        after = replace(self, seen={**self.seen, line.id: units})
        told = {"seen": format_quantity(units), "all": format_quantity(line.quantity), "name": line.sku_name}
        outcome = "next" if is_all_seen(self.lines, after.seen) else "right"
        return replace(after, band=Band(outcome, _("%(seen)s of %(all)s × %(name)s") % told))

    def tell_next(self) -> str:
        """Say what is still wanted."""
        missing = next((one for one in self.lines if self.seen.get(one.id, 0) < one.quantity), None)
        left = find_left(self.vas)
        if missing is None:
            return _("a carton") if left is None else name_vas(left)
        return f"{missing.sku_name} {missing.sku_code}"

    def tell_too_many(self, line: BenchLine, units: int, *, aside: str) -> Band:
        """Say that more came than the order wants, and where to put it aside."""
        told = {"units": format_quantity(units), "wanted": format_quantity(line.quantity)}
        return Band(
            "wrong",
            _("%(units)s is more than %(wanted)s") % told,
            f"{line.sku_name} {line.sku_code}",
            self.tell_next(),
            aside,
        )


@dataclass(frozen=True, slots=True)
class CartonRow:
    """A carton as drawn; `weight` is what was typed, `splits` how many units of each line are in it."""

    number: int
    code: str
    name: str
    expected_grams: int
    contents: str
    splits: Sequence[tuple[BenchLine, int]]
    picture: CartonPicture | None
    is_fitting: bool
    pallet: int | None
    weight: str

    @property
    def pallet_number(self) -> int | None:
        """The pallet as people count, from 1."""
        return None if self.pallet is None else self.pallet + 1


def name_carton(code: str) -> str:
    """Say which carton to take."""
    return _("In its own packaging") if code == AS_IS else _("Take carton %(code)s") % {"code": code}


def divide_bench(request: PageRequest, bench: Bench) -> list[Box]:
    """Return the cartons of an order that was divided while it was scanned; none where nobody divided it."""
    if not bench.cuts:
        return []
    contents = divide(bench.lines, bench.cuts)
    return split_boxes(scope=request.scope, fulfillment_id=bench.order.fulfillment_id, contents=contents)


def check_boxes(bench: Bench, boxes: Sequence[Box]) -> Band | None:
    """Return what keeps the cartons from being closed: items not seen, units in no carton."""
    missing = next((one for one in bench.lines if bench.seen.get(one.id, 0) < one.quantity), None)
    if missing:
        left = missing.quantity - bench.seen.get(missing.id, 0)
        told = {"units": format_quantity(left), "name": missing.sku_name}
        return Band("wrong", _("%(units)s × %(name)s not packed") % told, _("nothing"), missing.sku_code)
    service = find_left(bench.vas)
    if service:
        text = _("Not done yet: %(name)s") % {"name": name_vas(service)}
        return Band("wrong", text, _("nothing"), service.option)
    unboxed = find_unboxed(bench.lines, boxes)
    if boxes and unboxed:
        line, boxed = unboxed
        told = {
            "boxed": format_quantity(boxed),
            "wanted": format_quantity(line.quantity),
            "name": line.sku_name,
        }
        return Band(
            "wrong",
            _("%(name)s: %(boxed)s of %(wanted)s in cartons") % told,
            format_quantity(boxed),
            format_quantity(line.quantity),
            _("Say in which carton each one lies."),
        )
    return None


def draw_bench(request: PageRequest, bench: Bench, status: int = HTTPStatus.OK) -> HttpResponse:
    """Draw the checklist, or the cartons once everything was seen."""
    order = bench.order
    is_ready = bench.is_ready
    vas = [draw_vas(one, reverse("console:pack-card", args=[order.tote_code])) for one in bench.vas]
    wishes = list_cancel_wishes(scope=request.scope, fulfillment_id=order.fulfillment_id)
    next_line = next((one for one in bench.lines if bench.seen.get(one.id, 0) < one.quantity), None)
    context: dict[str, Any] = {
        "order": order,
        "band": bench.band,
        "read": bench.read,
        # What is still wanted comes first: on a phone the rest is below the fold.
        "lines": sorted(
            ((line, bench.seen.get(line.id, 0)) for line in bench.lines),
            key=lambda pair: pair[1] == pair[0].quantity,
        ),
        "seen": bench.step,
        "vas": vas,
        "next_vas": None if next_line else next((one for one in vas if not one.line.is_done), None),
        "problem": PACK_PROBLEMS[order.problem] if order.problem else "",
        "next_line": next_line,
        "asks_quantity": next_line is not None and may_type(next_line),
        "is_ready": is_ready,
        "wish": group_wishes(wishes) if order.cancel_requested else None,
        "is_weight_off": bench.is_weight_off,
        "weight_reasons": list(WEIGHT_REASONS.items()),
        "back_here": f"{reverse('console:pack-tote', args=[order.tote_code])}?{urlencode({'seen': bench.step})}",
        "scan_url": reverse("console:pack-tote", args=[order.tote_code]),
        "plan": build_plan(order, bench.lines, has_vas=find_left(bench.vas) is not None),
    }
    if order.status == "picked":
        work = name_bench(
            fulfillment_id=order.fulfillment_id, site_id=order.site_id, tote_code=order.tote_code
        )
        context |= be_at(request, work)
    if is_ready:
        bench = bench if bench.boxes else replace(bench, boxes=divide_bench(request, bench))
        context |= _build_cartons(request, bench)
        if bench.band is None and context["price"] and context["price"].is_worse:
            context["band"] = Band("careful", context["price"].text)
    return render_page(request, "floor/bench.html", context, fragment="floor/_bench_step.html", status=status)


def _build_cartons(request: PageRequest, bench: Bench) -> dict[str, Any]:
    unweighed = [replace(box, weight_grams=None) for box in bench.boxes]
    fulfillment_id = bench.order.fulfillment_id
    planned = draft_pack(scope=request.scope, fulfillment_id=fulfillment_id, now=request.now)
    draft = (
        draft_pack(scope=request.scope, fulfillment_id=fulfillment_id, boxes=unweighed, now=request.now)
        if unweighed
        else planned
    )
    cartons = [_build_carton(request, bench, number, one) for number, one in enumerate(draft.boxes)]
    return {
        "cartons": cartons,
        "carton_codes": draft.carton_codes,
        "pallets": len({one.pallet for one in cartons if one.pallet is not None}),
        "is_large": not bench.boxes and len(cartons) * len(bench.lines) > EDITABLE_FIELDS,
        "is_splitting": bench.is_splitting,
        "is_changed": bool(bench.boxes),
        "service": draft.service_code,
        "postage": draft.postage,
        "price": compare_price(draft, planned) if bench.boxes else None,
        "to_collect": draft.to_collect,
    }


def _build_carton(request: PageRequest, bench: Bench, number: int, one: DraftBox) -> CartonRow:
    names = {line.id: line.sku_name for line in bench.lines}
    inside = dict(one.box.items)
    picture = None
    if one.box.inner_mm and one.box.placements:
        picture = draw_carton(
            code=one.box.carton_code, inside_mm=one.box.inner_mm, placements=one.box.placements, names=names
        )
    return CartonRow(
        number=number,
        code=one.box.carton_code,
        name=name_carton(one.box.carton_code),
        expected_grams=one.box.weight_grams,
        contents=", ".join(f"{format_quantity(units)} × {names[line]}" for line, units in one.box.items),
        splits=[(line, inside.get(line.id, 0)) for line in bench.lines],
        picture=picture,
        is_fitting=one.is_fitting,
        pallet=one.box.pallet,
        weight=request.POST.get(f"weight_{number}", ""),
    )
