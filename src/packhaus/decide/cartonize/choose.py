"""Choose the cartons that cost least for one order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from packhaus.decide.cartonize.orient import ANYTHING, fits, list_orientations, sum_products
from packhaus.decide.cartonize.price import PackingRules, measure_outside, price_carton, price_freight
from packhaus.decide.cartonize.stow import Stowed, Ware, Wares, lay_out_wares, stow_all, stow_whole
from packhaus.decide.cartonize.types import CartonType, Item, PackedCarton, Parcel, Placement
from packhaus.decide.keys import Key, sort_key

STARTS_AT_MOST = 40
"""Lines up to which a plan is begun with every carton type, not only with the one that is best by volume."""


class Filled(NamedTuple):
    """A carton type with what was stowed into it, and its price."""

    carton: CartonType
    stowed: Stowed
    cost_minor: int


class Plan(NamedTuple):
    """Some cartons and what they cost together."""

    cost_minor: int
    cartons: tuple[Filled, ...]


class Stock(NamedTuple):
    """What an order's search asks again and again: wares in packing order, carton types, rules.

    `starts` are the types with which several cartons begin; None: whichever costs least for what it takes. `cheapest`
    is what no carton costs less than.
    """

    rows: Wares
    cartons: tuple[CartonType, ...]
    rules: PackingRules
    starts: tuple[CartonType | None, ...]
    cheapest: int

    @property
    def wares(self) -> tuple[Ware, ...]:
        return self.rows.wares


def choose_cartons(
    *,
    items: Sequence[Item],
    cartons: Sequence[CartonType],
    rules: PackingRules,
    below: int | None = None,
    starts_at_most: int = STARTS_AT_MOST,
) -> tuple[Parcel, ...]:
    """Pack one order into the cartons that cost least with fill and freight.

    A single carton is found cheapest first: its price is known before anything is stowed. Several are found by
    starting with each type in turn and going on with whichever costs least for what it takes; a plan that can no longer
    be the cheapest is given up. What fits no carton ships as it is. With `below` nothing is returned where every plan
    costs that or more; with more lines than `starts_at_most` only one start is tried.
    Units: mm, grams, minor units of one currency. Deterministic.
    """
    assert all(min(item.size) > 0 and item.quantity >= 0 and item.weight_grams >= 0 for item in items)
    wanted = [item for item in items if item.quantity]
    fitting = [item for item in wanted if any(_is_holding(carton, item) for carton in cartons)]
    loose = [item for item in wanted if item not in fitting]
    as_is = [parcel for item in loose for parcel in [ship_as_is(item, rules)] * item.quantity]
    bound = None if below is None else below - sum(parcel.cost_minor for parcel in as_is)
    starts = tuple(cartons) if len(fitting) <= starts_at_most else (None,)
    cheapest = min((_price_empty(carton, rules) for carton in cartons), default=0)
    rows = lay_out_wares(_sort_wares(fitting, rules))
    stock = Stock(rows, tuple(cartons), rules, starts, cheapest)
    quantities = {item.line: item.quantity for item in fitting}
    plan = _plan(stock, [quantities[ware.line] for ware in stock.wares], bound)
    return () if plan is None else (*(_close(filled, stock) for filled in plan.cartons), *as_is)


def _is_holding(carton: CartonType, item: Item) -> bool:
    return item.weight_grams <= carton.max_weight_grams - carton.tare_grams and fits(item, carton.size)


def _sort_wares(items: Sequence[Item], rules: PackingRules) -> list[Ware]:
    """Sort wares for stowing: what carries all before what carries little, then the largest first."""
    wares = [
        Ware(
            item.line,
            list_orientations(item.size, keep_upright=item.keep_upright),
            item.weight_grams,
            item.size[0] * item.size[1] * item.size[2],
            ANYTHING if item.carries_grams is None else item.carries_grams,
            item.hazard,
            frozenset(_list_apart(item.hazard, rules)),
        )
        for item in items
    ]
    wares.sort(
        key=lambda ware: (-min(ware.carries_grams, 1_000_000), -ware.volume, sort_key(ware.line)),
    )
    return wares


def _list_apart(hazard: Key, rules: PackingRules) -> Iterator[Key]:
    """List the classes that a class never shares a carton with."""
    for pair in rules.apart:
        if hazard in pair:
            yield from pair - {hazard}


def _plan(stock: Stock, left: list[int], bound: int | None) -> Plan | None:
    """Find the cheapest plan: one carton, or several that start with each type in turn; None: none is below `bound`."""
    if not any(left):
        return Plan(0, ()) if bound is None or bound > 0 else None
    single = _find_single(stock, left, bound)
    best = None if single is None else Plan(single.cost_minor, (single,))
    for first in stock.starts:
        plan = _plan_from(stock, first, left, bound if best is None else best.cost_minor)
        if plan is not None and (best is None or plan.cost_minor < best.cost_minor):
            best = plan
    assert best is not None or bound is not None, "every ware fits some carton"
    return best if best is None or bound is None or best.cost_minor < bound else None


def _find_single(stock: Stock, left: Sequence[int], below: int | None = None) -> Filled | None:
    """Find the cheapest carton that takes all, if one costs less than `below`."""
    wares = [ware for ware, units in zip(stock.wares, left, strict=True) if units]
    limited = [ware for ware in wares if ware.apart]
    if any(other.hazard in ware.apart for ware in limited for other in wares if ware is not other):
        return None
    volume, weight = _sum_content(stock.rows, left)
    priced = sorted(
        (price_carton(carton=carton, content_grams=weight, content_mm3=volume, rules=stock.rules), number)
        for number, carton in enumerate(stock.cartons)
        if _is_roomy(carton, volume, weight)
    )
    if not priced or (below is not None and priced[0][0] >= below):
        return None
    orders = _list_orders(stock.wares, left)
    for cost, number in priced:
        if below is not None and cost >= below:
            break
        stowed = _stow_whole(stock.cartons[number], stock.rows, left, orders)
        if stowed is not None:
            return Filled(stock.cartons[number], stowed, cost)
    return None


def _plan_from(stock: Stock, first: CartonType | None, left: Sequence[int], bound: int | None) -> Plan | None:
    """Plan several cartons, the first of a given type; None when it would cost `bound` or more, or is but one."""
    cost, cartons, rest = 0, list[Filled](), list(left)
    while any(rest):
        # The rest needs one carton more, the very beginning two.
        if bound is not None and cost + stock.cheapest * (1 if cartons else 2) >= bound:
            return None
        filled = _fill(stock, first, rest) if first and not cartons else _choose_next(stock, rest)
        if filled is None:
            return None
        units = filled.stowed.units
        times = min(have // taken for have, taken in zip(rest, units, strict=True) if taken)
        cost += filled.cost_minor * times
        cartons += [filled] * times
        rest = [have - taken * times for have, taken in zip(rest, units, strict=True)]
    return Plan(cost, tuple(cartons))


def _price_empty(carton: CartonType, rules: PackingRules) -> int:
    volume = carton.size[0] * carton.size[1] * carton.size[2]
    return price_carton(carton=carton, content_grams=0, content_mm3=volume, rules=rules)


def _choose_next(stock: Stock, left: Sequence[int]) -> Filled | None:
    """Choose the carton that takes all that is left, else the one that costs least for the volume that it takes."""
    single = _find_single(stock, left)
    if single is not None:
        return single
    filled = [one for carton in stock.cartons if (one := _fill(stock, carton, left))]
    return min(
        filled, key=lambda one: one.cost_minor / _sum_content(stock.rows, one.stowed.units)[0], default=None
    )


def _fill(stock: Stock, carton: CartonType, left: Sequence[int]) -> Filled | None:
    """Fill a carton as far as it goes and change it for the cheapest that takes the same; None when nothing goes in."""
    limit = carton.max_weight_grams - carton.tare_grams
    order = range(len(left))
    stowed = stow_all(size=carton.size, max_content_grams=limit, wares=stock.rows, wanted=left, order=order)
    if not any(stowed.units):
        return None
    volume, weight = _sum_content(stock.rows, stowed.units)
    cost = price_carton(carton=carton, content_grams=weight, content_mm3=volume, rules=stock.rules)
    cheaper = _find_single(stock, stowed.units, below=cost)
    return cheaper or Filled(carton, stowed, cost)


def _stow_whole(
    carton: CartonType, wares: Wares, left: Sequence[int], orders: Sequence[Sequence[int]]
) -> Stowed | None:
    """Stow everything into a carton, in one order after the other; None when none of them gets all in."""
    limit = carton.max_weight_grams - carton.tare_grams
    for order in orders:
        stowed = stow_whole(size=carton.size, max_content_grams=limit, wares=wares, wanted=left, order=order)
        if stowed is not None:
            return stowed
    return None


def _list_orders(wares: Sequence[Ware], left: Sequence[int]) -> list[tuple[int, ...]]:
    """List the orders in which wares are tried: as they are, by longest side, lowest stand, all units' volume."""
    rows = [place for place, units in enumerate(left) if units]
    orders = [
        tuple(rows),
        tuple(sorted(rows, key=lambda row: -max(wares[row].stands[0]))),
        tuple(sorted(rows, key=lambda row: min(stand[2] for stand in wares[row].stands))),
        tuple(sorted(rows, key=lambda row: -wares[row].volume * left[row])),
    ]
    return list(dict.fromkeys(orders))


