"""The units on hand of ninety days as a stepped line: geometry by the server, the same figures as a table."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from packhaus.inventory.queries.on_hand_history import DayChange
from packhaus.web.formats import format_quantity
from packhaus.web.words import name_code

DAYS = 90
WIDTH, HEIGHT, HEAD = 900, 140, 24
MOST_MARKS = 6
MARK_GAP = 110


@dataclass(frozen=True, slots=True)
class Mark:
    """A large step: where it stands and what made it; `anchor` is where its words begin or end."""

    x: str
    y: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One day of the table."""

    day: date
    change: str
    reasons: str
    after: int


@dataclass(frozen=True, slots=True)
class StockLine:
    """The chart, its table and one sentence that says it."""

    points: str
    marks: Sequence[Mark]
    rows: Sequence[HistoryRow]
    summary: str
    highest: int
    first_day: date
    last_day: date


def draw_stock_line(changes: Sequence[DayChange], *, on_hand: int, today: date) -> StockLine | None:
    """Count back from what is there now and draw a step a day; nothing when nothing has moved."""
    if not changes:
        return None
    first = today - timedelta(days=DAYS - 1)
    by_day: defaultdict[date, list[DayChange]] = defaultdict(list)
    for change in changes:
        by_day[max(change.day, first)].append(change)
    before = on_hand - sum(change.change for change in changes)
    levels: list[int] = []
    level = before
    for place in range(DAYS):
        level += sum(change.change for change in by_day.get(first + timedelta(days=place), ()))
        levels.append(level)
    highest = max(*levels, before, 1)
    told = {
        "low": format_quantity(min(levels)),
        "high": format_quantity(max(levels)),
        "now": format_quantity(on_hand),
    }
    summary = _("Between %(low)s and %(high)s units in 90 days; now %(now)s.") % told
    marks = _list_marks(by_day, first, levels, highest)
    return StockLine(
        _join(before, levels, highest),
        marks,
        _list_rows(by_day, first, levels),
        summary,
        highest,
        first,
        today,
    )


def _place(place: float) -> float:
    return WIDTH * place / DAYS


def _lift(level: int, highest: int) -> float:
    return HEAD + (HEIGHT - HEAD) * (1 - max(level, 0) / highest)


def _join(before: int, levels: Sequence[int], highest: int) -> str:
    points = [f"0,{_lift(before, highest):.1f}"]
    last = before
    for place, level in enumerate(levels):
        points.append(f"{_place(place):.1f},{_lift(last, highest):.1f}")
        points.append(f"{_place(place):.1f},{_lift(level, highest):.1f}")
        last = level
    return " ".join([*points, f"{WIDTH},{_lift(last, highest):.1f}"])


def _list_marks(
    by_day: dict[date, list[DayChange]], first: date, levels: Sequence[int], highest: int
) -> list[Mark]:
    """Name the largest steps, as far as their words do not run into each other."""
    largest = sorted((change for own in by_day.values() for change in own), key=lambda one: -abs(one.change))
    taken: list[float] = []
    marks: list[Mark] = []
    for change in largest:
        place = max(0, (change.day - first).days)
        x = _place(place)
        if len(marks) == MOST_MARKS or any(abs(x - other) < MARK_GAP for other in taken):
            continue
        taken.append(x)
        words = f"{name_code('move_reason', change.reason)} {change.change:+d}"
        anchor = "end" if x > WIDTH * 0.8 else "start"
        marks.append(Mark(f"{x:.1f}", f"{_lift(levels[place], highest):.1f}", words, anchor))
    return marks


def _list_rows(by_day: dict[date, list[DayChange]], first: date, levels: Sequence[int]) -> list[HistoryRow]:
    rows = []
    for day in sorted(by_day, reverse=True):
        own = by_day[day]
        reasons = ", ".join(f"{name_code('move_reason', one.reason)} {one.change:+d}" for one in own)
        change = f"{sum(one.change for one in own):+d}"
        rows.append(HistoryRow(day, change, reasons, levels[(day - first).days]))
    return rows
