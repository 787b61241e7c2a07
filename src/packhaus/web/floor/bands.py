"""Bands: what the last scan did, in words. A wrong one names what was read, what was needed and where that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.insight.queries.resolve_scan import Meaning
from packhaus.inventory.queries.shelves import Shelf
from packhaus.outbound.queries.list_stops import StopView
from packhaus.outbound.queries.scan_policies import ScanPolicyRow
from packhaus.outbound.types import PickOutcome
from packhaus.web.floor.items import ItemScan
from packhaus.web.floor.picking import Fault, PickState, PickStep, compare_places, name_aisle
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


def tell_wrong(
    step: PickStep,
    stop: StopView,
    stops: Sequence[StopView],
    code: str,
    meanings: Sequence[Meaning],
    shelves: Mapping[str, Shelf],
) -> Band:
    """Say what was scanned, what was needed, and where that is. `shelves`: of the bin that was scanned and its own."""
    if step.state == PickState.ITEM and code.upper() == stop.location_code.upper():
        return Band("careful", _("The bin is right. Now scan the item."), code)
    titles = {
        PickState.BIN: (_("Wrong bin"), stop.location_code),
        PickState.ITEM: (_("Wrong item"), f"{stop.sku_name} {stop.sku_code}"),
        PickState.QUANTITY: (_("Wrong tote"), _("slot %(slot)s, %(tote)s") % tell_put(stop)),
        PickState.TOTE: (_("Wrong tote"), _("slot %(slot)s, %(tote)s") % tell_put(stop)),
    }
    text, expected = titles[step.state]
    if step.state in {PickState.QUANTITY, PickState.TOTE} and meanings and meanings[0].kind == "item":
        text, expected = _("Wrong item"), f"{stop.sku_name} {stop.sku_code}"
    return Band(
        "wrong", text, name_scanned(meanings, code), expected,
        _tell_where(step, stop, stops, code, meanings, shelves),
    )  # fmt: skip


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


def _tell_where(
    step: PickStep,
    stop: StopView,
    stops: Sequence[StopView],
    code: str,
    meanings: Sequence[Meaning],
    shelves: Mapping[str, Shelf],
) -> str:
    if step.state == PickState.BIN and any(one.tote_code.upper() == code.upper() for one in stops):
        return _("That is a tote. Scan the bin's label first.")
    if step.state == PickState.BIN:
        return _tell_way(stop, code, meanings, shelves)
    if step.state == PickState.ITEM:
        other = next(
            (one for one in stops if one.is_open and meanings and one.sku_code == meanings[0].code), None
        )
        if other:
            return _("It lies in %(bin)s. What you scanned comes later, in %(other)s.") % {
                "bin": stop.location_code,
                "other": other.location_code,
            }
        return _("It lies in %(bin)s, the bin that you scanned.") % {"bin": stop.location_code}
    other = next((one for one in stops if one.tote_code.upper() == code.upper()), None)
    if other:
        return _("That is slot %(other)s. Needed: slot %(slot)s.") % {"other": other.slot, "slot": stop.slot}
    return ""


def _tell_way(stop: StopView, code: str, meanings: Sequence[Meaning], shelves: Mapping[str, Shelf]) -> str:
    if meanings and meanings[0].kind == "item":
        return _("That is an item. Scan the bin's label first.")
    needed = shelves.get(stop.location_code)
    how, bays = compare_places(shelves.get(code.upper()), needed)
    if how == "aisle" and needed:
        return _("Go to aisle %(aisle)s.") % {"aisle": name_aisle(needed)}
    if how == "level":
        return _("You are at the right bay. Look one level up or down.")
    if how == "beside":
        return _("You are at the right level. Look to the left and right.")
    if how == "bay" and bays:
        up = ngettext("Go %(count)s bay up the aisle.", "Go %(count)s bays up the aisle.", abs(bays))
        down = ngettext("Go %(count)s bay down the aisle.", "Go %(count)s bays down the aisle.", abs(bays))
        return (up if bays > 0 else down) % {"count": format_quantity(abs(bays))}
    return ""
