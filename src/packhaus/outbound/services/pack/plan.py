"""Which cartons an order needs; nothing is written here."""

from collections.abc import Sequence
from functools import lru_cache
from math import prod
from typing import NamedTuple

from packhaus.decide.cartonize import (
    CartonType,
    Freight,
    Item,
    PackedCarton,
    PackingRules,
    PalletType,
    ParcelPlan,
    Placement,
    plan_parcels,
)
from packhaus.decide.cartonize.hazard import KEPT_APART
from packhaus.outbound.services.pack.read import PackHeader, PackLine, PackWork
from packhaus.outbound.services.pack.shipment import draft_shipment
from packhaus.outbound.types import BoxedUnits, PlannedBox
from packhaus.shipping.queries.carton_types import CartonTypeRow
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.shipping.services.rate import rate_shipment
from packhaus.shipping.types import ParcelDraft, PricedService

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
    carries_grams: int
    hazard: str


class Layout(NamedTuple):
    """Where things lie in one carton, and how much of it holds nothing."""

    placements: tuple[Placement, ...]
    empty_permille: int


class FoundPlan(NamedTuple):
    """A plan for what was in an order, and the lines in the ranking by which the plan names them."""

    header: PackHeader
    lines: list[PackLine]
    types: tuple[CartonTypeRow, ...]
    plan: ParcelPlan
    ids: list[int]

    def fits(self, work: PackWork, types: Sequence[CartonTypeRow]) -> bool:
        """Say whether the order and the cartons are still what they were when the plan was made."""
        return self.header == work.header and self.lines == work.lines and self.types == types


def find_plan(*, work: PackWork, types: Sequence[CartonTypeRow]) -> FoundPlan:
    """Find the plan of one fulfillment order; equal contents are planned once. Queries: as `plan_boxes`."""
    ranked = sorted((_as_content(line), line.id) for line in work.lines)
    contents = tuple(content for content, _ in ranked)
    service = _expect_service(work, contents, types)
    plan = _plan(contents, tuple(types), service)
    return FoundPlan(work.header, work.lines, tuple(types), plan, [id_ for _, id_ in ranked])


def plan_boxes(
    *, work: PackWork, types: Sequence[CartonTypeRow], ahead: FoundPlan | None = None
) -> tuple[PlannedBox, ...]:
    """Plan the cartons of one fulfillment order at the least cost; more than ten stand on pallets.

    `ahead` is taken where it still fits. Queries: 0, or 2 while prices are not fresh.
    """
    found = ahead if ahead and ahead.fits(work, types) else find_plan(work=work, types=types)
    plan, ids = found.plan, found.ids
    by_code = {row.code: row for row in types}
    pallets = {carton: number for number, pallet in enumerate(plan.pallets) for carton in pallet.cartons}
    boxes = []
    for index, parcel in enumerate(plan.parcels):
        carton = parcel.packed
        kind = by_code.get(carton.carton)
        named = _name_lines(carton, ids)
        boxes.append(
            PlannedBox(
                carton.carton or AS_IS,
                measure_outside(kind) if kind else carton.size,
                carton.weight_grams,
                tuple(BoxedUnits(line, units) for line, units in named.items),
                named.placements,
                pallets.get(index),
                measure_inside(kind) if kind else None,
                round(parcel.empty_share * 1_000),
            )
        )
    return tuple(boxes)


