"""One site with its calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.network.queries.list_sites import SiteRow, list_sites

_CUT_OFFS = """
SELECT carrier_code, at, array_agg(weekday::int ORDER BY weekday) AS weekdays
FROM network_cutoff WHERE site_id = %(site_id)s GROUP BY carrier_code, at ORDER BY at, carrier_code
"""
_CLOSED = """
SELECT day, reason FROM network_closedday WHERE site_id = %(site_id)s AND day >= %(today)s::date ORDER BY day LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class CutOffRow:
    """When a carrier leaves, local time, on these ISO weekdays."""

    carrier_code: str
    at: time
    weekdays: list[int]


@dataclass(frozen=True, slots=True)
class ClosedDayRow:
    """A day on which nobody works."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class SiteDetail:
    """A site, its cut-offs, the closed days that are not over."""

    site: SiteRow
    cut_offs: Sequence[CutOffRow]
    closed_days: Sequence[ClosedDayRow]


def get_site(*, code: str, today: date) -> SiteDetail:
    """Return the site with this code. Queries: 2 to 3. Raises: NotFound."""
    site = next((site for site in list_sites() if site.code == code), None)
    if site is None:
        raise NotFound("site not found")
    parameters = {"site_id": site.id, "today": today}
    return SiteDetail(
        site=site,
        cut_offs=rows.fetch_rows(CutOffRow, _CUT_OFFS, parameters),
        closed_days=rows.fetch_rows(ClosedDayRow, _CLOSED, parameters),
    )
