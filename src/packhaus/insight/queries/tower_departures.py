"""What leaves each site today, by carrier and cut-off, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A site and the ends of its today."""

    site_id: UUID
    site_code: str
    zone: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DepartureCounts:
    """Fulfillment orders of one departure by stage; `cut_off_at` None stands for all that were missed before today.

    `pick_lines` still have to be picked, `pack_lines` picked and packed or only packed.
    """

    site_id: UUID
    carrier_code: str
    cut_off_at: datetime | None
    oldest_at: datetime
    to_release: int
    to_pick: int
    to_pack: int
    packed: int
    gone: int
    gone_in_time: int
    pick_lines: int
    pack_lines: int

    @property
    def left(self) -> int:
        """Return how many have not left."""
        return self.to_release + self.to_pick + self.to_pack + self.packed

    @property
    def unpacked(self) -> int:
        """Return how many are not packed yet."""
        return self.to_release + self.to_pick + self.to_pack


# Looks ahead so that a quiet tower can tell what comes next.
AHEAD = timedelta(days=4)

_DEPARTURES = """
WITH day AS (
    SELECT * FROM unnest(%(site_ids)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
        AS d(site_id, starts_at, ends_at)
), work AS (
    SELECT f.site_id, f.carrier_code, f.ship_by, f.status, f.line_count, f.dispatched_at
    FROM orders_fulfillmentorder AS f
    WHERE f.site_id = ANY(%(site_ids)s::uuid[]) AND f.status IN ('released', 'picking', 'picked', 'packed')
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
    UNION ALL
    SELECT f.site_id, f.carrier_code, f.ship_by, f.status, f.line_count, f.dispatched_at
    FROM orders_fulfillmentorder AS f
    WHERE f.site_id = ANY(%(site_ids)s::uuid[]) AND f.status = 'planned' AND NOT f.is_blocked
      AND f.ship_by < %(until)s
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
    UNION ALL
    SELECT f.site_id, f.carrier_code, f.ship_by, 'gone', f.line_count, f.dispatched_at
    FROM orders_order AS o
    JOIN orders_fulfillmentorder AS f ON f.order_id = o.id
    JOIN day AS d ON d.site_id = f.site_id
    WHERE o.stage IN ('partially_shipped', 'shipped', 'delivered') AND o.ship_by >= %(first)s
      AND f.status IN ('dispatched', 'delivered') AND f.ship_by >= d.starts_at
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
)
SELECT w.site_id, w.carrier_code,
       CASE WHEN w.ship_by >= d.starts_at THEN w.ship_by END AS cut_off_at,
       min(w.ship_by) AS oldest_at,
       count(*) FILTER (WHERE w.status = 'planned') AS to_release,
       count(*) FILTER (WHERE w.status IN ('released', 'picking')) AS to_pick,
       count(*) FILTER (WHERE w.status = 'picked') AS to_pack,
       count(*) FILTER (WHERE w.status = 'packed') AS packed,
       count(*) FILTER (WHERE w.status = 'gone') AS gone,
       count(*) FILTER (WHERE w.status = 'gone' AND w.dispatched_at <= w.ship_by) AS gone_in_time,
       coalesce(sum(w.line_count) FILTER (WHERE w.status IN ('planned', 'released', 'picking')), 0) AS pick_lines,
       coalesce(sum(w.line_count) FILTER (WHERE w.status IN ('planned', 'released', 'picking', 'picked')), 0)
           AS pack_lines
FROM work AS w JOIN day AS d ON d.site_id = w.site_id
WHERE w.ship_by IS NOT NULL
GROUP BY 1, 2, 3
ORDER BY cut_off_at NULLS FIRST, w.site_id, w.carrier_code
"""


def list_departures(
    *, scope: Scope, days: Sequence[SiteDay], merchant_id: UUID | None = None
) -> list[DepartureCounts]:
    """Return every departure with work, missed ones first, then soonest first; also those of the next days.

    Queries: 1.
    """
    if not days:
        return []
    parameters = {
        "site_ids": [day.site_id for day in days],
        "starts": [day.starts_at for day in days],
        "ends": [day.ends_at for day in days],
        "first": min(day.starts_at for day in days),
        "until": max(day.ends_at for day in days) + AHEAD,
        "merchant_id": merchant_id,
    }
    with transaction(scope):
        return rows.fetch_rows(DepartureCounts, _DEPARTURES, parameters)
