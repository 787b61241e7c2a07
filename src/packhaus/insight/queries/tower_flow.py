"""The day so far, hour by hour, and where work waits how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.tower_pace import RELEASED_WITHIN
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class HourFlow:
    """Lines that entered each stage in one hour; the page adds them up."""

    starts_at: datetime
    placed: int
    released: int
    packed: int
    out: int


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """Fulfillment orders in a stage, by how long they have been in it."""

    stage: str
    under_half_hour: int
    under_hour: int
    under_two_hours: int
    under_four_hours: int
    longer: int


@dataclass(frozen=True, slots=True)
class SetUpSteps:
    """What a new installation already has."""

    has_site: bool
    has_sku: bool
    has_stock: bool
    has_order: bool
    has_wave: bool


_FLOW = """
WITH hour AS (
    SELECT generate_series(%(starts_at)s::timestamptz, %(now)s::timestamptz, interval '1 hour') AS at
), floor AS MATERIALIZED (
    SELECT f.line_count, f.released_at, f.packed_at, f.dispatched_at
    FROM outbound_wave AS w JOIN orders_fulfillmentorder AS f ON f.wave_id = w.id
    WHERE w.site_id = ANY(%(site_ids)s::uuid[]) AND w.status IN ('released', 'picking', 'done')
      AND w.released_at >= %(released_since)s
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
), fact AS (
    SELECT f.placed_at AS at, f.line_count AS placed, 0 AS released, 0 AS packed, 0 AS out
    FROM orders_order AS o JOIN orders_fulfillmentorder AS f ON f.order_id = o.id
    WHERE o.placed_at >= %(starts_at)s AND f.site_id = ANY(%(site_ids)s::uuid[])
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
    UNION ALL SELECT released_at, 0, line_count, 0, 0 FROM floor WHERE released_at >= %(starts_at)s
    UNION ALL SELECT packed_at, 0, 0, line_count, 0 FROM floor WHERE packed_at >= %(starts_at)s
    UNION ALL SELECT dispatched_at, 0, 0, 0, line_count FROM floor WHERE dispatched_at >= %(starts_at)s
)
SELECT h.at AS starts_at, coalesce(sum(f.placed), 0)::bigint AS placed,
       coalesce(sum(f.released), 0)::bigint AS released,
       coalesce(sum(f.packed), 0)::bigint AS packed, coalesce(sum(f.out), 0)::bigint AS out
FROM hour AS h LEFT JOIN fact AS f ON f.at >= h.at AND f.at < h.at + interval '1 hour'
GROUP BY 1 ORDER BY 1
"""

_WAITING = """
WITH work AS (
    SELECT 'release' AS stage, %(now)s - f.placed_at AS age FROM orders_fulfillmentorder AS f
    WHERE f.site_id = ANY(%(site_ids)s::uuid[]) AND f.status = 'planned' AND NOT f.is_blocked
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
    UNION ALL
    SELECT CASE f.status WHEN 'packed' THEN 'packed' WHEN 'picked' THEN 'pack' ELSE 'pick' END,
           %(now)s - CASE f.status WHEN 'packed' THEN f.packed_at ELSE f.released_at END
    FROM orders_fulfillmentorder AS f
    WHERE f.site_id = ANY(%(site_ids)s::uuid[]) AND f.status IN ('released', 'picking', 'picked', 'packed')
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
)
SELECT stage, count(*) FILTER (WHERE age < interval '30 minutes') AS under_half_hour,
       count(*) FILTER (WHERE age >= interval '30 minutes' AND age < interval '1 hour') AS under_hour,
       count(*) FILTER (WHERE age >= interval '1 hour' AND age < interval '2 hours') AS under_two_hours,
       count(*) FILTER (WHERE age >= interval '2 hours' AND age < interval '4 hours') AS under_four_hours,
       count(*) FILTER (WHERE age >= interval '4 hours') AS longer
FROM work GROUP BY stage ORDER BY stage
"""

_STEPS = """
SELECT EXISTS (SELECT FROM network_site) AS has_site, EXISTS (SELECT FROM catalog_sku) AS has_sku,
       EXISTS (SELECT FROM inventory_sitestock WHERE on_hand > 0) AS has_stock,
       EXISTS (SELECT FROM orders_order) AS has_order, EXISTS (SELECT FROM outbound_wave) AS has_wave
"""


def list_day_flow(
    *, scope: Scope, site_ids: Sequence[UUID], merchant_id: UUID | None, starts_at: datetime, now: datetime
) -> list[HourFlow]:
    """Return the lines of each hour since the day began. Queries: 1."""
    parameters = {
        "site_ids": list(site_ids),
        "merchant_id": merchant_id,
        "starts_at": starts_at,
        "now": now,
        "released_since": now - RELEASED_WITHIN,
    }
    with transaction(scope):
        return rows.fetch_rows(HourFlow, _FLOW, parameters)


def list_waiting_work(
    *, scope: Scope, site_ids: Sequence[UUID], merchant_id: UUID | None, now: datetime
) -> list[WaitingWork]:
    """Return what waits in each stage and how long. Queries: 1."""
    parameters = {"site_ids": list(site_ids), "merchant_id": merchant_id, "now": now}
    with transaction(scope):
        return rows.fetch_rows(WaitingWork, _WAITING, parameters)


def get_set_up_steps(*, scope: Scope) -> SetUpSteps:
    """Return which of the first five steps are done. Queries: 1."""
    with transaction(scope):
        return rows.fetch_one(SetUpSteps, _STEPS)
