"""Lines with a restriction take only what fits them; rows S0xx are told in the scenarios' own numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from packhaus.decide.allocation import (
    Blocker,
    LineDemand,
    LineShort,
    RestrictedPlan,
    Rule,
    Supply,
    Take,
    allocate_restricted,
)

TODAY = date(2026, 11, 2)
SOON, LATER = date(2026, 12, 1), date(2027, 6, 1)
ANY_1, ANY_2, ANY_3 = Rule(1), Rule(2), Rule(3)


def put(balance: int, free: int, zone: int = 1, **more: Any) -> Supply:
    return Supply(balance, "P1", free, TODAY, location=balance, zone=zone)._replace(**more)


def plan(supplies: list[Supply], *rules: Rule, quantity: int, **more: Any) -> RestrictedPlan:
    demand = LineDemand("L", "P1", quantity, rules=rules or (Rule(),))._replace(**more)
    return allocate_restricted(demands=[demand], supplies=supplies)


def rows(planned: RestrictedPlan) -> list[tuple[int, int]]:
    return [(allocation.balance, allocation.quantity) for allocation in planned.allocations]


def test_s022_a_line_bound_to_a_lot_gets_that_lot_and_never_an_untracked_unit() -> None:
    """The scenario's system counts the untracked unit for lot1 too; a recall must be able to trust the lot."""
    supplies = [put(1, 1), put(2, 1, lot="lot1")]
    assert rows(plan(supplies, quantity=2)) == [(1, 1), (2, 1)]
    bound = plan(supplies, quantity=2, lot="lot1")
    assert rows(bound) == [(2, 1)]
    assert bound.shorts == [LineShort("L", "P1", 1, Blocker.LOT)]


def test_s022_after_lot1_is_taken_one_untracked_unit_is_left() -> None:
    first, second = LineDemand("a", "P1", 1, lot="lot1"), LineDemand("b", "P1", 2)
    planned = allocate_restricted(demands=[first, second], supplies=[put(1, 1), put(2, 1, lot="lot1")])
    assert [tuple(row) for row in planned.allocations] == [("a", 2, 1), ("b", 1, 1)]
    assert planned.shorts == [LineShort("b", "P1", 1, Blocker.STOCK)]


def test_s036_a_dated_lot_is_taken_before_undated_stock() -> None:
    assert rows(plan([put(1, 100), put(2, 100, lot="LOT001", expires_on=SOON)], quantity=10)) == [(2, 10)]


def test_s037_a_lot_without_a_date_counts_as_not_perishable() -> None:
    assert rows(plan([put(1, 100, lot="LOT001")], quantity=10, earliest_expiry=LATER)) == [(1, 10)]


def test_s044_zones_are_taken_in_the_rules_order() -> None:
    supplies = [put(1, 100, 1), put(2, 100, 2), put(3, 100, 3)]
    assert rows(plan(supplies, ANY_2, ANY_3, ANY_1, quantity=150)) == [(2, 100), (3, 50)]


def test_s046_a_bin_that_would_not_be_emptied_is_skipped() -> None:
    supplies = [put(11, 300, 1), put(12, 150, 1), put(21, 50, 2), put(31, 100, 3)]
    planned = plan(supplies, Rule(1, Take.EMPTY_BIN), Rule(2, Take.EMPTY_BIN), ANY_3, quantity=250)
    assert rows(planned) == [(12, 150), (21, 50), (31, 50)]


def test_s049_a_bin_with_another_product_is_not_emptied() -> None:
    supplies = [put(1, 10, 1, in_location=20), put(2, 10, 2)]
    assert rows(plan(supplies, Rule(1, Take.EMPTY_BIN), ANY_2, quantity=10)) == [(2, 10)]
    seen = [*supplies[:1], Supply(9, "P2", 10, TODAY, location=1, zone=1), supplies[1]]
    seen[0] = seen[0]._replace(in_location=None)
    assert rows(plan(seen, Rule(1, Take.EMPTY_BIN), ANY_2, quantity=10)) == [(2, 10)]


def test_s050_only_full_packagings_leave_their_zones() -> None:
    supplies = [put(11, 40, 1), put(12, 510, 1), put(21, 60, 2), put(31, 100, 3)]
    full = [Rule(zone, Take.FULL_PACKAGING, (50, 500)) for zone in (1, 2)]
    assert rows(plan(supplies, *full, ANY_3, quantity=590)) == [(12, 500), (21, 50), (31, 40)]


def test_s051_each_zone_gives_its_own_packaging() -> None:
    supplies = [put(11, 40, 1), put(12, 520, 1), put(21, 40, 2), put(22, 70, 2), put(31, 100, 3)]
    rules = (Rule(1, Take.FULL_PACKAGING, (500,)), Rule(2, Take.FULL_PACKAGING, (50,)), ANY_3)
    assert rows(plan(supplies, *rules, quantity=560)) == [(12, 500), (22, 50), (31, 10)]


def test_s052_a_packaging_of_no_units_is_ignored() -> None:
    planned = plan([put(1, 100)], Rule(1, Take.FULL_PACKAGING, (0, 50)), quantity=60)
    assert rows(planned) == [(1, 50)]
    assert planned.shorts == [LineShort("L", "P1", 10, Blocker.RULES)]


def test_s053_a_rule_outside_the_lines_own_zones_gives_nothing() -> None:
    planned = plan([put(1, 100, 1), put(2, 100, 2)], ANY_1, ANY_2, quantity=80, zones=frozenset({2}))
    assert rows(planned) == [(2, 80)]


def test_stock_that_expires_too_early_is_passed_over_and_named() -> None:
    supplies = [put(1, 5, expires_on=SOON), put(2, 5, expires_on=LATER)]
    planned = plan(supplies, quantity=8, earliest_expiry=LATER)
    assert rows(planned) == [(2, 5)]
    assert planned.shorts == [LineShort("L", "P1", 3, Blocker.SHELF_LIFE)]


def test_a_serial_is_that_one_unit() -> None:
    supplies = [put(number, 1, serial=f"SN{number}") for number in range(3)]
    assert rows(plan(supplies, quantity=1, serial="SN2")) == [(2, 1)]
    assert plan(supplies, quantity=1, serial="SN9").shorts == [LineShort("L", "P1", 1, Blocker.SERIAL)]


def test_among_bins_of_one_date_the_one_that_covers_the_line_is_taken() -> None:
    assert rows(plan([put(1, 3), put(2, 4), put(3, 9)], quantity=8)) == [(3, 8)]
    assert rows(plan([put(1, 3, expires_on=SOON), put(2, 9)], quantity=8)) == [(1, 3), (2, 5)]
