"""How a site releases again and again, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.network.queries.calendars import SiteCalendar
from packhaus.outbound.errors import PolicyNotFound
from packhaus.outbound.types import MOST_ORDERS, LineMix, ReleaseRule


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as it was saved, and what its last run did; see `models.ReleasePolicy`."""

    id: UUID
    site_id: UUID
    site_code: str
    name: str
    is_active: bool
    mode: str
    position: int
    due_within_minutes: int | None
    carrier_codes: list[str]
    merchant_ids: list[UUID]
    merchant_codes: list[str]
    countries: list[str]
    zones: list[str]
    line_mix: str
    min_priority: int | None
    max_orders: int | None
    max_lines: int | None
    pick_method: str
    cart_totes: int | None
    times: list[time]
    before_cut_off_minutes: int | None
    every_minutes: int | None
    refill_below_lines: int | None
    from_at: time | None
    until_at: time | None
    saved_at: datetime
    ran_at: datetime | None
    orders: int
    lines: int
    left: dict[str, int]
    released_at: datetime | None
    wave_number: str | None


_POLICIES = """
SELECT p.id, p.site_id, s.code AS site_code, p.name, p.is_active, p.mode, p.position::int AS position,
       p.due_within_minutes, p.carrier_codes, p.merchant_ids,
       ARRAY(SELECT m.code FROM access_merchant AS m WHERE m.id = ANY(p.merchant_ids) ORDER BY m.code)::text[]
           AS merchant_codes,
       p.countries, p.zones, p.line_mix, p.min_priority::int AS min_priority, p.max_orders, p.max_lines, p.pick_method,
       p.cart_totes::int AS cart_totes, p.times, p.before_cut_off_minutes, p.every_minutes, p.refill_below_lines,
       p.from_at, p.until_at, p.saved_at, p.ran_at, p.orders, p.lines, p."left", p.released_at, w.number AS wave_number
FROM outbound_releasepolicy AS p
JOIN network_site AS s ON s.id = p.site_id
LEFT JOIN outbound_wave AS w ON w.id = p.wave_id
WHERE (%(site_id)s::uuid IS NULL OR p.site_id = %(site_id)s::uuid) AND (%(id)s::uuid IS NULL OR p.id = %(id)s::uuid)
  AND (NOT %(is_due)s OR p.is_active AND p.mode <> 'manual' AND s.is_active)
ORDER BY s.code, p.position, p.name, p.id LIMIT 500
"""


def list_policies(
    *, scope: Scope, site_id: UUID | None = None, runs_by_itself: bool = False
) -> list[PolicyRow]:
    """Return the policies of a site, or of all, in the order in which they run. Queries: 1."""
    with transaction(scope):
        asked = {"site_id": site_id, "id": None, "is_due": runs_by_itself}
        return rows.fetch_rows(PolicyRow, _POLICIES, asked)


def get_policy(*, scope: Scope, policy_id: UUID) -> PolicyRow:
    """Return one policy. Queries: 1. Raises: PolicyNotFound."""
    with transaction(scope):
        found = rows.find_row(PolicyRow, _POLICIES, {"site_id": None, "id": policy_id, "is_due": False})
    if found is None:
        raise PolicyNotFound("there is no such release policy", policy_id=policy_id)
    return found


def build_rule(
    *, policy: PolicyRow, calendar: SiteCalendar, open_lines: int = 0, now: datetime
) -> ReleaseRule:
    """Return what a policy takes now.

    Before a cut-off it takes what goes with it; a floor is filled up to its level where nothing else bounds a run.
    """
    return ReleaseRule(
        cut_off=_find_due_until(policy, calendar, now),
        carrier_codes=tuple(policy.carrier_codes),
        line_mix=LineMix(policy.line_mix),
        min_priority=policy.min_priority,
        merchant_ids=tuple(policy.merchant_ids),
        countries=tuple(policy.countries),
        zones=tuple(policy.zones),
        max_orders=policy.max_orders or MOST_ORDERS,
        max_lines=policy.max_lines or _count_refill(policy, open_lines),
    )


def _find_due_until(policy: PolicyRow, calendar: SiteCalendar, now: datetime) -> datetime | None:
    if policy.due_within_minutes is not None:
        return now + timedelta(minutes=policy.due_within_minutes)
    if policy.mode != "scheduled" or policy.before_cut_off_minutes is None:
        return None
    coming = (
        instant
        for instant, carrier in calendar.list_cut_offs(since=now)
        if not policy.carrier_codes or carrier in policy.carrier_codes
    )
    return next(coming, None)


def _count_refill(policy: PolicyRow, open_lines: int) -> int | None:
    if policy.mode != "waveless" or policy.refill_below_lines is None or policy.every_minutes:
        return None
    return max(1, policy.refill_below_lines - open_lines)


_CHOICES = """
SELECT ARRAY(
    SELECT DISTINCT l.zone FROM inventory_location AS l
    WHERE l.site_id = %(site_id)s::uuid AND l.can_be_allocated AND l.zone <> '' ORDER BY 1 LIMIT 100)::text[],
  ARRAY(
    SELECT DISTINCT f.priority::int FROM orders_fulfillmentorder AS f
    WHERE f.site_id = %(site_id)s::uuid AND f.status = 'planned' AND NOT f.is_blocked ORDER BY 1 LIMIT 20)::int[]
"""


def list_choices(*, scope: Scope, site_id: UUID) -> tuple[Sequence[str], Sequence[int]]:
    """Return the zones of a site that are picked from, and the priorities that wait for release. Queries: 1."""
    with transaction(scope):
        ((zones, priorities),) = rows.fetch_tuples(_CHOICES, {"site_id": site_id})
    return zones, priorities
