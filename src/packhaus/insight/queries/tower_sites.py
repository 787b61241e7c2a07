"""Our own sites and the ends of their today."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.tower_departures import SiteDay
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class _Site:
    id: UUID
    code: str
    timezone: str


_SITES = """
SELECT id, code, timezone FROM network_site
WHERE is_active AND run_by = 'own' AND (%(site_id)s::uuid IS NULL OR id = %(site_id)s::uuid) ORDER BY code
"""


def list_site_days(*, scope: Scope, site_id: UUID | None = None, now: datetime) -> list[SiteDay]:
    """Return our active sites, or the one asked for, with the ends of their today. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_rows(_Site, _SITES, {"site_id": site_id})
    return [_find_day(site, now) for site in found]


def _find_day(site: _Site, now: datetime) -> SiteDay:
    zone = ZoneInfo(site.timezone)
    today = now.astimezone(zone).date()
    return SiteDay(
        site_id=site.id,
        site_code=site.code,
        zone=site.timezone,
        starts_at=datetime.combine(today, time(), zone),
        ends_at=datetime.combine(today + timedelta(days=1), time(), zone),
    )
