"""Choose cartons for one fulfillment order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from packhaus.decide.cartonize.fill import (
    Filling,
    Rows,
    fill_container,
    fill_with_all,
    measure_volume,
    sort_rows,
)
from packhaus.decide.cartonize.orient import fits, sum_products
from packhaus.decide.cartonize.palletize import palletize
from packhaus.decide.cartonize.types import (
    Cartonization,
    CartonType,
    Item,
    PackedCarton,
    PalletType,
    Placement,
    Size,
)

CARRIED_CARTONS = 10
"""More cartons than this go onto pallets (issue of the trunk: more than 10)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A carton type with what the loops ask of it again and again."""

    carton: CartonType
    volume: int
    max_content_grams: int


def cartonize(
    *,
    items: Sequence[Item],
    cartons: Sequence[CartonType],
    pallet: PalletType | None = None,
    max_cartons: int = CARRIED_CARTONS,
) -> Cartonization:
    """Pack one fulfillment order into cartons: the smallest type that holds the rest, else the largest is filled.

    First fit decreasing by volume; identical units go in as blocks, so cost grows with lines, not with units.
    What fits no carton ships as it is, one parcel each. Every filled carton is shrunk to the smallest type that
    takes its content. More than `max_cartons` and a `pallet`: pallets with the cartons on them.
    Units: mm, grams. Cost: O(cartons x lines x free cuboids).
    """
    assert all(min(item.size) > 0 and item.quantity >= 0 and item.weight_grams >= 0 for item in items)
    boxes = sorted(
        (Box(one, measure_volume(one.size), one.max_weight_grams - one.tare_grams) for one in cartons),
        key=lambda box: (box.volume, str(box.carton.carton)),
    )
    fitting: list[Item] = []
    as_is: list[Item] = []
    for item in items:
        (fitting if any(_is_holding(box, item) for box in reversed(boxes)) else as_is).append(item)
    packed = _pack_boxes(boxes, *sort_rows(fitting))
    packed += [_pack_as_is(item) for item in as_is for _ in range(item.quantity)]
    pallets = palletize(cartons=packed, pallet=pallet) if pallet and len(packed) > max_cartons else ()
    return Cartonization(tuple(packed), pallets)


def _pack_boxes(boxes: list[Box], rows: Rows, left: list[int]) -> list[PackedCarton]:
    packed: list[PackedCarton] = []
    while any(left):
        chosen = _find_holding(boxes, rows, left)
        box, filling = chosen or _fill_largest(boxes, rows, left)
        # A content that the rest holds several times over is packed that often without being planned again.
        times = min(have // units for have, units in zip(left, filling.units, strict=True) if units)
        if chosen is None:
            box, filling = _shrink(boxes, box, rows, filling)
        packed += [_close(box, rows, filling)] * times
        left = [have - units * times for have, units in zip(left, filling.units, strict=True)]
    return packed


def _is_holding(box: Box, item: Item) -> bool:
    return item.weight_grams <= box.max_content_grams and fits(item, box.carton.size)


def _find_holding(boxes: Sequence[Box], rows: Rows, wanted: list[int]) -> tuple[Box, Filling] | None:
    """Find the smallest carton type that takes all; volume and weight rule most types out without packing."""
    volume, weight = sum_products(rows.volumes, wanted), sum_products(rows.weights, wanted)
    for box in boxes:
        if volume > box.volume or weight > box.max_content_grams:
            continue
        filling = fill_with_all(box.carton.size, box.max_content_grams, rows, wanted)
        if filling is not None:
            return box, filling
    return None


def _fill_largest(boxes: Sequence[Box], rows: Rows, wanted: list[int]) -> tuple[Box, Filling]:
    """Fill the largest type; a smaller but longer one when the first row fits only that."""
    first = next(row for row, units in enumerate(wanted) if units)
    for box in reversed(boxes):
        filling = fill_container(box.carton.size, box.max_content_grams, rows, wanted)
        if filling.units[first]:
            return box, filling
    raise AssertionError("every row fits some carton")


def _shrink(boxes: list[Box], box: Box, rows: Rows, filling: Filling) -> tuple[Box, Filling]:
    """Shrink a carton that weight, not room, has filled."""
    smaller = [other for other in boxes if other.volume < box.volume]
    return _find_holding(smaller, rows, filling.units) or (box, filling)


def _close(box: Box, rows: Rows, filling: Filling) -> PackedCarton:
    wall = 2 * box.carton.wall_mm
    length, width, height = box.carton.size
    inside = [(row, units) for row, units in zip(rows.rows, filling.units, strict=True) if units]
    return PackedCarton(
        box.carton.carton,
        (length + wall, width + wall, height + wall),
        tuple((row.line, units) for row, units in inside),
        box.carton.tare_grams + sum(row.weight_grams * units for row, units in inside),
        filling.placements,
    )


def _pack_as_is(item: Item) -> PackedCarton:
    size: Size = item.size
    return PackedCarton(
        None, size, ((item.line, 1),), item.weight_grams, (Placement(item.line, 0, 0, 0, *size, 1, 1, 1),)
    )