def arrange(*, kind: CartonTypeRow, items: Sequence[tuple[PackLine, int]]) -> Layout:
    """Lay items into one carton of a given type; without placements where they do not fit. Queries: 0."""
    inside = measure_inside(kind)
    held = sum(prod(as_item_size(line)[0]) * units for line, units in items)
    empty = max(0, 1_000 - held * 1_000 // prod(inside))
    parcels = plan_parcels(
        items=[_as_item(line, units) for line, units in items],
        cartons=[as_carton(kind)],
        rules=PackingRules(freight=Freight(mm3_per_gram=None), apart=KEPT_APART),
    ).parcels
    if len(parcels) != 1 or parcels[0].packed.carton is None:
        return Layout((), empty)
    return Layout(parcels[0].packed.placements, empty)


def _as_item(line: PackLine, units: int) -> Item:
    size, weight = as_item_size(line)
    return Item(line.id, units, size, weight, line.must_stay_upright, line.carries_grams, line.hazard or None)


def as_item_size(line: PackLine) -> tuple[tuple[int, int, int], int]:
    """Return the measures and the weight of one unit, guessed where nobody has measured."""
    size = (
        line.length_mm or UNMEASURED_MM,
        line.width_mm or UNMEASURED_MM,
        line.height_mm or UNMEASURED_MM,
    )
    return size, line.weight_grams or UNMEASURED_GRAMS


def as_carton(row: CartonTypeRow, *, currency: str = "") -> CartonType:
    """Return a carton type as the plan takes it; its cost counts where it is in the currency of the freight."""
    inside, outside = measure_inside(row), measure_outside(row)
    wall = max(-(-(outer - inner) // 2) for outer, inner in zip(outside, inside, strict=True))
    cost = row.cost_minor if row.currency == currency else 0
    return CartonType(row.code, inside, row.max_weight_grams, row.tare_grams, wall, cost)


def measure_inside(row: CartonTypeRow) -> tuple[int, int, int]:
    """Return a carton type's inside."""
    return (row.inner_length_mm, row.inner_width_mm, row.inner_height_mm)


def measure_outside(row: CartonTypeRow) -> tuple[int, int, int]:
    """Return a carton type's outside."""
    return (row.outer_length_mm, row.outer_width_mm, row.outer_height_mm)


def _name_lines(carton: PackedCarton, ids: Sequence[int]) -> PackedCarton:
    """Put fulfillment lines where the plan has places in its ranking."""
    items = tuple((ids[place], units) for place, units in carton.items)
    return carton._replace(
        items=items, placements=tuple(one._replace(line=ids[one.line]) for one in carton.placements)
    )


@lru_cache(maxsize=20_000)
def _plan(
    contents: tuple[_Content, ...], types: tuple[CartonTypeRow, ...], service: PricedService | None
) -> ParcelPlan:
    # The smaller first: of cartons that cost the same, the first is taken.
    ranked = sorted(types, key=lambda row: (prod(measure_inside(row)), row.code))
    return plan_parcels(
        items=[
            Item(
                place,
                content.quantity,
                content.size,
                content.weight_grams,
                content.must_stay_upright,
                None if content.carries_grams < 0 else content.carries_grams,
                content.hazard or None,
            )
            for place, content in enumerate(contents)
        ],
        cartons=[_limit(as_carton(row, currency=_price_currency(row, service)), service) for row in ranked],
        rules=PackingRules(freight=_as_freight(service), apart=KEPT_APART),
        pallet=PalletType(),
    )


def _price_currency(row: CartonTypeRow, service: PricedService | None) -> str:
    return service.currency if service and service.currency else row.currency


def _limit(carton: CartonType, service: PricedService | None) -> CartonType:
    """Let a carton weigh no more than the service takes."""
    if service is None:
        return carton
    return carton._replace(max_weight_grams=min(carton.max_weight_grams, service.max_weight_grams))


def _as_freight(service: PricedService | None) -> Freight:
    """Return a service's prices; what is beyond the last of them costs it once more by the kilogram, to be avoided."""
    if service is None or not service.steps:
        return Freight(mm3_per_gram=None)
    steps = tuple((step.max_weight_grams, step.amount_minor) for step in service.steps)
    return Freight(steps, steps[-1][1], service.cm3_per_kg)


def _expect_service(
    work: PackWork, contents: Sequence[_Content], types: Sequence[CartonTypeRow]
) -> PricedService | None:
    """Find the service that would take the order, or one full parcel of it; None where none does."""
    weight = sum(content.quantity * content.weight_grams for content in contents)
    heaviest = max((row.max_weight_grams for row in types), default=weight)
    parcel = ParcelDraft(work.header.id, "", 0, 0, 0, min(weight, heaviest), ())
    rate = rate_shipment(draft=draft_shipment(work, (parcel,)), services=list_priced_services())
    return None if isinstance(rate, dict) else rate.service


def _as_content(line: PackLine) -> _Content:
    size, weight = as_item_size(line)
    carries = -1 if line.carries_grams is None else line.carries_grams
    return _Content(line.picked, size, weight, line.must_stay_upright, carries, line.hazard)
