"""What of a wave waits for a batch."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows

_WAITING = """
WITH waiting AS (
    SELECT f.id, sum(f.line_count) OVER (ORDER BY f.ship_by, f.priority, f.id) - f.line_count AS before
    FROM orders_fulfillmentorder AS f
    WHERE f.wave_id = %(wave_id)s AND f.status IN ('released', 'picking') AND NOT EXISTS (
        SELECT FROM outbound_batchslot AS s WHERE s.fulfillment_id = f.id)
)
SELECT id FROM waiting WHERE before < %(max_lines)s
"""

# The statuses come out of a SELECT: read by the planner, they would lead it over all orders on the floor, of which it
# believes that there is hardly one until the table is analysed again.
_PICKS = """
SELECT a.id, l.fulfillment_id, a.merchant_id, a.fulfillment_line_id, a.sku_id, a.quantity - a.picked, b.location_id,
       p.zone, p.aisle, p.bay, p.level, p.bin, p.x_mm, p.y_mm,
       k.length_mm::bigint * k.width_mm * k.height_mm, k.weight_grams
FROM orders_fulfillmentline AS l
JOIN orders_fulfillmentorder AS f ON f.id = l.fulfillment_id
JOIN outbound_allocation AS a ON a.fulfillment_line_id = l.id
JOIN inventory_balance AS b ON b.id = a.balance_id
JOIN inventory_location AS p ON p.id = b.location_id
JOIN catalog_sku AS k ON k.id = a.sku_id
WHERE l.fulfillment_id = ANY(%(ids)s::uuid[]) AND a.quantity > a.picked
  AND f.status = ANY((SELECT ARRAY['released', 'picking'])::text[])
ORDER BY l.fulfillment_id, a.id
"""


class OpenPick(NamedTuple):
    """Units of one line that wait in one bin; volume and weight are of one unit."""

    allocation_id: int
    fulfillment_id: UUID
    merchant_id: UUID
    fulfillment_line_id: int
    sku_id: UUID
    quantity: int
    location_id: int
    zone: str
    aisle: str
    bay: str
    level: str
    bin: str
    x_mm: int
    y_mm: int
    volume_mm3: int
    weight_grams: int


def list_unbatched(*, wave_id: UUID, max_lines: int) -> list[UUID]:
    """Return fulfillment orders of a wave that no batch has, a chunk of them. Queries: 1."""
    found = rows.fetch_tuples(_WAITING, {"wave_id": wave_id, "max_lines": max_lines})
    return [id_ for (id_,) in found]


def list_open_picks(*, fulfillment_ids: Sequence[UUID]) -> list[OpenPick]:
    """Return what is allocated to these fulfillment orders and not picked. Queries: 1."""
    found = rows.fetch_tuples(_PICKS, {"ids": list(fulfillment_ids)})
    return [OpenPick._make(row) for row in found]
