"""How many orders a site may still take for the day of its next truck, where somebody said how many it sends a day."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from datetime import time as clock_time
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.kept import forgets
from packhaus.network.queries.calendars import SiteCalendar
from packhaus.network.queries.sourcing import SourcingSite

_FRESH_SECONDS = 5.0

# Of all merchants' orders, whoever asks: a function of the owner's counts them and tells nothing else.
_LOADS = """
SELECT d.site_id, orders_load_of_site(d.site_id, d.starts_at, d.ends_at)
FROM unnest(%(site_ids)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS d(site_id, starts_at, ends_at)
"""


class _Kept:
    read_at: float = float("-inf")
    room: Mapping[UUID, int] = {}


def refresh_room(
    *, sites: Sequence[SourcingSite], calendars: Mapping[UUID, SiteCalendar], now: datetime
) -> None:
    """Count anew what sites with a limit have to send on the day of their next truck, every five seconds.

    Queries: 0 where no site has a limit, or while fresh; else 1.
    """
    limited = [site for site in sites if site.orders_a_day]
    if not limited:
        _Kept.room = {}
        return
    if time.monotonic() - _Kept.read_at <= _FRESH_SECONDS:
        return
    days = []
    for site in limited:
        calendar = calendars[site.id]
        leaves = calendar.find_ship_by(placed_at=now + timedelta(minutes=site.handling_minutes))
        starts = datetime.combine(leaves.astimezone(calendar.zone).date(), clock_time(), calendar.zone)
        days.append((site.id, starts, starts + timedelta(days=1)))
    site_ids, starts_at, ends_at = rows.as_columns(days, 3)
    loads = dict(rows.fetch_tuples(_LOADS, {"site_ids": site_ids, "starts": starts_at, "ends": ends_at}))
    _Kept.room = {site.id: max(0, site.orders_a_day - loads.get(site.id, 0)) for site in limited}
    _Kept.read_at = time.monotonic()


def get_room(site: SourcingSite) -> int | None:
    """Return how many orders a site may still take, as it was counted last; None: any number. Queries: 0."""
    return _Kept.room.get(site.id) if site.orders_a_day else None


@forgets
def forget_room() -> None:
    """Count anew at the next call: between tests, and on another database."""
    _Kept.read_at, _Kept.room = float("-inf"), {}
