"""How fast a site works: the last half hour, the usual hour, and how long an order usually takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

WINDOW = timedelta(minutes=30)
# Whatever is on the floor now was released within these days.
RELEASED_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class RecentOutput:
    """Lines that left a stage of a site within WINDOW."""

    site_id: UUID
    picked_lines: int
    packed_lines: int


@dataclass(frozen=True, slots=True)
class UsualOutput:
    """Median lines packed in this hour of this weekday, and the p80 from release to packed in seconds."""

    site_id: UUID
    lines_per_hour: float
    seconds_to_packed: float


_RECENT = """
WITH wave AS MATERIALIZED (
    SELECT w.id, w.site_id FROM outbound_wave AS w
    WHERE w.site_id = ANY(%(site_ids)s::uuid[]) AND w.status IN ('released', 'picking', 'done')
      AND w.released_at >= %(released_since)s
), picked AS (
    SELECT w.site_id, count(*) AS lines
    FROM wave AS w
    JOIN outbound_pickbatch AS b ON b.wave_id = w.id AND b.last_scan_at >= %(since)s
    JOIN outbound_picktask AS t ON t.batch_id = b.id
    WHERE t.done_at >= %(since)s AND t.status IN ('done', 'short')
    GROUP BY 1
), packed AS (
    SELECT w.site_id, sum(f.line_count) AS lines
    FROM wave AS w JOIN orders_fulfillmentorder AS f ON f.wave_id = w.id
    WHERE f.packed_at >= %(since)s
    GROUP BY 1
)
SELECT s.id AS site_id, coalesce(p.lines, 0) AS picked_lines, coalesce(k.lines, 0)::bigint AS packed_lines
FROM unnest(%(site_ids)s::uuid[]) AS s(id)
LEFT JOIN picked AS p ON p.site_id = s.id
LEFT JOIN packed AS k ON k.site_id = s.id
ORDER BY s.id
"""

_USUAL = """
WITH week AS (
    SELECT k, %(now)s - k * interval '7 days' AS at FROM generate_series(1, 4) AS k
), done AS (
    SELECT f.site_id, k.k, f.line_count, f.packed_at, f.released_at, k.at
    FROM week AS k
    JOIN outbound_wave AS w ON w.site_id = ANY(%(site_ids)s::uuid[]) AND w.status = 'done'
      AND w.released_at > k.at - interval '12 hours' AND w.released_at <= k.at + interval '30 minutes'
    JOIN orders_fulfillmentorder AS f ON f.wave_id = w.id
    WHERE f.packed_at IS NOT NULL
), hourly AS (
    SELECT s.id AS site_id, k.k, coalesce(sum(d.line_count) FILTER (
               WHERE d.packed_at > d.at - interval '30 minutes' AND d.packed_at <= d.at + interval '30 minutes'), 0)
               AS lines
    FROM unnest(%(site_ids)s::uuid[]) AS s(id) CROSS JOIN week AS k
    LEFT JOIN done AS d ON d.site_id = s.id AND d.k = k.k
    GROUP BY 1, 2
)
SELECT h.site_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY h.lines)::float8 AS lines_per_hour,
       coalesce((SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY extract(epoch FROM d.packed_at - d.released_at))
                 FROM done AS d WHERE d.site_id = h.site_id), 0)::float8 AS seconds_to_packed
FROM hourly AS h GROUP BY 1 ORDER BY 1
"""


def list_recent_outputs(*, scope: Scope, site_ids: Sequence[UUID], now: datetime) -> list[RecentOutput]:
    """Return what each site put out within WINDOW. Queries: 1."""
    parameters = {
        "site_ids": list(site_ids),
        "since": now - WINDOW,
        "released_since": now - RELEASED_WITHIN,
    }
    with transaction(scope):
        return rows.fetch_rows(RecentOutput, _RECENT, parameters)


def list_usual_outputs(*, scope: Scope, site_ids: Sequence[UUID], now: datetime) -> list[UsualOutput]:
    """Return what each site usually puts out at this weekday and hour, over four weeks. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(UsualOutput, _USUAL, {"site_ids": list(site_ids), "now": now})
