"""A cancellation takes back the newest earlier purchase."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.cancellations import (
    Cancellation,
    Leftover,
    Match,
    Matching,
    Purchase,
    Unmatched,
    match_cancellations,
)

START = datetime(2010, 12, 1, 8, 26)  # noqa: DTZ001 - the real file has local times without a zone


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def cancel(quantity: int, minute: int = 9, customer: int | None = 17850) -> Matching:
    purchases = [
        Purchase("old", 17850, "85123A", at(0), 6),
        Purchase("new", 17850, "85123A", at(5), 4),
        Purchase("same minute", 17850, "85123A", at(9), 100),
        Purchase("other code", 17850, "71053", at(5), 100),
        Purchase("other customer", 13047, "85123A", at(5), 100),
    ]
    cancellations = [Cancellation("C", customer, "85123A", at(minute), quantity)]
    return match_cancellations(purchases=purchases, cancellations=cancellations)


def test_the_newest_earlier_line_goes_first_and_older_ones_follow() -> None:
    assert cancel(3) == Matching([Match("C", "new", 3)], [])
    assert cancel(7) == Matching([Match("C", "new", 4), Match("C", "old", 3)], [])


def test_what_was_never_bought_is_left_over_with_a_reason() -> None:
    assert cancel(12).leftovers == [Leftover("C", 2, Unmatched.MORE_THAN_BOUGHT)]
    assert cancel(1, minute=0) == Matching([], [Leftover("C", 1, Unmatched.NO_EARLIER_LINE)])
    assert cancel(1, customer=None) == Matching([], [Leftover("C", 1, Unmatched.NO_CUSTOMER)])
    assert cancel(1, customer=1) == Matching([], [Leftover("C", 1, Unmatched.NO_EARLIER_LINE)])


def test_a_second_cancellation_finds_only_what_the_first_left() -> None:
    purchases = [Purchase("a", 1, "X", at(0), 5)]
    cancellations = [
        Cancellation(name, 1, "X", at(minute), 4) for name, minute in [("late", 2), ("early", 1)]
    ]
    matching = match_cancellations(purchases=purchases, cancellations=cancellations)
    assert matching.matches == [Match("early", "a", 4), Match("late", "a", 1)]
    assert matching.leftovers == [Leftover("late", 3, Unmatched.MORE_THAN_BOUGHT)]


ROWS = st.lists(
    st.tuples(st.none() | st.integers(0, 1), st.sampled_from("XY"), st.integers(0, 9), st.integers(1, 9)),
    max_size=12,
)


@given(ROWS, ROWS)
def test_every_unit_is_matched_once_or_left_over(
    bought: list[tuple[int | None, str, int, int]], cancelled: list[tuple[int | None, str, int, int]]
) -> None:
    purchases = [Purchase(n, who, code, at(when), units) for n, (who, code, when, units) in enumerate(bought)]
    cancellations = [
        Cancellation(n, who, code, at(when), units) for n, (who, code, when, units) in enumerate(cancelled)
    ]
    matching = match_cancellations(purchases=purchases, cancellations=cancellations)
    taken, answered = Counter[int](), Counter[int]()
    for row in matching.matches:
        purchase, cancellation = purchases[row.purchase], cancellations[row.cancellation]
        assert (purchase.customer, purchase.code) == (cancellation.customer, cancellation.code)
        assert purchase.at < cancellation.at
        assert row.quantity > 0
        taken[row.purchase] += row.quantity
        answered[row.cancellation] += row.quantity
    for left in matching.leftovers:
        answered[left.cancellation] += left.quantity
    assert all(taken[purchase.line] <= purchase.quantity for purchase in purchases)
    assert answered == Counter({row.line: row.quantity for row in cancellations})
