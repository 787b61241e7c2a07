"""New stock goes to those who wait, in a fair order; rows S054 to S060 with our words for theirs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.backorders import BackorderDemand, BackorderPlan, promise_backorders, rank_demand

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
NORMAL, URGENT = 1, 0


def wait(
    demand: int, quantity: int, *, sku: str = "P1", order: int = 0, priority: int = NORMAL
) -> BackorderDemand:
    placed_at = START + timedelta(minutes=demand)
    return BackorderDemand(demand, order or demand, sku, quantity, ("A",), priority, None, placed_at)


def queue(urgent: int = 0) -> BackorderPlan:
    wanted = enumerate([5, 3, 20, 20, 15], start=1)
    demands = [
        wait(number, units, priority=URGENT if number == urgent else NORMAL) for number, units in wanted
    ]
    return promise_backorders(demands=demands, free={("A", "P1"): 20})


def given_units(plan: BackorderPlan) -> dict[int, int]:
    return {row.demand: row.quantity for row in plan.promises}


def test_s054_stock_goes_to_orders_in_the_order_they_were_placed() -> None:
    assert given_units(queue()) == {1: 5, 2: 3, 3: 12}
    assert queue().ahead == {1: 0, 2: 5, 3: 8, 4: 28, 5: 48}


def test_s055_an_urgent_order_goes_first() -> None:
    assert given_units(queue(urgent=4)) == {4: 20}
    assert queue(urgent=4).ahead == {4: 0, 1: 20, 2: 25, 3: 28, 5: 48}


def test_s056_what_the_urgent_order_leaves_goes_on_in_order() -> None:
    assert given_units(queue(urgent=5)) == {5: 15, 1: 5}


def test_s057_a_cancelled_line_is_not_ahead_of_anybody() -> None:
    demands = [wait(1, 3, order=1), wait(2, 5, order=2), wait(3, 10, sku="P2", order=2)]
    assert promise_backorders(demands=demands, free={}).ahead == {1: 0, 2: 3, 3: 0}


def test_s058_one_order_is_complete_and_the_other_has_one_line() -> None:
    demands = [
        wait(1, 5, order=1),
        wait(2, 5, sku="P2", order=1),
        wait(3, 5, order=2),
        wait(4, 5, sku="P2", order=2),
    ]
    plan = promise_backorders(demands=demands, free={("A", "P1"): 5, ("A", "P2"): 10})
    assert given_units(plan) == {1: 5, 2: 5, 4: 5}
    assert plan.completed == {1}


def test_s059_a_ship_complete_order_keeps_what_is_there_and_is_released_only_when_whole() -> None:
    """The scenario's system reserves nothing before all is there; ours keeps the stock, so nobody overtakes."""
    half = promise_backorders(demands=[wait(1, 10)], free={("A", "P1"): 5})
    assert given_units(half) == {1: 5}
    assert not half.completed
    rest = promise_backorders(demands=[wait(1, 5)], free={("A", "P1"): 5})
    assert rest.completed == {1}


def test_s060_what_is_missing_waits_and_comes_with_the_next_stock() -> None:
    assert given_units(promise_backorders(demands=[wait(1, 20)], free={("A", "P1"): 7})) == {1: 7}
    assert promise_backorders(demands=[wait(1, 13)], free={("A", "P1"): 0}).promises == []
    assert given_units(promise_backorders(demands=[wait(1, 13)], free={("A", "P1"): 30})) == {1: 13}


def test_a_site_that_has_everything_is_preferred_to_two_that_share() -> None:
    demand = wait(1, 5)._replace(sites=("A", "B", "C"))
    free = {("A", "P1"): 2, ("B", "P1"): 9, ("C", "P1"): 9}
    assert [tuple(row) for row in promise_backorders(demands=[demand], free=free).promises] == [(1, "B", 5)]
    spread = promise_backorders(demands=[demand._replace(quantity=12)], free=free).promises
    assert [tuple(row) for row in spread] == [(1, "A", 2), (1, "B", 9), (1, "C", 1)]


def test_an_earlier_promised_date_goes_before_an_unknown_one() -> None:
    dated = wait(2, 5)._replace(promised_on=date(2026, 12, 1))
    assert given_units(promise_backorders(demands=[wait(1, 5), dated], free={("A", "P1"): 5})) == {2: 5}


DEMANDS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["P1", "P2"]),
        st.integers(1, 9),
        st.lists(st.sampled_from("ABC"), unique=True, max_size=3).map(tuple),
        st.integers(0, 2),
    ),
    max_size=10,
)
FREE = st.dictionaries(st.tuples(st.sampled_from("ABC"), st.sampled_from(["P1", "P2"])), st.integers(0, 12))


@given(DEMANDS, FREE)
def test_no_unit_is_given_twice_and_none_lies_free_while_somebody_waits_for_it(
    drawn: list[tuple[int, str, int, tuple[str, ...], int]], free: dict[tuple[str, str], int]
) -> None:
    demands = [
        BackorderDemand(number, order, sku, units, sites, priority, None, START)
        for number, (order, sku, units, sites, priority) in enumerate(drawn)
    ]
    plan = promise_backorders(demands=demands, free=free)
    left, got = Counter(free), Counter[int]()
    for row in plan.promises:
        assert row.quantity > 0
        assert row.site in demands[row.demand].sites
        left[row.site, demands[row.demand].sku] -= row.quantity
        got[row.demand] += row.quantity
    assert all(units >= 0 for units in left.values())
    for demand in demands:
        assert got[demand.demand] <= demand.quantity
        if got[demand.demand] < demand.quantity:
            assert all(left[site, demand.sku] == 0 for site in demand.sites)
            assert demand.order not in plan.completed
    assert set(plan.ahead) == {demand.demand for demand in demands}
    assert sorted(demands, key=rank_demand) == sorted(demands, key=lambda one: (one.priority, one.demand))
