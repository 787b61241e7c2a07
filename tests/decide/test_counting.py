"""What a count's figures lead to, and whose turn a bin is."""

from datetime import date

import pytest

from packhaus.decide.counting import (
    Accuracy,
    Bin,
    Figure,
    Programme,
    Tolerance,
    Verdict,
    classify,
    judge,
    list_due,
    spread,
)

TODAY = date(2026, 11, 3)
PROGRAMME = Programme({"a": 30, "b": 90, "c": 0}, {"a": 99, "b": 98, "c": 95})
SMALL = Tolerance(units=2, percent=10)


@pytest.mark.parametrize(
    ("figures", "tolerance", "round_number", "verdict"),
    [
        ([Figure(10, 10)], Tolerance(), 1, Verdict.POST),  # right
        ([], Tolerance(), 1, Verdict.POST),  # empty, as it should be
        ([Figure(10, 9)], Tolerance(), 1, Verdict.RECOUNT),  # nothing is tolerated
        ([Figure(10, 9)], Tolerance(), 2, Verdict.DECIDE),  # twice
        ([Figure(20, 18)], SMALL, 1, Verdict.POST),  # both bounds kept
        ([Figure(20, 17)], SMALL, 1, Verdict.RECOUNT),  # too many units
        ([Figure(5, 4)], SMALL, 1, Verdict.RECOUNT),  # too large a share
        ([Figure(0, 1)], SMALL, 1, Verdict.RECOUNT),  # of nothing, everything is too much
        ([Figure(20, 19, moved=True)], SMALL, 1, Verdict.RECOUNT),  # on which side of the scan?
        ([Figure(20, 20, moved=True)], SMALL, 1, Verdict.POST),  # it fits all the same
    ],
)
def test_verdicts(figures: list[Figure], tolerance: Tolerance, round_number: int, verdict: Verdict) -> None:
    assert judge(figures, tolerance, round_number=round_number) == verdict


@pytest.mark.parametrize(
    ("units", "recorded", "found"),
    [
        (10, [8, 2], [8, 2]),
        (9, [8, 2], [8, 1]),  # the last one lacks
        (3, [8, 2], [3, 0]),
        (12, [8, 2], [10, 2]),  # the first one has more
        (0, [8, 2], [0, 0]),
        (4, [0], [4]),
    ],
)
def test_a_total_is_spread_so_that_the_fewest_keys_change(
    units: int, recorded: list[int], found: list[int]
) -> None:
    assert spread(units, recorded) == found


def test_classes_follow_the_picks() -> None:
    assert classify({1: 80, 2: 15, 3: 5, 4: 0}) == {1: "a", 2: "b", 3: "c", 4: "c"}
    assert classify({1: 0}) == {1: "c"}


def list_ids(*bins: Bin, by_class: dict[str, Accuracy] | None = None) -> list[tuple[int, bool]]:
    found = list_due(bins, PROGRAMME, by_class=by_class or {}, by_zone={}, today=TODAY)
    return [(one.location_id, one.is_early) for one in found]


def test_a_bin_is_due_after_the_days_of_its_class_and_one_never_counted_first() -> None:
    bins = [
        Bin(1, "a", "", date(2026, 10, 4)),  # 30 days ago
        Bin(2, "a", "", date(2026, 10, 5)),  # 29
        Bin(3, "b", "", None),
        Bin(4, "b", "", date(2026, 7, 1)),
        Bin(5, "c", "", None),  # its class is never counted
        Bin(6, "a", "", None, is_open=True),
    ]
    assert list_ids(*bins) == [(3, False), (4, False), (1, False)]


def test_a_class_below_its_goal_is_counted_twice_as_often() -> None:
    bins = [Bin(1, "a", "", date(2026, 10, 15)), Bin(2, "b", "", date(2026, 10, 15))]
    assert list_ids(*bins) == []
    assert list_ids(*bins, by_class={"a": Accuracy(100, 98)}) == [(1, True)]
    assert list_ids(*bins, by_class={"a": Accuracy(100, 99)}) == []
