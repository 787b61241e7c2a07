"""A scan of something else than the stop needs: what it was, what is needed, and where that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.insight.queries.resolve_scan import Meaning
from packhaus.inventory.queries.shelves import Shelf
from packhaus.outbound.queries.list_stops import StopView
from packhaus.web.floor.bands import Band, name_scanned, tell_put
from packhaus.web.floor.picking import PickState, PickStep, compare_places, name_aisle
from packhaus.web.formats import format_quantity


@dataclass(frozen=True, slots=True)
class WrongScan:
    """A scan that the step of a stop did not need.

    `stops` are the walk's; `shelves` are those of the bin that was scanned and of the one that is needed.
    """

    step: PickStep
    stop: StopView
    stops: Sequence[StopView]
    code: str
    meanings: Sequence[Meaning]
    shelves: Mapping[str, Shelf]

    @property
    def is_item(self) -> bool:
        """Tell whether an item was scanned."""
        return bool(self.meanings) and self.meanings[0].kind == "item"

    @property
    def of_tote(self) -> StopView | None:
        """Return a stop of the tote that was scanned, if it is one of this walk."""
        return next((one for one in self.stops if one.tote_code.upper() == self.code.upper()), None)


def tell_wrong(scan: WrongScan) -> Band:
    """Say what was scanned, what was needed, and where that is."""
    stop = scan.stop
    if scan.step.state == PickState.ITEM and scan.code.upper() == stop.location_code.upper():
        return Band("careful", _("The bin is right. Now scan the item."), scan.code)
    text, expected = _tell_needed(scan)
    return Band("wrong", text, name_scanned(scan.meanings, scan.code), expected, _tell_where(scan))


def _tell_needed(scan: WrongScan) -> tuple[str, str]:
    stop = scan.stop
    if scan.step.state == PickState.BIN:
        return _("Wrong bin"), stop.location_code
    if scan.step.state == PickState.ITEM or scan.is_item:
        return _("Wrong item"), f"{stop.sku_name} {stop.sku_code}"
    return _("Wrong tote"), _("slot %(slot)s, %(tote)s") % tell_put(stop)


def _tell_where(scan: WrongScan) -> str:
    if scan.step.state == PickState.BIN:
        return _("That is a tote. Scan the bin's label first.") if scan.of_tote else _tell_way(scan)
    if scan.step.state == PickState.ITEM:
        return _tell_bin(scan)
    if scan.of_tote is None:
        return ""
    told = {"other": scan.of_tote.slot, "slot": scan.stop.slot}
    return _("That is slot %(other)s. Needed: slot %(slot)s.") % told


def _tell_bin(scan: WrongScan) -> str:
    """Say in which bin the item lies, and when what was scanned comes."""
    codes = {one.code for one in scan.meanings[:1]}
    later = next((one for one in scan.stops if one.is_open and one.sku_code in codes), None)
    told = {"bin": scan.stop.location_code, "other": later.location_code if later else ""}
    if later:
        return _("It lies in %(bin)s. What you scanned comes later, in %(other)s.") % told
    return _("It lies in %(bin)s, the bin that you scanned.") % told


def _tell_way(scan: WrongScan) -> str:
    """Say how to walk from the bin that was scanned."""
    if scan.is_item:
        return _("That is an item. Scan the bin's label first.")
    needed = scan.shelves.get(scan.stop.location_code)
    how, bays = compare_places(scan.shelves.get(scan.code.upper()), needed)
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
