"""Bands: what the last scan did, in words; a wrong one names what was read and what was needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.insight.queries.resolve_scan import Meaning
from packhaus.outbound.queries.list_stops import StopView
from packhaus.outbound.queries.scan_policies import ScanPolicyRow
from packhaus.outbound.types import PickOutcome
from packhaus.web.floor.items import ItemScan
from packhaus.web.floor.picking import Fault, PickState, PickStep
from packhaus.web.formats import format_quantity

LONGEST_SCAN = 120


@dataclass(frozen=True, slots=True)
class Band:
    """What the last scan did."""

    outcome: str
    text: str
    read: str = ""
    expected: str = ""
    where: str = ""


def name_scanned(meanings: Sequence[Meaning], code: str) -> str:
    """Say what was scanned: an item by its name, everything else by its code."""
    if meanings and meanings[0].kind == "item":
        return f"{meanings[0].name} {meanings[0].code}"
    return code or _("nothing")


def tell_put(stop: StopView) -> dict[str, object]:
    """Return the words of a slot, for sentences."""
    return {"units": format_quantity(stop.left), "slot": stop.slot, "tote": stop.tote_code}


def tell_right(step: PickStep, after: PickStep, stop: StopView) -> Band:
    """Say what a right scan was, and how far the count is."""
    if step.state == PickState.BIN:
        return Band("next", stop.location_code)
    if after.counted > 1 or step.state == PickState.QUANTITY:
        told = {"counted": format_quantity(after.counted), "wanted": format_quantity(stop.left)}
        return Band("right", _("%(counted)s of %(wanted)s") % told)
    return Band("right", stop.sku_name)


def tell_too_many(stop: StopView, units: int) -> Band:
    """Say how many are one too many."""
    over = ngettext(
        "%(count)s is one too many. Put it back.",
        "%(count)s are too many. Put the rest back.",
        units - stop.left,
    )
    return Band(
        "wrong", over % {"count": format_quantity(units)}, format_quantity(units), format_quantity(stop.left)
    )


def tell_each(typed: str) -> Band:
    """Say that units are counted by scans here."""
    return Band("wrong", _("Each unit is scanned here"), typed, _("a scan of each unit"))


def tell_lot_fault(item: ItemScan, lot_code: str, place: str) -> Band:
    """Say that a code names another lot, or none where one is asked for."""
    said = item.found.gs1.lot if item.found.gs1 else ""
    if said:
        return Band("wrong", _("Another lot"), said, lot_code, place)
    needed = _("the code with %(lot)s") % {"lot": lot_code}
    return Band("wrong", _("This code names no lot or serial number"), item.found.code, needed)


def tell_fault(fault: Fault, step: PickStep, stop: StopView, item: ItemScan, policy: ScanPolicyRow) -> Band:
    """Say why a count does not add up, or which lot was meant."""
    if fault in {Fault.OTHER_LOT, Fault.NO_LOT}:
        return tell_lot_fault(item, stop.lot_code or stop.serial, stop.location_code)
    if fault == Fault.TOO_MANY:
        return tell_too_many(stop, step.counted + item.units)
    told = {"counted": format_quantity(step.counted), "wanted": format_quantity(stop.left)}
    return Band(
        "wrong",
        _("%(counted)s of %(wanted)s counted") % told,
        stop.tote_code,
        _("%(wanted)s units") % told,
        _("Scan the rest.") if policy.counts_each else _("Scan the rest, or type how many you took."),
    )


def tell_label(stop: StopView) -> Band:
    """Say that the bin is looked at, and what the picker does meanwhile."""
    told = {"bin": stop.location_code, "item": stop.sku_name}
    return Band(
        "careful",
        _("The lead knows. Somebody counts %(bin)s.") % told,
        where=_("Nothing was booked. Look for %(item)s beside it and scan it, or tap Problem.") % told,
    )


def tell_short(outcome: PickOutcome, stop: StopView, stops: Sequence[StopView]) -> Band:
    """Say what happens to units that were not there."""
    told = {"units": format_quantity(outcome.picked), "slot": stop.slot, "tote": stop.tote_code}
    put = _("Put %(units)s into slot %(slot)s, %(tote)s.") % told if outcome.picked else ""
    return Band("careful", _tell_rest(outcome, stop, stops), where=put)


def _tell_rest(outcome: PickOutcome, stop: StopView, stops: Sequence[StopView]) -> str:
    short = outcome.short
    if short is None:
        return _("This was booked before.")
    if short.from_other_bin:
        bins = [
            one.location_code
            for one in stops
            if one.is_open
            and one.order_number == stop.order_number
            and one.sku_id == stop.sku_id
            and one.task_id > stop.task_id
        ]
        told = {"units": format_quantity(short.from_other_bin), "bin": ", ".join(bins) or "–"}
        return _("%(units)s more wait in %(bin)s. The stop was added.") % told
    if short.from_other_site:
        return _("Another site sends the rest. Go on without it.")
    return _("The order goes on without it. The lead knows.")
