"""What stands on the bench: how many of each line were seen, and the cartons as the packer has them. Without effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from packhaus.decide.weights import read_weight
from packhaus.kernel.gs1 import read_gs1
from packhaus.outbound.queries.packing_bench import BenchLine
from packhaus.outbound.types import Box, BoxedUnits, PlannedBox

TYPED_FROM = 4
"""From so many units of one line their number may be typed; fewer are scanned one by one."""

Seen: TypeAlias = Mapping[int, int]
"""Units seen of each line."""

MOST_BOXES = 60


@dataclass(frozen=True, slots=True)
class ItemScan:
    """What a scan of an item did: the line it belongs to and its units, or too many of it, or another item."""

    line: BenchLine | None
    units: int = 0
    is_too_many: bool = False


def read_seen(text: str, lines: Sequence[BenchLine]) -> dict[int, int]:
    """Read how many a form says were seen of each line; what does not belong here is left out."""
    known = {str(line.id): line for line in lines}
    seen: dict[int, int] = {}
    for part in text.split("-"):
        id_, _, units = part.partition(".")
        if id_ in known and units.isdecimal() and len(units) < 10:
            seen[known[id_].id] = min(int(units), known[id_].quantity)
    return {line: units for line, units in seen.items() if units}


def write_seen(seen: Seen) -> str:
    """Write them for the form that carries them."""
    return "-".join(f"{line}.{units}" for line, units in sorted(seen.items()))


def read_step(text: str, lines: Sequence[BenchLine]) -> tuple[dict[int, int], list[dict[int, int]]]:
    """Read what was seen, and what of it was seen each time that somebody divided the order."""
    seen, *cuts = text[:2_000].split("~")
    return read_seen(seen, lines), [read_seen(cut, lines) for cut in cuts[:MOST_BOXES]]


def write_step(seen: Seen, cuts: Sequence[Seen]) -> str:
    """Write both for the form that carries them."""
    return "~".join(write_seen(one) for one in (seen, *cuts))


def divide(lines: Sequence[BenchLine], cuts: Sequence[Seen]) -> list[list[BoxedUnits]]:
    """Return what lies in each carton: what was seen between two divisions, and the rest in the last."""
    before: Seen = {}
    contents = []
    for cut in (*cuts, {line.id: line.quantity for line in lines}):
        content = [
            BoxedUnits(line.id, units)
            for line in lines
            if (units := cut.get(line.id, 0) - before.get(line.id, 0)) > 0
        ]
        if content:
            contents.append(content)
        before = cut
    return contents


def is_all_seen(lines: Sequence[BenchLine], seen: Seen) -> bool:
    """Tell whether every unit of every line was seen."""
    return all(seen.get(line.id, 0) == line.quantity for line in lines)


def may_type(line: BenchLine) -> bool:
    """Tell whether the line's units may be counted by hand."""
    return line.quantity >= TYPED_FROM


def judge_item(lines: Sequence[BenchLine], seen: Seen, code: str) -> ItemScan:
    """Find the line that a scanned item belongs to, one that still wants units before others; a case is its units."""
    text = code.strip()
    fitting = [(line, units) for line in lines if (units := _count(line, text))]
    said = None if fitting else read_gs1(text)
    if said:
        count = max(said.count, 1)
        fitting = [
            (line, max(found) * count)
            for line in lines
            if any(found := [_count(line, one) for one in said.barcodes])
        ]
    for line, units in fitting:
        if seen.get(line.id, 0) + units <= line.quantity:
            return ItemScan(line, units)
    return ItemScan(*fitting[0], is_too_many=True) if fitting else ItemScan(None)


def _count(line: BenchLine, code: str) -> int:
    if code == line.sku_code:
        return 1
    return next((int(units) for barcode, units in line.barcodes if barcode == code), 0)


def read_boxes(form: Mapping[str, str], lines: Sequence[BenchLine]) -> list[Box]:
    """Read the cartons that a form carries: `carton_N`, `units_N_LINE`, `weight_N`; none when it carries none."""
    boxes: list[Box] = []
    for number in range(MOST_BOXES):
        code = form.get(f"carton_{number}", "").strip()[:16]
        if not code:
            break
        items = tuple(
            BoxedUnits(line.id, units)
            for line in lines
            if (units := _read_number(form.get(f"units_{number}_{line.id}", "")))
        )
        boxes.append(Box(code, items, _read_grams(form.get(f"weight_{number}", ""))))
    return boxes


def _read_number(text: str) -> int:
    value = text.strip()
    return int(value) if value.isdecimal() and len(value) < 8 else 0


def _read_grams(text: str) -> int | None:
    try:
        return read_weight(text) or None
    except ValueError:
        return None


def find_no_weight(form: Mapping[str, str]) -> str:
    """Return what was typed as a weight and is none; nothing where all are weights, or left out."""
    typed = [form.get(f"weight_{number}", "").strip() for number in range(MOST_BOXES)]
    return next((text for text in typed if text and _read_grams(text) is None), "")


def keep_order(boxes: Sequence[Box], planned: Sequence[PlannedBox]) -> list[Box]:
    """Put units into the plan's order where a box holds the same: as planned it may stand on the plan's pallet."""
    kept = []
    for place, box in enumerate(boxes):
        same = planned[place].items if place < len(planned) else ()
        is_same = sorted(box.items) == sorted(same)
        kept.append(Box(box.carton_code, same if is_same else box.items, box.weight_grams))
    return kept


def weigh_plan(form: Mapping[str, str], planned: Sequence[PlannedBox]) -> list[Box]:
    """Return the planned boxes with the weights that a form carries."""
    return [
        Box(box.carton_code, box.items, _read_grams(form.get(f"weight_{place}", "")))
        for place, box in enumerate(planned)
    ]


def find_unboxed(lines: Sequence[BenchLine], boxes: Sequence[Box]) -> tuple[BenchLine, int] | None:
    """Return the first line whose units in all cartons are not what was picked, and how many they are."""
    for line in lines:
        boxed = sum(units for box in boxes for id_, units in box.items if id_ == line.id)
        if boxed != line.quantity:
            return line, boxed
    return None
