"""Boxes as the packer closed them, or as planned: each with a license plate, checked against what was picked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel.blocks import IdBlocks
from packhaus.kernel.ids import new_id
from packhaus.outbound.errors import NotInTote
from packhaus.outbound.services.pack.cartons import list_allowed_types
from packhaus.outbound.services.pack.plan import (
    AS_IS,
    FoundPlan,
    arrange,
    as_item_size,
    measure_inside,
    measure_outside,
    plan_boxes,
)
from packhaus.outbound.services.pack.read import PackWork
from packhaus.outbound.types import Box, Pack, PlannedBox
from packhaus.shipping.queries.carton_types import CartonTypeRow

_plates = IdBlocks("outbound_carton_block")


class PlatedBox(NamedTuple):
    """A carton with its handling unit."""

    unit_id: UUID
    code: str
    box: PlannedBox


def close_boxes(*, pack: Pack, work: PackWork, ahead: FoundPlan | None) -> list[PlannedBox]:
    """Return the boxes of one fulfillment order, planned anew where it is not what was planned ahead any more.

    Raises: NotInTote when they do not hold exactly what was picked.
    """
    types = list_allowed_types(work.header)
    planned = plan_boxes(work=work, types=types, ahead=ahead)
    if not pack.boxes:
        return list(planned)
    _check(pack, work)
    if [(box.carton_code, box.items) for box in pack.boxes] == [
        (one.carton_code, one.items) for one in planned
    ]:
        # As planned, only weighed: the cartons stand on the pallets of the plan.
        return [
            replace(one, weight_grams=box.weight_grams or one.weight_grams)
            for box, one in zip(pack.boxes, planned, strict=True)
        ]
    return [weigh_box(box, work, types) for box in pack.boxes]


def plate_boxes(boxes: Sequence[PlannedBox]) -> list[PlatedBox]:
    """Give each box a license plate. Queries: 0, or 1 when the block of numbers is used up."""
    return [
        PlatedBox(new_id(), f"C-{number}", box)
        for box, number in zip(boxes, _plates.take(len(boxes)), strict=True)
    ]


def _check(pack: Pack, work: PackWork) -> None:
    packed: defaultdict[int, int] = defaultdict(int)
    for box in pack.boxes:
        for line, units in box.items:
            packed[line] += units
    picked = {line.id: line.picked for line in work.lines}
    wrong = {
        line: {"picked": picked.get(line, 0), "packed": packed.get(line, 0)}
        for line in picked.keys() | packed.keys()
        if picked.get(line, 0) != packed.get(line, 0)
    }
    if wrong:
        raise NotInTote(f"the boxes of {work.header.number} hold something else than was picked", lines=wrong)


def weigh_box(box: Box, work: PackWork, types: Sequence[CartonTypeRow]) -> PlannedBox:
    """Size and weigh a box by its type and lay its items into it; an item that travels as it is by itself.

    Without placements the items do not fit as far as arithmetic knows; whoever closed the carton knows better.
    """
    lines = {line.id: line for line in work.lines}
    kind = next((row for row in types if row.code == box.carton_code), None)
    content = sum(as_item_size(lines[line])[1] * units for line, units in box.items)
    if kind is None:
        size, _ = as_item_size(lines[box.items[0].fulfillment_line_id])
        return PlannedBox(AS_IS, size, box.weight_grams or content, box.items)
    layout = arrange(kind=kind, items=[(lines[line], units) for line, units in box.items])
    return PlannedBox(
        kind.code,
        measure_outside(kind),
        box.weight_grams or kind.tare_grams + content,
        box.items,
        layout.placements,
        inner_mm=measure_inside(kind),
        empty_permille=layout.empty_permille,
    )
