"""The steps of a stop: bin, item, tote. What a scan means there, without any effect."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from packhaus.outbound.queries.list_stops import StopView


class PickState(StrEnum):
    """What the next scan must be."""

    BIN = "bin"
    ITEM = "item"
    TOTE = "tote"


@dataclass(frozen=True, slots=True)
class PickStep:
    """Where a picker is: the stop, what is expected there, and what was put off to the end."""

    task_id: int
    state: PickState
    skipped: tuple[int, ...] = ()

    def write(self) -> str:
        """Write the step for the form that carries it."""
        return f"{self.task_id}.{self.state}.{'-'.join(map(str, self.skipped))}"


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan was: right with the step after it, the confirmation of a stop, or wrong."""

    step: PickStep
    is_right: bool
    is_confirmed: bool = False


def read_step(text: str) -> PickStep | None:
    """Read a step that a form carried; a damaged one is none."""
    parts = text.split(".")
    if len(parts) != 3 or not parts[0].isdecimal() or parts[1] not in set(PickState):
        return None
    skipped = tuple(int(part) for part in parts[2].split("-") if part.isdecimal() and len(part) < 19)
    return PickStep(int(parts[0][:18]), PickState(parts[1]), skipped)


def find_stop(stops: Sequence[StopView], task_id: int) -> StopView | None:
    """Return the stop if it still wants units."""
    return next((stop for stop in stops if stop.task_id == task_id and stop.is_open), None)


def choose_step(
    stops: Sequence[StopView], *, skipped: tuple[int, ...] = (), last_location: str = ""
) -> PickStep | None:
    """Return the step of the next stop; who stands at its bin already does not scan it again."""
    waiting = [stop for stop in stops if stop.is_open]
    stop = next((one for one in waiting if one.task_id not in skipped), None)
    if stop is None:
        if not waiting:
            return None
        stop, skipped = waiting[0], ()
    state = PickState.ITEM if stop.location_code == last_location else PickState.BIN
    return PickStep(stop.task_id, state, skipped)


def judge_scan(stop: StopView, step: PickStep, code: str) -> ScanResult:
    """Compare a scan with what the step expects. An item may be scanned again: each scan of it is the same item."""
    text = code.strip()
    if step.state == PickState.BIN:
        return ScanResult(replace(step, state=PickState.ITEM), text.upper() == stop.location_code.upper())
    is_item = text == stop.sku_code or any(text == barcode for barcode, _units in stop.barcodes)
    if step.state == PickState.ITEM:
        return ScanResult(replace(step, state=PickState.TOTE), is_item)
    if is_item:
        return ScanResult(step, is_right=True)
    is_tote = text.upper() == stop.tote_code.upper()
    return ScanResult(step, is_tote, is_confirmed=is_tote)


def skip_stop(stops: Sequence[StopView], step: PickStep) -> PickStep | None:
    """Put a stop off to the end of the walk."""
    return choose_step(stops, skipped=(*step.skipped, step.task_id))
