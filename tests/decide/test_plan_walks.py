"""Walks hold every order once, within the cart, and are short together.

The first run after a change of the search takes longer than five seconds: it is compiled.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from packhaus.decide.batching import WalkOrder, WalkPlan, plan_walks, spend_rounds
from packhaus.decide.tours import Layout, Stop, find_shortest_tour, find_tour

ONE_BLOCK = Layout(tuple(range(0, 10_000, 2_000)), (0, 20_000), depot_x_mm=0)
LIMITS = (4, 100)
"""Totes, litres."""


def draw_orders(*, count: int, layout: Layout = ONE_BLOCK, seed: int = 1) -> list[WalkOrder]:
    source = random.Random(seed)
    return [
        WalkOrder(
            number,
            tuple(
                Stop(source.randrange(len(layout.aisles_x_mm)), source.randint(0, layout.crosses_y_mm[-1]))
                for _ in range(source.randint(1, 4))
            ),
            (source.randint(1, 2), source.randint(5, 40)),
        )
        for number in range(count)
    ]


def plan(orders: list[WalkOrder], *, layout: Layout = ONE_BLOCK, rounds: int = 3) -> WalkPlan:
    return plan_walks(layout=layout, orders=orders, limits=LIMITS, share_spent=spend_rounds(rounds))


def assert_whole(found: WalkPlan, orders: list[WalkOrder], layout: Layout = ONE_BLOCK) -> None:
    """Every order is on one walk, no cart carries too much, and every stop is on its walk's tour."""
    by_key = {order.order: order for order in orders}
    walked = [order for walk in found.walks for order in walk.orders]
    assert Counter([*walked, *found.left_out]) == Counter(list(by_key))
    for walk in found.walks:
        members = [by_key[order] for order in walk.orders]
        assert all(sum(m.needs[d] for m in members) <= LIMITS[d] for d in range(len(LIMITS)))
        stops = {stop for member in members for stop in member.stops}
        assert set(walk.tour.stops) == stops
        assert walk.tour.length_mm == find_shortest_tour(layout=layout, stops=stops).length_mm


def split_best(orders: list[WalkOrder]) -> int:
    """Measure the best of all splits, one order after the other to a cart that there is or to a new one."""
    best = 1 << 60

    def go(rest: list[WalkOrder], carts: list[list[WalkOrder]]) -> None:
        nonlocal best
        if not rest:
            best = min(best, sum(measure(cart) for cart in carts))
            return
        first, *others = rest
        for number, cart in enumerate(carts):
            if all(sum(o.needs[d] for o in [*cart, first]) <= LIMITS[d] for d in range(2)):
                go(others, [*carts[:number], [*cart, first], *carts[number + 1 :]])
        go(others, [*carts, [first]])

    go(orders, [])
    return best


def measure(cart: list[WalkOrder]) -> int:
    return find_shortest_tour(
        layout=ONE_BLOCK, stops={stop for order in cart for stop in order.stops}
    ).length_mm


@pytest.mark.parametrize("seed", [1, 2])
def test_few_orders_get_the_best_split_of_all(seed: int) -> None:
    orders = draw_orders(count=6, seed=seed)
    found = plan(orders)
    assert_whole(found, orders)
    assert found.length_mm == split_best(orders)


def test_many_orders_are_each_on_one_walk() -> None:
    orders = draw_orders(count=60)
    assert_whole(plan(orders), orders)


def test_searching_shortens_what_savings_built() -> None:
    orders = draw_orders(count=60)
    assert plan(orders, rounds=40).length_mm < plan(orders, rounds=0).length_mm


def test_the_same_seed_gives_the_same_plan() -> None:
    orders = draw_orders(count=40)
    assert plan(orders) == plan(orders)


@pytest.mark.parametrize(
    "crosses", [(0, 9_000, 20_000), (0, 6_000, 11_000, 20_000), (0, 5, 6, 10, 15_000, 20_000)]
)
def test_warehouses_of_more_blocks_are_measured_with_their_cross_aisles(crosses: tuple[int, ...]) -> None:
    layout = Layout(ONE_BLOCK.aisles_x_mm, crosses, depot_x_mm=3_500, depot_cross=1)
    orders = draw_orders(count=30, layout=layout)
    found = plan_walks(layout=layout, orders=orders, limits=LIMITS, share_spent=spend_rounds(3))
    assert Counter(order for walk in found.walks for order in walk.orders) == Counter(range(30))
    alone_mm = sum(find_tour(layout=layout, stops=order.stops).length_mm for order in orders)
    assert found.length_mm < 0.7 * alone_mm


def test_an_order_larger_than_a_cart_is_left_out_and_named() -> None:
    orders = [*draw_orders(count=3), WalkOrder("big", (Stop(0, 5),), (5, 1))]
    found = plan(orders)
    assert_whole(found, orders)
    assert found.left_out == ("big",)


def test_nothing_to_batch_is_no_walk() -> None:
    assert plan([]) == WalkPlan((), ())


def test_orders_without_a_stop_walk_nowhere() -> None:
    found = plan([WalkOrder("a", (), (1, 1)), WalkOrder("b", (Stop(0, 10),), (1, 1))])
    assert found.length_mm == 20
