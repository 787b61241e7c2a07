"""How right the record is: each week's share of keys that were counted as the record said, by site and class."""

from collections import defaultdict
from collections.abc import Sequence
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
LARGEST_BASE = 0.9
"""What the line begins at, at most: else a tenth of a per cent would look like a cliff."""


@dataclass(frozen=True, slots=True)
class AccuracyLine:
    """The share of each week as a line from `base` (bottom) to all (top), and one sentence that says it."""

    points: str
    base: float
    summary: str
    first_day: date
    last_day: date


@open_to(*LEADS)
def list_all(request: PageRequest) -> HttpResponseBase:
    """List the weeks of half a year, the last first, with the line over them."""
    chosen = AccuracyFilter(request.now - HALF_A_YEAR, find_site_id(request))
    page = PageOf(size=WEEKS_DRAWN, counted_at_most=0)
    found = list_week_accuracy(scope=request.scope, chosen=chosen, page=page).rows
    return show_list(request, ACCURACY, {"line": _draw(found)})


def _draw(found: Sequence[WeekAccuracy]) -> AccuracyLine | None:
    sums: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
    for row in found:
        sums[row.week][0] += row.correct
        sums[row.week][1] += row.keys
    if not sums:
        return None
    first, last = min(sums), max(sums)
    weeks = max((last - first).days // 7, 1)
    shares = {week: correct / keys for week, (correct, keys) in sums.items()}
    base = min(floor(min(shares.values()) * 10) / 10, LARGEST_BASE)
    unit = (BOTTOM - TOP) / (1 - base)
    points = [
        f"{WIDTH * (week - first).days // 7 / weeks:.1f},{BOTTOM - unit * (shares[week] - base):.1f}"
        for week in sorted(sums)
    ]
    if len(points) == 1:
        points.append(f"{WIDTH},{points[0].partition(',')[2]}")
    correct, keys = (sum(one[place] for one in sums.values()) for place in (0, 1))
    told = {
        "all": format_percent(correct / keys),
        "low": format_percent(min(shares.values())),
        "last": format_percent(shares[last]),
    }
    summary = _("%(all)s right in 26 weeks; lowest week %(low)s, last week %(last)s.") % told
    return AccuracyLine(" ".join(points), base, summary, first, last)


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
