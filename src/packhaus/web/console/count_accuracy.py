"""How right the record is: each week's share of keys that were counted as the record said, by site and class."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from packhaus.inventory.queries.accuracy_by_week import AccuracyFilter, WeekAccuracy, list_week_accuracy
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.counts_bulk import LEADS
from packhaus.web.formats import format_percent
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_site_id
from packhaus.web.tables import Column, FilterField

HALF_A_YEAR = timedelta(weeks=26)
WEEKS_DRAWN = 2_000
WIDTH, TOP, BOTTOM = 900, 8, 140
STROKE = 24
LARGEST_BASE = 0.9
"""What the line begins at, at most: else a tenth of a per cent would look like a cliff."""


@dataclass(frozen=True, slots=True)
class AccuracyLine:
    """The share of each week as a line from `base` (bottom) to all (top), and one sentence that says it.

    `abc` is the class whose line it is, empty for that of all.
    """

    abc: str
    points: str
    base: float
    summary: str
    first_day: date
    last_day: date


@open_to(*LEADS)
def list_all(request: PageRequest) -> HttpResponseBase:
    """List the weeks of half a year, the last first, with the line over them and one for each class."""
    chosen = AccuracyFilter(request.now - HALF_A_YEAR, find_site_id(request))
    page = PageOf(size=WEEKS_DRAWN, counted_at_most=0)
    found = list_week_accuracy(scope=request.scope, chosen=chosen, page=page).rows
    return show_list(request, ACCURACY, {"lines": _draw_all(found)})


def _draw_all(found: Sequence[WeekAccuracy]) -> list[AccuracyLine]:
    """Draw all of it, then each class that was counted, on the same scale; a class that is alone is all of it."""
    if not found:
        return []
    classes = sorted({row.abc for row in found})
    groups = {"": found} | (
        {abc: [row for row in found if row.abc == abc] for abc in classes} if classes[1:] else {}
    )
    sums = {abc: _sum_weeks(rows) for abc, rows in groups.items()}
    lowest = min(correct / keys for weeks in sums.values() for correct, keys in weeks.values())
    base = min(floor(lowest * 10) / 10, LARGEST_BASE)
    span = min(sums[""]), max(sums[""])
    return [_draw(abc, weeks, base, span) for abc, weeks in sums.items()]


def _sum_weeks(found: Sequence[WeekAccuracy]) -> dict[date, tuple[int, int]]:
    """Return what was right and what was counted, by week."""
    sums: defaultdict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in found:
        correct, keys = sums[row.week]
        sums[row.week] = correct + row.correct, keys + row.keys
    return sums


def _draw(
    abc: str, sums: Mapping[date, tuple[int, int]], base: float, span: tuple[date, date]
) -> AccuracyLine:
    first, last = span
    weeks = max((last - first).days // 7, 1)
    shares = {week: correct / keys for week, (correct, keys) in sums.items()}
    unit = (BOTTOM - TOP) / (1 - base)
    points = [
        f"{WIDTH * (week - first).days // 7 / weeks:.1f},{BOTTOM - unit * (shares[week] - base):.1f}"
        for week in sorted(sums)
    ]
    if len(points) == 1:
        # A week alone is a short stroke where it is, or all of the width where nothing else was.
        x, _comma, y = points[0].partition(",")
        points.append(f"{WIDTH if first == last else min(float(x) + STROKE, WIDTH)},{y}")
    correct, keys = (sum(one[place] for one in sums.values()) for place in (0, 1))
    told = {
        "all": format_percent(correct / keys),
        "low": format_percent(min(shares.values())),
        "last": format_percent(shares[max(shares)]),
    }
    summary = _("%(all)s right in 26 weeks; lowest week %(low)s, last week %(last)s.") % told
    return AccuracyLine(abc, " ".join(points), base, summary, first, last)


def fetch_weeks(asked: Asked, page: PageOf) -> Page[WeekAccuracy]:
    """Read a page of weeks."""
    chosen = AccuracyFilter(
        asked.request.now - HALF_A_YEAR,
        find_site_id(asked.request),
        [abc for abc in asked.read_all("class") if abc in {"a", "b", "c"}],
    )
    return list_week_accuracy(scope=asked.request.scope, chosen=chosen, page=page)


ACCURACY = ListPage(
    name="console:count-accuracy",
    template="stock/accuracy.html",
    row_type=WeekAccuracy,
    columns=(
        Column("week", lazy("Week from"), is_sortable=True),
        Column("site", lazy("Site")),
        Column("abc", lazy("Class")),
        Column("keys", pgettext_lazy("count", "Counted"), is_number=True),
        Column("correct", pgettext_lazy("count", "Right"), is_number=True),
        Column("percent", lazy("Accuracy"), is_number=True),
    ),
    default="-week",
    fetch=fetch_weeks,
    key=lambda row: f"{row.week}-{row.site_code}-{row.abc}",
    fields=(FilterField("class", lazy("Class"), [(abc, abc.upper()) for abc in "abc"]),),
    views=(View("all", lazy("All")),),
)
