"""Letters and plans are those of MIL-STD-105E."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.sampling import (
    AQLS,
    LETTERS,
    LEVELS,
    PERCENT_AQLS,
    find_letter,
    find_plan,
    plan_sampling,
)

# Table I, read at both ends of each row.
LETTER_ROWS = [
    (2, 8, "AAAAAAB"), (9, 15, "AAAAABC"), (16, 25, "AABBBCD"), (26, 50, "ABBCCDE"), (51, 90, "BBCCCEF"),
    (91, 150, "BBCDDFG"), (151, 280, "BCDEEGH"), (281, 500, "BCDEFHJ"), (501, 1_200, "CCEFGJK"),
    (1_201, 3_200, "CDEGHKL"), (3_201, 10_000, "CDFGJLM"), (10_001, 35_000, "CDFHKMN"), (35_001, 150_000, "DEGJLNP"),
    (150_001, 500_000, "DEGJMPQ"), (500_001, 10**9, "DEHKNQR"),
]  # fmt: skip

# Table II-A: letter, AQL, the sample that is drawn after the arrows, accept, reject.
PLANS = [
    # cells that are plans themselves
    ("A", "6.5", 2, 0, 1), ("A", "25", 2, 1, 2), ("A", "1000", 2, 30, 31),
    ("B", "4.0", 3, 0, 1), ("B", "15", 3, 1, 2), ("B", "1000", 3, 44, 45),
    ("C", "2.5", 5, 0, 1), ("C", "10", 5, 1, 2), ("C", "650", 5, 44, 45),
    ("D", "1.5", 8, 0, 1), ("D", "6.5", 8, 1, 2), ("D", "400", 8, 44, 45),
    ("E", "1.0", 13, 0, 1), ("E", "4.0", 13, 1, 2), ("E", "6.5", 13, 2, 3), ("E", "250", 13, 44, 45),
    ("F", "0.65", 20, 0, 1), ("F", "2.5", 20, 1, 2), ("F", "4.0", 20, 2, 3), ("F", "65", 20, 21, 22),
    ("G", "0.40", 32, 0, 1), ("G", "1.5", 32, 1, 2), ("G", "2.5", 32, 2, 3), ("G", "4.0", 32, 3, 4),
    ("H", "0.25", 50, 0, 1), ("H", "1.0", 50, 1, 2), ("H", "2.5", 50, 3, 4), ("H", "4.0", 50, 5, 6),
    ("J", "0.15", 80, 0, 1), ("J", "1.0", 80, 2, 3), ("J", "2.5", 80, 5, 6), ("J", "4.0", 80, 7, 8),
    ("K", "0.10", 125, 0, 1), ("K", "0.65", 125, 2, 3), ("K", "1.0", 125, 3, 4), ("K", "4.0", 125, 10, 11),
    ("L", "0.065", 200, 0, 1), ("L", "1.0", 200, 5, 6), ("L", "2.5", 200, 10, 11), ("L", "6.5", 200, 21, 22),
    ("M", "0.040", 315, 0, 1), ("M", "1.0", 315, 7, 8), ("M", "4.0", 315, 21, 22),
    ("N", "0.025", 500, 0, 1), ("N", "1.0", 500, 10, 11), ("N", "2.5", 500, 21, 22),
    ("P", "0.015", 800, 0, 1), ("P", "1.0", 800, 14, 15), ("P", "1.5", 800, 21, 22),
    ("Q", "0.010", 1_250, 0, 1), ("Q", "0.65", 1_250, 14, 15), ("Q", "1.0", 1_250, 21, 22),
    ("R", "0.025", 2_000, 1, 2), ("R", "0.65", 2_000, 21, 22),
    # arrows down: more is checked
    ("A", "1.0", 13, 0, 1), ("A", "10", 5, 1, 2), ("A", "15", 3, 1, 2), ("C", "6.5", 8, 1, 2),
    ("G", "0.010", 1_250, 0, 1), ("F", "1.5", 32, 1, 2), ("Q", "0.025", 2_000, 1, 2),
    # arrows up: less is checked
    ("G", "0.65", 20, 0, 1), ("E", "1.5", 8, 0, 1), ("R", "0.010", 1_250, 0, 1), ("R", "0.015", 800, 0, 1),
    ("F", "100", 13, 21, 22), ("F", "150", 13, 30, 31), ("R", "1000", 3, 44, 45), ("C", "1000", 3, 44, 45),
    ("R", "1.0", 1_250, 21, 22),
]  # fmt: skip


@pytest.mark.parametrize(("least", "most", "letters"), LETTER_ROWS)
def test_the_letter_follows_the_lot_and_the_level(least: int, most: int, letters: str) -> None:
    for size in (least, most):
        assert "".join(find_letter(lot_size=size, level=level) for level in LEVELS) == letters


@pytest.mark.parametrize(("letter", "aql", "sample", "accept", "reject"), PLANS)
def test_the_plan_is_that_of_the_table(letter: str, aql: str, sample: int, accept: int, reject: int) -> None:
    plan = find_plan(letter=letter, aql=aql)
    assert (plan.sample_size, plan.accept, plan.reject) == (sample, accept, reject)


def test_a_lot_that_is_smaller_than_its_sample_is_checked_whole() -> None:
    assert plan_sampling(lot_size=1, level="II", aql="1.0").sample_size == 1
    assert plan_sampling(lot_size=10, level="II", aql="0.65").sample_size == 10
    assert plan_sampling(lot_size=200, level="I", aql="1.0").sample_size == 13
    assert plan_sampling(lot_size=200, level="II", aql="2.5").accept == 2


@given(st.sampled_from(LETTERS), st.sampled_from(AQLS))
def test_every_cell_leads_to_one_plan_that_can_reject(letter: str, aql: str) -> None:
    plan = find_plan(letter=letter, aql=aql)
    assert plan.reject == plan.accept + 1
    assert plan.reject <= plan.sample_size or aql not in PERCENT_AQLS