def _is_roomy(carton: CartonType, volume: int, weight: int) -> bool:
    length, width, height = carton.size
    return volume <= length * width * height and weight <= carton.max_weight_grams - carton.tare_grams


def _sum_content(wares: Wares, units: Sequence[int]) -> tuple[int, int]:
    """Sum up volume and weight."""
    return sum_products(wares.volumes, units), sum_products(wares.weights, units)


def _close(filled: Filled, stock: Stock) -> Parcel:
    volume, weight = _sum_content(stock.rows, filled.stowed.units)
    carton = filled.carton
    items = tuple(
        (ware.line, units) for ware, units in zip(stock.wares, filled.stowed.units, strict=True) if units
    )
    packed = PackedCarton(
        carton.carton,
        measure_outside(carton),
        items,
        carton.tare_grams + weight,
        filled.stowed.placements,
    )
    inside = carton.size[0] * carton.size[1] * carton.size[2]
    return Parcel(packed, filled.cost_minor, 1 - volume / inside)


def ship_as_is(item: Item, rules: PackingRules) -> Parcel:
    """Ship one unit in its own packaging."""
    placement = Placement(item.line, 0, 0, 0, *item.size, 1, 1, 1)
    packed = PackedCarton(None, item.size, ((item.line, 1),), item.weight_grams, (placement,))
    cost = price_freight(freight=rules.freight, weight_grams=item.weight_grams, size=item.size)
    return Parcel(packed, cost, 0.0)
