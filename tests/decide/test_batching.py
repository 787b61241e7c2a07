"""Orders that lie near each other are walked together, as far as the cart takes them."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.batching import (
    BatchPlan,
    Cart,
    LeftOut,
    Oversize,
    PickBatch,
    PickOrder,
    build_batches,
    count_totes,
)

CART = Cart(totes=3, tote_volume_mm3=50, tote_weight_grams=1_000)


def order(name: object, volume: int = 10, *, x: int = 0, lines: int = 2, share: object = None) -> PickOrder:
    return PickOrder(name, volume, 100, lines, x, 0, share)


def test_s071_the_small_orders_go_together_and_the_big_one_is_named() -> None:
    orders = [order("a"), order("b"), order("big", 500), order("c")]
    plan = build_batches(orders=orders, cart=CART)
    assert plan == BatchPlan([PickBatch((("a",), ("b",), ("c",)))], [LeftOut("big", 10)])


def test_s073_tiny_orders_of_one_customer_share_a_tote() -> None:
    orders = [order(name, share="customer") for name in "abc"]
    assert build_batches(orders=orders, cart=CART).batches == [PickBatch((("a", "b", "c"),))]


def test_s074_when_every_order_is_too_large_each_is_named() -> None:
    orders = [order("a", 400), order("b", 400)]
    assert build_batches(orders=orders, cart=CART) == BatchPlan([], [LeftOut("a", 8), LeftOut("b", 8)])


def test_an_order_too_large_for_the_cart_may_walk_alone() -> None:
    plan = build_batches(orders=[order("big", 400), order("a")], cart=CART, oversize=Oversize.ALONE)
    assert plan.batches == [PickBatch((("big",),) * 8), PickBatch((("a",),))]


def test_an_order_takes_as_many_totes_as_it_needs_and_the_next_that_fits_follows() -> None:
    plan = build_batches(orders=[order("a", 60), order("b", 60, x=1), order("c", 10, x=2)], cart=CART)
    assert plan.batches == [PickBatch((("a",), ("a",), ("c",))), PickBatch((("b",), ("b",)))]
    assert plan.batches[0].orders == ("a", "c")


def test_single_line_orders_keep_to_themselves() -> None:
    plan = build_batches(orders=[order("a"), order("b", lines=1), order("c"), order("d", lines=1)], cart=CART)
    assert [batch.orders for batch in plan.batches] == [("b", "d"), ("a", "c")]


def test_neighbours_walk_together() -> None:
    orders = [order(name, x=x) for name, x in [("a", 0), ("far 1", 90), ("b", 1), ("far 2", 91), ("c", 2)]]
    plan = build_batches(orders=orders, cart=CART)
    assert [set(batch.orders) for batch in plan.batches] == [{"a", "b", "c"}, {"far 1", "far 2"}]


ORDERS = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.integers(0, 3_500),
        st.integers(1, 3),
        st.integers(0, 9),
        st.integers(0, 9),
        st.none() | st.integers(0, 1),
    ),
    max_size=20,
)


@given(ORDERS)
def test_every_order_is_in_one_batch_or_left_out_and_no_tote_is_too_full(
    drawn: list[tuple[int, int, int, int, int, int | None]],
) -> None:
    orders = [PickOrder(number, *row) for number, row in enumerate(drawn)]
    plan = build_batches(orders=orders, cart=CART)
    seen = [name for batch in plan.batches for name in batch.orders] + [left.order for left in plan.left_out]
    assert sorted(seen) == list(range(len(orders)))
    for batch in plan.batches:
        assert len(batch.totes) <= CART.totes
        assert len({orders[name].lines == 1 for name in batch.orders}) == 1
        counted = Counter(batch.totes)
        for tote, times in counted.items():
            assert sum(orders[name].volume_mm3 for name in tote) <= CART.tote_volume_mm3 * times
            assert sum(orders[name].weight_grams for name in tote) <= CART.tote_weight_grams * times
            assert len(tote) == 1 or len({orders[name].share for name in tote}) == 1
    assert all(count_totes(order=orders[left.order], cart=CART) > CART.totes for left in plan.left_out)
    assert plan == build_batches(orders=orders, cart=CART)


def test_timing_of_ten_thousand_orders_is_printed() -> None:
    dice = random.Random(1)
    orders = [
        PickOrder(number, dice.randint(1, 60), 100, 3, dice.randrange(60_000), dice.randrange(40_000))
        for number in range(10_000)
    ]
    started = time.perf_counter()
    plan = build_batches(orders=orders, cart=CART._replace(totes=8))
    sys.stdout.write(f"10,000 orders: {len(plan.batches)} batches, {time.perf_counter() - started:.2f} s\n")
    assert sum(len(batch.orders) for batch in plan.batches) == 10_000
