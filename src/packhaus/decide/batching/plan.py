"""Which orders are walked for together: as good a plan as a budget of time gives."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from packhaus.decide.batching.arrays import lay_out
from packhaus.decide.batching.types import Walk, WalkOrder, WalkPlan
from packhaus.decide.tours import Layout, Stop, find_tour

ORDERS_TOGETHER = 400
"""So many orders are searched at once; of more, neighbours from left to right share a search and the budget."""


def plan_walks(
    *,
    layout: Layout,
    orders: Sequence[WalkOrder],
    limits: Sequence[int],
    share_spent: Callable[[], float],
    seed: int = 0,
) -> WalkPlan:
    """Plan walks of the least length in all within a cart's limits; what no cart takes is left out and named.

    Up to 12 orders get a best plan. More are batched by savings and then searched until `share_spent`, asked
    again and again, reaches 1 (see `spend_seconds`, `spend_rounds`).
    Units: mm; needs and limits in the same units and order (totes, mm3, grams). The same seed and as many
    rounds give the same plan.
    """
    assert all(len(order.needs) == len(limits) for order in orders)
    fitting = [
        order for order in orders if all(need <= most for need, most in zip(order.needs, limits, strict=True))
    ]
    taken = {order.order for order in fitting}
    walks: list[Walk] = []
    parts = _split(fitting)
    for number, part in enumerate(parts):

        def share_of_part(number: int = number) -> float:
            return share_spent() * len(parts) - number

        walks += _plan_part(layout, part, limits, share_of_part, seed)
    return WalkPlan(tuple(walks), tuple(order.order for order in orders if order.order not in taken))


def prepare_search() -> None:
    """Load the search, or compile it where it has changed: half a second, or half a minute of processor time."""
    layout = Layout((0, 1_000), (0, 1_000), 0)
    for count in (2, 14):
        orders = [WalkOrder(number, (Stop(number % 2, 500),), (1,)) for number in range(count)]
        plan_walks(layout=layout, orders=orders, limits=(4,), share_spent=spend_rounds(1))


def spend_seconds(seconds: float) -> Callable[[], float]:
    """Spend so many seconds, counted from now."""
    began = time.monotonic()
    return lambda: (time.monotonic() - began) / seconds


def spend_rounds(rounds: int) -> Callable[[], float]:
    """Spend so many questions: the same plan each time, however fast the machine."""
    shares = iter([number / rounds for number in range(rounds)])
    return lambda: next(shares, 1.0)


def _split(orders: Sequence[WalkOrder]) -> list[list[WalkOrder]]:
    """Split orders into even parts from left to right."""
    parts = -(-len(orders) // ORDERS_TOGETHER)
    by_place = sorted(
        orders, key=lambda order: sum(stop.aisle for stop in order.stops) / max(1, len(order.stops))
    )
    size = -(-len(orders) // max(1, parts))
    return [by_place[start : start + size] for start in range(0, len(orders), max(1, size))]


def _plan_part(
    layout: Layout,
    orders: Sequence[WalkOrder],
    limits: Sequence[int],
    share_spent: Callable[[], float],
    seed: int,
) -> list[Walk]:
    # The compiler is large; only a process that plans walks loads it.
    from packhaus.decide.batching.partition import ORDERS_EXACT, partition
    from packhaus.decide.batching.search import search

    ground, arrays = lay_out(layout=layout, orders=orders, limits=limits)
    if len(orders) <= ORDERS_EXACT:
        carts = partition(ground=ground, orders=arrays)
    else:
        found = search(ground=ground, orders=arrays, share_spent=share_spent, seed=seed)
        carts = [found.members[cart, : found.size[cart]].tolist() for cart in range(found.used[0])]
    return [_walk(layout, [orders[number] for number in sorted(cart)]) for cart in carts]


def _walk(layout: Layout, orders: Sequence[WalkOrder]) -> Walk:
    stops = tuple(dict.fromkeys(stop for order in orders for stop in order.stops))
    return Walk(tuple(order.order for order in orders), find_tour(layout=layout, stops=stops))
