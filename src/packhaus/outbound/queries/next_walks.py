"""The walks that a picker may be given next: her own first, then those in turn."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_NEXT = """
WITH own AS (
    SELECT b.id FROM outbound_pickbatch AS b
    WHERE b.status = 'claimed' AND b.picker_id = %(person_id)s::uuid
    ORDER BY b.claimed_at, b.id LIMIT %(limit)s
), offered AS (
    SELECT b.id FROM outbound_pickbatch AS b
    WHERE b.status = 'open' AND b.method <> 'zone' AND (%(site_id)s::uuid IS NULL OR b.site_id = %(site_id)s::uuid)
    ORDER BY b.rank, b.id LIMIT %(limit)s
)
SELECT b.id, b.number, b.rank, b.status = 'claimed' AS is_mine, w.cut_off_at, t.stops, t.left_stops,
       (SELECT count(DISTINCT s.tote_id) FROM outbound_batchslot AS s WHERE s.batch_id = b.id) AS totes,
       l.code AS next_place, coalesce(l.x_mm, 0)::bigint AS x_mm, coalesce(l.y_mm, 0)::bigint AS y_mm, b.planned_mm
FROM (SELECT id FROM own UNION ALL SELECT id FROM offered) AS c
JOIN outbound_pickbatch AS b USING (id)
JOIN outbound_wave AS w ON w.id = b.wave_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE t.status <> 'cancelled') AS stops,
           count(*) FILTER (WHERE t.status IN ('open', 'claimed')) AS left_stops,
           (array_agg(t.location_id ORDER BY t.sequence) FILTER (WHERE t.status IN ('open', 'claimed')))[1] AS place
    FROM outbound_picktask AS t WHERE t.batch_id = b.id
) AS t
LEFT JOIN inventory_location AS l ON l.id = t.place
ORDER BY b.status, b.rank, b.id
"""
_COUNT = """
SELECT count(*) FROM outbound_pickbatch AS b
WHERE b.status = 'open' AND b.method <> 'zone' AND (%(site_id)s::uuid IS NULL OR b.site_id = %(site_id)s::uuid)
"""
_TO_PACK = """
SELECT f.id, f.site_id, f.number, o.number AS order_number, u.code AS tote_code, f.ship_by, f.priority,
       count(*) OVER () AS waiting
FROM orders_fulfillmentorder AS f
JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id
JOIN inventory_handlingunit AS u ON u.id = s.tote_id
JOIN orders_order AS o ON o.id = f.order_id
WHERE f.status = 'picked' AND (%(site_id)s::uuid IS NULL OR f.site_id = %(site_id)s::uuid)
ORDER BY f.ship_by, f.priority, f.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class NextWalk:
    """A walk as it is offered; `next_place` is where it goes on, at `x_mm`, `y_mm`."""

    id: UUID
    number: str
    rank: int
    is_mine: bool
    cut_off_at: datetime | None
    stops: int
    left_stops: int
    totes: int
    next_place: str | None
    x_mm: int
    y_mm: int
    planned_mm: int | None


@dataclass(frozen=True, slots=True)
class NextToPack:
    """The order that must be packed first, and how many wait."""

    id: UUID
    site_id: UUID
    number: str
    order_number: str
    tote_code: str
    ship_by: datetime | None
    priority: int
    waiting: int


def list_next_walks(*, scope: Scope, site_id: UUID | None, person_id: UUID, limit: int) -> list[NextWalk]:
    """Return the person's own open walks, then those that are offered first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(NextWalk, _NEXT, {"site_id": site_id, "person_id": person_id, "limit": limit})


def count_open_walks(*, scope: Scope, site_id: UUID | None) -> int:
    """Return how many walks nobody has taken. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_COUNT, {"site_id": site_id}) or 0)


def find_next_to_pack(*, scope: Scope, site_id: UUID | None) -> NextToPack | None:
    """Return what must be packed first, or None when nothing is picked. Queries: 1."""
    with transaction(scope):
        return rows.find_row(NextToPack, _TO_PACK, {"site_id": site_id})
