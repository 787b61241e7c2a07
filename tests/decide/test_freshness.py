from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.freshness import (
    DatedItem,
    DatedUnits,
    FreshNeed,
    FreshShelf,
    OrderTraits,
    ShelfRule,
    choose_rule,
    find_earliest_expiry,
    list_fitting,
)

TODAY = date(2026, 11, 3)
ORDER = OrderTraits(TODAY, "shop", "DE", frozenset({"retail"}), "C-7")
TEA = DatedItem("TEA", 0, 200)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_the_first_priority_holds_then_the_most_conditions_then_the_strictest() -> None:
    wide, german = ShelfRule(1, 50, 90), ShelfRule(2, 50, 30, country="DE")
    retail, first = ShelfRule(3, 50, 60, tag="retail"), ShelfRule(4, 10, 5)
    two = ShelfRule(5, 50, 9, channel="shop", shopper="C-7")
    for rules, held in (
        ([wide, german], german),
        ([wide, german, retail], retail),
        ([wide, german, first], first),
        ([wide, german, two], two),
    ):
        assert choose_rule(list_fitting(rules, ORDER), TEA) == held


def test_a_rule_that_asks_for_another_order_or_day_does_not_hold() -> None:
    others = [
        ShelfRule(1, 50, 9, channel="app"), ShelfRule(2, 50, 9, country="AT"), ShelfRule(3, 50, 9, tag="outlet"),
        ShelfRule(4, 50, 9, shopper="C-8"), ShelfRule(5, 50, 9, valid_from=day(1)),
        ShelfRule(6, 50, 9, valid_to=day(-1)),
    ]  # fmt: skip
    assert choose_rule(list_fitting(others, ORDER), TEA) is None
    last = ShelfRule(7, 50, 9, valid_from=TODAY, valid_to=TODAY)
    assert choose_rule(list_fitting([*others, last], ORDER), TEA) == last


def test_a_percentage_is_of_the_life_that_is_known_and_the_longer_of_both_holds() -> None:
    both = ShelfRule(1, 50, 90, transit_days=3, life_percent=67)
    assert both.count_days(365) == 3 + 245  # 244.55 days, rounded up
    assert both.count_days(100) == both.count_days(None) == 93
    part = ShelfRule(2, 50, 0, transit_days=3, life_percent=67)
    assert part.count_days(None) == 0  # asks nothing of what nobody knows the life of
    assert choose_rule([part], DatedItem("SALT")) is None


def test_a_rule_of_an_item_comes_before_one_of_all_and_holds_for_no_other() -> None:
    wide, tea = ShelfRule(1, 50, 90), ShelfRule(2, 50, 9, sku="TEA")
    assert choose_rule([wide, tea], TEA) == tea
    assert choose_rule([wide, tea], DatedItem("SALT")) == wide
    assert choose_rule([tea], DatedItem("SALT")) is None


def test_no_rule_goes_below_the_item_and_a_promise_is_kept_when_units_leave_late() -> None:
    assert find_earliest_expiry(on=TODAY, own_days=0) is None
    assert find_earliest_expiry(on=TODAY, own_days=30, lasting_days=10) == day(30)
    assert find_earliest_expiry(on=TODAY, own_days=30, lasting_days=33) == day(33)
    assert find_earliest_expiry(on=TODAY, own_days=0, promised=day(4)) == day(4)


def test_units_are_counted_once_for_all_who_ask_for_at_least_that_day() -> None:
    shelf = FreshShelf(
        [DatedUnits("A", "S", day(10), 4), DatedUnits("A", "S", day(20), 3), DatedUnits("A", "S", None, 2)],
        [FreshNeed("A", "S", day(15), 4)],
    )
    assert shelf.count("A", "S", earliest=day(20)) == 1  # five last that long, four of them are promised
    assert shelf.count("A", "S", earliest=day(5)) == 5
    assert shelf.count_ending("A", "S", earliest=day(20)) == 4
    shelf.take("A", "S", earliest=day(20), units=1)
    assert shelf.count("A", "S", earliest=day(15)) == 0
    assert shelf.count("A", "S", earliest=day(10)) == 4
    assert shelf.count("B", "S", earliest=day(1)) == 0


days = st.integers(0, 4)


@given(st.lists(st.tuples(days, st.integers(0, 5))), st.lists(st.tuples(days, st.integers(1, 5))))
def test_what_is_promised_in_any_order_is_found_first_expired_first_out(
    supplies: list[tuple[int, int]], wishes: list[tuple[int, int]]
) -> None:
    shelf = FreshShelf([DatedUnits("A", "S", day(end), units) for end, units in supplies], [])
    taken = []
    for wanted, units in wishes:
        got = min(units, shelf.count("A", "S", earliest=day(wanted)))
        shelf.take("A", "S", earliest=day(wanted), units=got)
        taken.append((wanted, got))
    left = sorted([end, units] for end, units in supplies)
    for wanted, units in taken:
        still = units
        for row in left:
            if row[0] >= wanted:
                given_ = min(still, row[1])
                row[1] -= given_
                still -= given_
        assert still == 0
