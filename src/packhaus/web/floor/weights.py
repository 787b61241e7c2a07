"""What a carton weighs against what it should: how far off, about which item, and who answers for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from packhaus.access.types import Actor
from packhaus.outbound.queries.pack_settings import PackSettingRow, get_pack_setting
from packhaus.outbound.queries.packing_bench import BenchLine, BenchOrder
from packhaus.outbound.services.pack import draft_pack
from packhaus.outbound.types import AcceptedWeight, Box, WeightReason
from packhaus.web.floor import packing
from packhaus.web.floor.bands import Band
from packhaus.web.formats import format_quantity, format_weight
from packhaus.web.guard import PageRequest

_ABOUT_AT_MOST = 5
_ABOUT_OFF = 0.2
"""So far off a whole number of units a difference may be to be told as these units."""


@dataclass(frozen=True, slots=True)
class WeightFault:
    """A carton whose weight is off, counted from 1."""

    box: int
    weighed_grams: int
    expected_grams: int

    @property
    def difference(self) -> int:
        """How much too much, or (negative) too little."""
        return self.weighed_grams - self.expected_grams


def find_faults(request: PageRequest, order: BenchOrder, boxes: Sequence[Box]) -> list[WeightFault]:
    """List the cartons whose weight is further off than the site's benches allow."""
    setting = get_pack_setting(scope=request.scope, site_id=order.site_id)
    unweighed = [replace(box, weight_grams=None) for box in boxes]
    draft = draft_pack(
        scope=request.scope, fulfillment_id=order.fulfillment_id, boxes=unweighed, now=request.now
    )
    return [
        WeightFault(number, box.weight_grams, drawn.box.weight_grams)
        for number, (box, drawn) in enumerate(zip(boxes, draft.boxes, strict=False), start=1)
        if box.weight_grams and not _is_right(setting, box.weight_grams, drawn.box.weight_grams)
    ]


def find_no_weight(form: Mapping[str, str]) -> Band | None:
    """Return what to say of a weight that cannot be read, or was taken before the scale stood still."""
    typed = packing.find_no_weight(form)
    if not typed:
        return None
    return Band(
        "wrong",
        _("That is no weight"),
        typed[:30],
        _("a weight, such as 350 or 1.234 kg"),
        _("Weigh it again."),
    )


def find_unweighed(request: PageRequest, order: BenchOrder, boxes: Sequence[Box]) -> Band | None:
    """Return what to say when the site wants every carton weighed and one is not."""
    if not get_pack_setting(scope=request.scope, site_id=order.site_id).must_weigh:
        return None
    missing = next(
        (number for number, box in enumerate(boxes, 1) if box.items and not box.weight_grams), None
    )
    if missing is None:
        return None
    told = _("Weigh carton %(number)s") % {"number": missing}
    return Band("wrong", told, _("nothing"), _("a weight"), _("Put it on the scale."))


def tell_fault(fault: WeightFault, lines: Sequence[BenchLine]) -> Band:
    """Say how far off a weight is, and about which item that is."""
    off = format_weight(abs(fault.difference))
    about = find_item(abs(fault.difference), lines)
    if about is None:
        text = _("%(weight)s too much") if fault.difference > 0 else _("%(weight)s too little")
        told = text % {"weight": off}
    else:
        line, units = about
        words = {"weight": off, "units": format_quantity(units), "name": line.sku_name}
        text = (
            _("%(weight)s too much: about %(units)s × %(name)s.")
            if fault.difference > 0
            else _("%(weight)s too little: about %(units)s × %(name)s.")
        )
        told = text % words
    weights = {
        "weighed": format_weight(fault.weighed_grams),
        "expected": format_weight(fault.expected_grams),
    }
    where = _("%(weighed)s, expected %(expected)s. Weigh again, count the items, or ask the lead.") % weights
    return Band("careful", told, where=where)


def find_item(grams: int, lines: Sequence[BenchLine]) -> tuple[BenchLine, int] | None:
    """Find the item of which a whole number of units comes nearest to a difference; few units before many."""
    offers = [
        (abs(units * line.weight_grams - grams), units, place)
        for place, line in enumerate(lines)
        if line.weight_grams
        for units in range(1, min(_ABOUT_AT_MOST, line.quantity + 1) + 1)
        if abs(units * line.weight_grams - grams) <= _ABOUT_OFF * line.weight_grams
    ]
    if not offers:
        return None
    _off, units, place = min(offers)
    return lines[place], units


def accept(faults: Sequence[WeightFault], *, reason: str, approver: Actor) -> tuple[AcceptedWeight, ...]:
    """Return what the lead answers for."""
    return tuple(
        AcceptedWeight(fault.box, fault.weighed_grams, fault.expected_grams, WeightReason(reason), approver)
        for fault in faults
    )


def _is_right(setting: PackSettingRow, weighed: int, expected: int) -> bool:
    return setting.is_plausible(weighed_grams=weighed, expected_grams=expected)
