"""Which cartons an order needs; nothing is written here."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from packhaus.decide.cartonize import Cartonization, CartonType, Item, PalletType, cartonize
from packhaus.outbound.services.pack.read import PackLine
from packhaus.outbound.types import BoxedUnits, PlannedBox
from packhaus.shipping.queries.carton_types import CartonTypeRow

UNMEASURED_MM = 100
UNMEASURED_GRAMS = 200
"""What an item that nobody has measured is taken for: a guess on the large side, so that it fits in."""

AS_IS = "AS-IS"
"""The carton code of an item that travels in its own packaging."""


class _Content(NamedTuple):
    """What decides where units go; orders with the same contents are packed alike."""

    quantity: int
    size: tuple[int, int, int]
    weight_grams: int
    must_stay_upright: bool


def plan_boxes(*, lines: Sequence[PackLine], types: Sequence[CartonTypeRow]) -> tuple[PlannedBox, ...]:
    """Plan the cartons of one fulfillment order; more than ten stand on pallets. Queries: 0."""
    contents = tuple(_as_content(line) for line in lines)
    ranked = sorted(range(len(lines)), key=lambda index: contents[index])
    plan = _plan(tuple(contents[index] for index in ranked), tuple(types))
    by_code = {row.code: row for row in types}
    pallets = {carton: number for number, pallet in enumerate(plan.pallets) for carton in pallet.cartons}
    boxes = []
    for index, carton in enumerate(plan.cartons):
        kind = by_code.get(carton.carton)
        size = (kind.outer_length_mm, kind.outer_width_mm, kind.outer_height_mm) if kind else carton.size
        items = tuple(BoxedUnits(lines[ranked[place]].id, units) for place, units in carton.items)
        placements = tuple(one._replace(line=lines[ranked[one.line]].id) for one in carton.placements)
        boxes.append(
            PlannedBox(
                carton.carton or AS_IS, size, carton.weight_grams, items, placements, pallets.get(index)
            )
        )
    return tuple(boxes)


@lru_cache(maxsize=20_000)
def _plan(contents: tuple[_Content, ...], types: tuple[CartonTypeRow, ...]) -> Cartonization:
    return cartonize(
        items=[Item(place, *content) for place, content in enumerate(contents)],
        cartons=[_as_carton(row) for row in types],
        pallet=PalletType(),
    )


def as_item_size(line: PackLine) -> tuple[tuple[int, int, int], int]:
    """Return the measures and the weight of one unit, guessed where nobody has measured."""
    size = (
        line.length_mm or UNMEASURED_MM,
        line.width_mm or UNMEASURED_MM,
        line.height_mm or UNMEASURED_MM,
    )
    return size, line.weight_grams or UNMEASURED_GRAMS


def _as_content(line: PackLine) -> _Content:
    size, weight = as_item_size(line)
    return _Content(line.picked, size, weight, line.must_stay_upright)


def _as_carton(row: CartonTypeRow) -> CartonType:
    size = (row.inner_length_mm, row.inner_width_mm, row.inner_height_mm)
    return CartonType(row.code, size, row.max_weight_grams, row.tare_grams)
