"""Plan the parcels of one order within the time that a floor has for it."""

from __future__ import annotations

from collections.abc import Sequence

from packhaus.decide.cartonize.choose import STARTS_AT_MOST, choose_cartons, ship_as_is
from packhaus.decide.cartonize.pack import CARRIED_CARTONS, cartonize
from packhaus.decide.cartonize.palletize import palletize
from packhaus.decide.cartonize.price import PackingRules, price_carton
from packhaus.decide.cartonize.types import CartonType, Item, PackedCarton, PalletType, Parcel, ParcelPlan

SEARCHED_LINES = 10
"""Up to so many lines the cheapest plan is searched for; beyond, a search takes seconds and finds next to nothing."""
_STARTED_UNITS = 10
"""Up to so many units a plan of several cartons is begun with every type, as `choose_cartons` does by itself."""


def plan_parcels(
    *,
    items: Sequence[Item],
    cartons: Sequence[CartonType],
    rules: PackingRules,
    pallet: PalletType | None = None,
    max_cartons: int = CARRIED_CARTONS,
) -> ParcelPlan:
    """Plan one order's parcels at the least cost that a short search finds; more than `max_cartons` stand on pallets.

    Without limits on what carries what, the plan of `cartonize` stands unless the search finds a cheaper one. On the
    retailer's orders of the demo (18 lines in the mean) the whole search took 70 ms an order; it saved 1% where an
    order had ten lines at most, and nothing beyond, so that these are not searched.
    Units: mm, grams, minor units of one currency. Deterministic.
    """
    if any(item.carries_grams is not None or item.hazard is not None for item in items):
        parcels = choose_cartons(items=items, cartons=cartons, rules=rules, starts_at_most=SEARCHED_LINES)
    else:
        parcels = _plan_unlimited(items, cartons, rules)
    packed = [parcel.packed for parcel in parcels]
    pallets = palletize(cartons=packed, pallet=pallet) if pallet and len(packed) > max_cartons else ()
    return ParcelPlan(parcels, pallets)


def prepare_packing() -> None:
    """Load the compiled loops, or compile them where they have changed: a second, or half a minute of work."""
    cartons = (CartonType("", (4, 4, 4), 9),)
    for carries in (None, 1):
        plan_parcels(
            items=[Item(0, 1, (1, 1, 1), 1, carries_grams=carries)], cartons=cartons, rules=PackingRules()
        )


def _plan_unlimited(
    items: Sequence[Item], cartons: Sequence[CartonType], rules: PackingRules
) -> tuple[Parcel, ...]:
    plan = cartonize(items=items, cartons=cartons).cartons
    by_line, by_carton = {item.line: item for item in items}, {one.carton: one for one in cartons}
    parcels = tuple(_price(packed, by_line, by_carton, rules) for packed in plan)
    if len(items) > SEARCHED_LINES:
        return parcels
    cost = sum(parcel.cost_minor for parcel in parcels)
    starts = STARTS_AT_MOST if sum(item.quantity for item in items) <= _STARTED_UNITS else 0
    cheaper = choose_cartons(items=items, cartons=cartons, rules=rules, below=cost, starts_at_most=starts)
    return cheaper or parcels


def _price(
    packed: PackedCarton,
    by_line: dict[object, Item],
    by_carton: dict[object, CartonType],
    rules: PackingRules,
) -> Parcel:
    if packed.carton is None:
        return ship_as_is(by_line[packed.items[0][0]], rules)
    carton = by_carton[packed.carton]
    volume = sum(_measure(by_line[line]) * units for line, units in packed.items)
    cost = price_carton(
        carton=carton, content_grams=packed.weight_grams - carton.tare_grams, content_mm3=volume, rules=rules
    )
    inside = carton.size[0] * carton.size[1] * carton.size[2]
    return Parcel(packed, cost, 1 - volume / inside)


def _measure(item: Item) -> int:
    return item.size[0] * item.size[1] * item.size[2]
