"""The steps of a stop: bin, item, quantity, tote. What a scan means there, without any effect."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from packhaus.inventory.queries.shelves import Shelf
from packhaus.outbound.queries.list_stops import StopView
from packhaus.outbound.queries.scan_policies import ScanPolicyRow
from packhaus.web.floor.items import ItemFault, ItemScan

MOST_SKIPS = 2
"""Source: screens, section 5.3: a stop moves to the end, twice at most."""


class PickState(StrEnum):
    """What the next scan must be."""

    BIN = "bin"
    ITEM = "item"
    QUANTITY = "quantity"
    TOTE = "tote"


class Fault(StrEnum):
    """Why a scan was not right."""

    NONE = ""
    OTHER = "other"
    OTHER_LOT = "other_lot"
    NO_LOT = "no_lot"
    TOO_MANY = "too_many"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class PickStep:
    """Where a picker is: the stop, what is expected there, units scanned so far, and what was put off to the end."""

    task_id: int
    state: PickState
    skipped: tuple[int, ...] = ()
    counted: int = 0

    def write(self) -> str:
        """Write the step for the form that carries it."""
        return f"{self.task_id}.{self.state}.{self.counted}.{'-'.join(map(str, self.skipped))}"


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan was: right with the step after it, the confirmation of a stop, or wrong."""

    step: PickStep
    fault: Fault = Fault.NONE
    is_confirmed: bool = False

    @property
    def is_right(self) -> bool:
        """Tell whether the scan was expected."""
        return self.fault == Fault.NONE


def read_step(text: str) -> PickStep | None:
    """Read a step that a form carried; a damaged one is none."""
    parts = text.split(".")
    if len(parts) != 4 or not parts[0].isdecimal() or parts[1] not in set(PickState):
        return None
    skipped = tuple(int(part) for part in parts[3].split("-") if part.isdecimal() and len(part) < 19)
    counted = int(parts[2]) if parts[2].isdecimal() and len(parts[2]) < 10 else 0
    return PickStep(int(parts[0][:18]), PickState(parts[1]), skipped, counted)


def find_stop(stops: Sequence[StopView], task_id: int) -> StopView | None:
    """Return the stop if it still wants units."""
    return next((stop for stop in stops if stop.task_id == task_id and stop.is_open), None)


def choose_step(
    stops: Sequence[StopView],
    *,
    policy: ScanPolicyRow,
    skipped: tuple[int, ...] = (),
    last_location: str = "",
) -> PickStep | None:
    """Return the step of the next stop, skipped ones last.

    Who stands at its bin already does not scan it again, and where the item alone is scanned nobody does.
    """
    waiting = [stop for stop in stops if stop.is_open]
    if not waiting:
        return None
    # min() keeps the walking order among stops put off equally often.
    stop = min(waiting, key=lambda one: skipped.count(one.task_id))
    is_there = policy.is_item_only or stop.location_code == last_location
    state = PickState.ITEM if is_there else PickState.BIN
    return PickStep(stop.task_id, state, skipped)


def judge_scan(stop: StopView, step: PickStep, item: ItemScan, policy: ScanPolicyRow) -> ScanResult:
    """Compare a scan with what the step expects.

    The first scan of an item says that it is the right one; each further one counts, a case as its units. Who has
    counted more than one, or must scan each, has to count all: then a tote that comes too early is unclear.
    """
    text = item.found.code
    if step.state == PickState.BIN:
        is_there = text.upper() == stop.location_code.upper()
        return ScanResult(replace(step, state=PickState.ITEM)) if is_there else ScanResult(step, Fault.OTHER)
    if item.units:
        return _count(stop, step, item.units)
    if item.fault in {ItemFault.OTHER_LOT, ItemFault.NO_LOT}:
        return ScanResult(step, Fault(item.fault))
    if step.state == PickState.ITEM or text.upper() != stop.tote_code.upper():
        return ScanResult(step, Fault.OTHER)
    if step.state == PickState.QUANTITY and (step.counted > 1 or policy.counts_each):
        return ScanResult(step, Fault.UNCLEAR)
    return ScanResult(step, is_confirmed=True)


def _count(stop: StopView, step: PickStep, units: int) -> ScanResult:
    if step.state == PickState.TOTE:
        is_all = step.counted >= stop.left > 1
        return ScanResult(step, Fault.TOO_MANY if is_all else Fault.NONE)
    counted = step.counted + units
    if counted > stop.left:
        return ScanResult(step, Fault.TOO_MANY)
    state = PickState.TOTE if counted == stop.left else PickState.QUANTITY
    return ScanResult(replace(step, state=state, counted=counted))


def may_skip(step: PickStep) -> bool:
    """Tell whether the stop may be put off once more."""
    return step.skipped.count(step.task_id) < MOST_SKIPS


def skip_stop(stops: Sequence[StopView], step: PickStep, policy: ScanPolicyRow) -> PickStep | None:
    """Put a stop off to the end of the walk."""
    return choose_step(stops, policy=policy, skipped=(*step.skipped, step.task_id))


def compare_places(here: Shelf | None, there: Shelf | None) -> tuple[str, int]:
    """Say where a bin stands, seen from another: ("bay", how far on), ("aisle", 0), ("level", 0), ("beside", 0).

    Nothing is said where the site's plan says too little.
    """
    if here is None or there is None or not (here.aisle and there.aisle):
        return "", 0
    if (here.zone, here.aisle) != (there.zone, there.aisle):
        return "aisle", 0
    if here.bay == there.bay:
        return ("level" if here.level != there.level else "beside"), 0
    if here.bay.isdecimal() and there.bay.isdecimal():
        return "bay", int(there.bay) - int(here.bay)
    return "", 0


def name_aisle(shelf: Shelf) -> str:
    """Return the aisle as its bins' codes write it: with the zone before it, where they have it."""
    full = f"{shelf.zone}-{shelf.aisle}"
    return full if shelf.code.startswith(f"{full}-") else shelf.aisle
