"""How many units of a delivery are checked, and how many defects are too many: single sampling, normal inspection.

Source: MIL-STD-105E, Sampling Procedures and Tables for Inspection by Attributes (US Department of Defense, 10 May
1989, public domain): table I, sample size code letters, and table II-A, single sampling plans for normal inspection.
"""

from bisect import bisect_left
from dataclasses import dataclass

LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
AQLS = (
    "0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5", "4.0",
    "6.5", "10", "15", "25", "40", "65", "100", "150", "250", "400", "650", "1000",
)  # fmt: skip
"""Acceptable quality levels: defects per hundred units."""
PERCENT_AQLS = AQLS[: AQLS.index("10") + 1]
"""Those that are percentages of units too; above, a unit may have several defects."""

LETTERS = "ABCDEFGHJKLMNPQR"
SAMPLE_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250, 2_000)

# Table I: the largest lot of each row, and the row's letters by level.
_LOTS_UP_TO = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000)
_LETTERS_BY_LOT = (
    "AAAAAAB", "AAAAABC", "AABBBCD", "ABBCCDE", "BBCCCEF", "BBCDDFG", "BCDEEGH", "BCDEFHJ", "CCEFGJK", "CDEGHKL",
    "CDFGJLM", "CDFHKMN", "DEGJLNP", "DEGJMPQ", "DEHKNQR",
)  # fmt: skip

# Table II-A repeats itself along its diagonals: one letter down and one quality level to the left is the same plan.
_FIRST_PLAN = AQLS.index("6.5")
_UP, _DOWN = 1, 2
_ACCEPTED = {0: 0, 3: 1, 4: 2, 5: 3, 6: 5, 7: 7, 8: 10, 9: 14, 10: 21, 11: 30, 12: 44}
_REJECTED = {0: 1, 3: 2, 4: 3, 5: 4, 6: 6, 7: 8, 8: 11, 9: 15, 10: 22, 11: 31, 12: 45}
_LAST_OF_SMALL_SAMPLES = LETTERS.index("E")


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """Check `sample_size` units: at most `accept` defects let the lot pass, `reject` or more stop it."""

    letter: str
    sample_size: int
    accept: int
    reject: int


def find_letter(*, lot_size: int, level: str) -> str:
    """Return the sample size code letter of a lot at an inspection level (table I)."""
    assert lot_size > 0
    return _LETTERS_BY_LOT[bisect_left(_LOTS_UP_TO, lot_size)][LEVELS.index(level)]


def find_plan(*, letter: str, aql: str) -> SamplingPlan:
    """Return the plan of a letter, its arrows followed: they lead to another sample size (table II-A)."""
    row, column = LETTERS.index(letter), AQLS.index(aql)
    step = _find_direction(row, column)
    while _find_direction(row, column):
        row += step
    place = row + column - _FIRST_PLAN
    return SamplingPlan(LETTERS[row], SAMPLE_SIZES[row], _ACCEPTED[place], _REJECTED[place])


def plan_sampling(*, lot_size: int, level: str, aql: str) -> SamplingPlan:
    """Return the plan for a lot; one that is no larger than its sample is checked whole."""
    plan = find_plan(letter=find_letter(lot_size=lot_size, level=level), aql=aql)
    return SamplingPlan(plan.letter, min(plan.sample_size, lot_size), plan.accept, plan.reject)


def _find_direction(row: int, column: int) -> int:
    """Return where the arrow of a cell points: up (-1), down (1), or 0 where the cell is a plan.

    Along a column the first arrow decides: whoever follows one never turns back.
    """
    place = row + column - _FIRST_PLAN
    last = 12 if row <= _LAST_OF_SMALL_SAMPLES else 10
    if place > last:
        return -1
    if place == _UP:
        return -1 if row else 1
    if place == _DOWN:
        return 1 if row < len(LETTERS) - 1 else -1
    return 1 if place < 0 else 0
