"""Sites as the promise sees them: few, rarely changed, asked on every order."""

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.kept import forgets

_FRESH_SECONDS = 5.0

_SITES = """
SELECT id, id::text AS key, code, latitude, longitude, priority, run_by, stock_policy, feed_seen_at,
       feed_max_age_minutes, partner_answer_minutes, country, postal_code, handling_minutes, orders_a_day
FROM network_site WHERE is_active ORDER BY priority, id
"""


@dataclass(frozen=True, slots=True)
class SourcingSite:
    """What decides whether and when a site is asked to ship."""

    id: UUID
    key: str  # the id as the plan of promises names it
    code: str
    latitude: float
    longitude: float
    priority: int
    run_by: str
    stock_policy: str
    feed_seen_at: datetime | None
    feed_max_age_minutes: int
    partner_answer_minutes: int
    country: str
    postal_code: str
    handling_minutes: int
    orders_a_day: int


class _Kept:
    read_at: float = float("-inf")
    sites: tuple[SourcingSite, ...] = ()


def list_sourcing_sites() -> tuple[SourcingSite, ...]:
    """Return the active sites, at most five seconds old in this process. Queries: 1, or 0 while fresh."""
    if time.monotonic() - _Kept.read_at > _FRESH_SECONDS:
        _Kept.sites = tuple(rows.fetch_rows(SourcingSite, _SITES))
        _Kept.read_at = time.monotonic()
    return _Kept.sites


@forgets
def forget_sourcing_sites() -> None:
    """Read the sites anew at the next call: after one was changed here, and between tests."""
    _Kept.read_at = float("-inf")
