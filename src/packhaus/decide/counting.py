"""Counting: what a count's figures lead to, whose turn a bin is, and how a total is spread over what lies there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

CLASSES = ("a", "b", "c")
# Source: field practice of ABC analysis, shares of cumulated picks: 80% A, the next 15% B, the rest C.
_SHARES = (0.80, 0.95)


class Verdict(StrEnum):
    """What happens to a count when its last figure is in."""

    POST = "post"
    RECOUNT = "recount"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Variances of an item that post themselves: at most so many units, and so many hundredths of what was recorded.

    With `minor` all variances of a bin together are worth at most that, in minor units of `currency`, up and down.
    """

    units: int = 0
    percent: int = 0
    minor: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One key of a bin: units by the record and found. `moved`: something was booked there while it was counted.

    `cost_minor`: what one unit costs, in minor units of `currency`; None: nobody says.
    """

    recorded: int
    counted: int
    moved: bool = False
    cost_minor: int | None = None
    currency: str = ""

    @property
    def variance(self) -> int:
        """Units more, or fewer, than the record said."""
        return self.counted - self.recorded


def is_within(figure: Figure, tolerance: Tolerance) -> bool:
    """Tell whether a variance is small enough to post itself; both bounds count, none at all always is."""
    off = abs(figure.variance)
    return off == 0 or (off <= tolerance.units and off * 100 <= figure.recorded * tolerance.percent)


def is_worth_little(figures: Iterable[Figure], tolerance: Tolerance) -> bool:
    """Tell whether all variances together are worth no more than the bound; none at all always are.

    What was found too much does not make up for what is missing. An item whose cost nobody says counts by its units
    alone; a cost in another currency than the bound's cannot be held against it, so it is over.
    """
    if tolerance.minor is None:
        return True
    worth = 0
    for figure in figures:
        if figure.variance and figure.cost_minor is not None:
            if figure.currency != tolerance.currency:
                return False
            worth += abs(figure.variance) * figure.cost_minor
    return worth <= tolerance.minor


def judge(figures: Iterable[Figure], tolerance: Tolerance, *, round_number: int) -> Verdict:
    """Say what a count leads to.

    The first time anything over tolerance is counted again by somebody else, and so is what moved meanwhile and does
    not fit: nobody knows which side of the scan it was on. The second time a lead decides.
    """
    off = [figure for figure in figures if figure.variance]
    small = all(is_within(figure, tolerance) and not figure.moved for figure in off)
    if small and is_worth_little(off, tolerance):
        return Verdict.POST
    return Verdict.RECOUNT if round_number == 1 else Verdict.DECIDE


def spread(units: int, recorded: Sequence[int]) -> list[int]:
    """Spread a total over the keys it is the total of, so that the fewest of them change.

    Keys keep what the record says as long as it lasts; what is missing is missing from the last ones, and what is over
    is added to the first.
    """
    assert recorded
    left, found = units, []
    for there in recorded:
        kept = min(left, there)
        found.append(kept)
        left -= kept
    found[0] += left
    return found


def settle(variance: int, corrected: int) -> int:
    """Return the units to book now for a variance of some time ago.

    Stock that moved since has moved by both, the record and the shelf, so the difference stays what it was. Only
    corrections of the record since then count towards it.
    """
    return variance - corrected


def classify(picks: Mapping[int, int]) -> dict[int, str]:
    """Return the class of each item by its picks: A are the first 80% of all picks, B the next 15%, C the others."""
    total = sum(picks.values())
    found, before = {}, 0
    for item, count in sorted(picks.items(), key=lambda pair: (-pair[1], pair[0])):
        share = before / total if total else 1.0
        found[item] = "c" if count == 0 else "a" if share < _SHARES[0] else "b" if share < _SHARES[1] else "c"
        before += count
    return found


@dataclass(frozen=True, slots=True)
class Bin:
    """A place with stock: the best class of what lies there, and when it was counted last (None: never)."""

    location_id: int
    abc: str
    zone: str
    counted_on: date | None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """How often each class is counted, in days, and the accuracy wanted, in hundredths."""

    days: Mapping[str, int]
    goals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Keys that were counted, and those of them that were right."""

    counted: int
    right: int

    def misses(self, goal: int) -> bool:
        """Tell whether fewer were right than the goal, in hundredths, asks."""
        return self.counted > 0 and self.right * 100 < goal * self.counted


@dataclass(frozen=True, slots=True)
class Due:
    """A bin whose turn it is, since when, and whether only bad figures made it due so early."""

    location_id: int
    abc: str
    since: date
    is_early: bool


def list_due(
    bins: Iterable[Bin],
    programme: Programme,
    *,
    by_class: Mapping[str, Accuracy],
    by_zone: Mapping[str, Accuracy],
    today: date,
) -> list[Due]:
    """Return the bins whose turn it is, the longest overdue first; one that was never counted comes before all.

    A class or zone whose accuracy misses its goal is counted twice as often. How many a day is the caller's.
    """
    found = []
    for one in bins:
        period = programme.days.get(one.abc, 0)
        if one.is_open or period <= 0:
            continue
        goal = programme.goals.get(one.abc, 0)
        bad = _misses(by_class.get(one.abc), goal) or _misses(by_zone.get(one.zone), goal)
        usual = one.counted_on + timedelta(days=period) if one.counted_on else date.min
        since = one.counted_on + timedelta(days=max(period // 2, 1)) if one.counted_on and bad else usual
        if since <= today:
            found.append(Due(one.location_id, one.abc, since, usual > today))
    return sorted(found, key=lambda due: (due.since, due.abc, due.location_id))


def _misses(accuracy: Accuracy | None, goal: int) -> bool:
    return accuracy is not None and accuracy.misses(goal)
