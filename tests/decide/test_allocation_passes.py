"""The passes over random bins: nothing taken twice, dates honoured, splits only where they must be."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.allocation import (
    Allocation,
    LineDemand,
    Rule,
    Supply,
    Take,
    allocate_restricted,
    allocate_running_sums,
    count_avoidable_splits,
    unsplit_lines,
)
from packhaus.decide.allocation.types import rank_supply

TODAY = date(2026, 11, 2)
DATES = st.sampled_from([TODAY, TODAY + timedelta(days=1)])
SUPPLIES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 12), DATES, st.none() | DATES), max_size=8)
DEMANDS = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 9)), max_size=12)


def number_supplies(drawn: list[tuple[int, int, date, date | None]]) -> list[Supply]:
    return [
        Supply(number, *row, location=number // 2, zone=number % 3, is_doubted=number % 4 == 3)
        for number, row in enumerate(drawn)
    ]


def sum_by_line(allocations: list[Allocation]) -> Counter[int]:
    totals = Counter[int]()
    for row in allocations:
        assert row.quantity > 0
        totals[row.line] += row.quantity
    return totals


def sum_by_balance(allocations: list[Allocation]) -> Counter[int]:
    totals = Counter[int]()
    for row in allocations:
        totals[row.balance] += row.quantity
    return totals


@given(SUPPLIES, DEMANDS)
def test_running_sums_give_all_there_is_in_order_and_take_the_earliest_dates(
    drawn: list[tuple[int, int, date, date | None]], wanted: list[tuple[int, int]]
) -> None:
    supplies = number_supplies(drawn)
    demands = [(line, sku, units) for line, (sku, units) in enumerate(wanted)]
    allocations = allocate_running_sums(demands=demands, supplies=supplies)
    left = Counter({sku: sum(row.free for row in supplies if row.sku == sku) for sku in (0, 1)})
    given_units = sum_by_line(allocations)
    for line, sku, units in demands:
        assert given_units[line] == min(units, left[sku])
        left[sku] -= given_units[line]
    taken = sum_by_balance(allocations)
    for early in supplies:
        assert taken[early.balance] <= early.free
        for late in supplies:
            if early.sku == late.sku and rank_supply(early)[:2] < rank_supply(late)[:2]:
                assert taken[late.balance] == 0 or taken[early.balance] == early.free


@given(SUPPLIES, DEMANDS)
def test_the_repair_keeps_units_dates_and_bins_and_leaves_no_avoidable_split(
    drawn: list[tuple[int, int, date, date | None]], wanted: list[tuple[int, int]]
) -> None:
    supplies = number_supplies(drawn)
    demands = [(line, sku, units) for line, (sku, units) in enumerate(wanted)]
    before = allocate_running_sums(demands=demands, supplies=supplies)
    taken = sum_by_balance(before)
    rest = [row._replace(free=row.free - taken[row.balance]) for row in supplies]
    repair = unsplit_lines(allocations=before, supplies=rest)
    after = [row for row in before if row.line not in repair.changed]
    after += [row for rows in repair.changed.values() for row in rows]
    assert sum_by_line(after) == sum_by_line(before)
    taken_after = sum_by_balance(after)
    for row in supplies:
        assert 0 <= taken_after[row.balance] <= row.free
        assert taken_after[row.balance] - taken[row.balance] == repair.deltas.get(row.balance, 0)
    assert list_dated_units(after, supplies) == list_dated_units(before, supplies)
    for line in range(len(wanted)):
        assert count_parts(after, line) <= count_parts(before, line)
    final = [row._replace(free=row.free - taken_after[row.balance]) for row in supplies]
    assert count_avoidable_splits(allocations=after, supplies=final) == 0


def list_dated_units(allocations: list[Allocation], supplies: list[Supply]) -> Counter[object]:
    dates = {row.balance: rank_supply(row)[:3] for row in supplies}
    totals = Counter[object]()
    for row in allocations:
        totals[row.line, dates[row.balance]] += row.quantity
    return totals


def count_parts(allocations: list[Allocation], line: int) -> int:
    return sum(row.line == line for row in allocations)


def test_two_lines_change_places_so_that_neither_is_split() -> None:
    supplies = [Supply(1, "P", 0, TODAY), Supply(2, "P", 0, TODAY)]
    before = [Allocation("a", 1, 3), Allocation("b", 1, 2), Allocation("b", 2, 2), Allocation("c", 2, 2)]
    repair = unsplit_lines(allocations=before, supplies=supplies)
    assert repair.changed == {"b": [Allocation("b", 2, 4)], "c": [Allocation("c", 1, 2)]}
    assert repair.deltas == {}


def test_a_pinned_line_stays_where_it_is() -> None:
    supplies = [Supply(1, "P", 0, TODAY), Supply(2, "P", 9, TODAY)]
    before = [Allocation("a", 1, 3), Allocation("a", 2, 2)]
    assert unsplit_lines(allocations=before, supplies=supplies, pinned=frozenset({"a"})).changed == {}
    assert unsplit_lines(allocations=before, supplies=supplies).deltas == {1: -3, 2: 3}


RULES = st.lists(
    st.builds(
        Rule,
        st.none() | st.integers(0, 2),
        st.sampled_from(Take),
        st.lists(st.integers(0, 4), max_size=2).map(tuple),
    ),
    max_size=3,
).map(tuple)


@given(
    SUPPLIES, st.lists(st.tuples(st.integers(0, 1), st.integers(1, 9), st.none() | DATES, RULES), max_size=5)
)
def test_restricted_lines_never_take_more_than_there_is_nor_what_does_not_fit(
    drawn: list[tuple[int, int, date, date | None]],
    wanted: list[tuple[int, int, date | None, tuple[Rule, ...]]],
) -> None:
    supplies = number_supplies(drawn)
    demands = [
        LineDemand(line, sku, units, earliest_expiry=expiry, rules=rules)
        for line, (sku, units, expiry, rules) in enumerate(wanted)
    ]
    plan = allocate_restricted(demands=demands, supplies=supplies)
    taken, got = sum_by_balance(plan.allocations), sum_by_line(plan.allocations)
    assert all(taken[row.balance] <= row.free for row in supplies)
    shorts = {short.line: short.short for short in plan.shorts}
    for demand in demands:
        assert got[demand.line] + shorts.get(demand.line, 0) == demand.quantity
    by_balance = {row.balance: row for row in supplies}
    for row in plan.allocations:
        supply, demand = by_balance[row.balance], demands[row.line]
        assert supply.sku == demand.sku
        assert supply.expires_on is None or supply.expires_on >= (demand.earliest_expiry or date.min)
        assert any(rule.zone in (None, supply.zone) for rule in demand.rules)


def test_timing_of_100_000_lines_over_10_000_bins_is_printed() -> None:
    dice = random.Random(1)
    supplies = [Supply(number, number % 1000, dice.randint(20, 60), TODAY) for number in range(10_000)]
    demands = [(line, dice.randrange(1000), dice.randint(1, 5)) for line in range(90_000)]
    started = time.perf_counter()
    before = allocate_running_sums(demands=demands, supplies=supplies)
    summed = time.perf_counter()
    taken = sum_by_balance(before)
    rest = [row._replace(free=row.free - taken[row.balance]) for row in supplies]
    repaired = time.perf_counter()
    repair = unsplit_lines(allocations=before, supplies=rest)
    ended = time.perf_counter()
    splits = len(before) - len({row.line for row in before})
    sys.stdout.write(f"running sums {summed - started:.2f} s, repair {ended - repaired:.2f} s\n")
    left = sum(len(rows) - 1 for rows in repair.changed.values())
    left += (
        len(before)
        - len({row.line for row in before})
        - sum(
            count - 1 for line, count in Counter(row.line for row in before).items() if line in repair.changed
        )
    )
    sys.stdout.write(f"{splits} splits, {len(repair.changed)} lines changed, {left} splits left\n")
    assert sum_by_line(before).total() <= sum(row.free for row in supplies)
    restricted = [LineDemand(line, line % 1000, 3, earliest_expiry=TODAY) for line in range(10_000)]
    started = time.perf_counter()
    plan = allocate_restricted(demands=restricted, supplies=supplies)
    sys.stdout.write(f"10,000 restricted lines {time.perf_counter() - started:.2f} s\n")
    assert not plan.shorts
