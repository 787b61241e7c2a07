"""Insight: how fast the floor works, by site and method. Of a person's figures only the person is told."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from packhaus.insight.queries.labour import list_labour
from packhaus.web.floor.kinds import list_kinds
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Chip, Words
from packhaus.web.responses import render_page

PERIODS: dict[str, tuple[Words, int]] = {
    "today": (_("Today"), 1),
    "week": (_("7 days"), 7),
    "month": (_("28 days"), 28),
}


@page_of("console:insight")
def show_labour(request: PageRequest) -> HttpResponse:
    """Show lines, hours and lines per hour of a period, for the site chosen above or for all."""
    chosen = request.GET.get("period", "today")
    chosen = chosen if chosen in PERIODS else "today"
    found = list_labour(
        scope=request.scope,
        site_id=find_site_id(request),
        since=find_start(request, days=PERIODS[chosen][1]),
        until=request.now,
    )
    names = name_methods()
    context = {
        "rows": [(row, names.get(row.method, row.method)) for row in found],
        "periods": [
            Chip(label, f"?period={name}", name == chosen) for name, (label, _days) in PERIODS.items()
        ],
    }
    return render_page(request, "insight/labour.html", context)


def find_start(request: PageRequest, *, days: int) -> datetime:
    """Return the beginning of the day at the site, so many days with today."""
    zone = ZoneInfo(request.site_zone)
    day = request.now.astimezone(zone).date() - timedelta(days=days - 1)
    return datetime.combine(day, time.min, zone)


def name_methods() -> dict[str, Words]:
    """Return what each kind of work is called."""
    return {kind.name: kind.label for kind in list_kinds()}
