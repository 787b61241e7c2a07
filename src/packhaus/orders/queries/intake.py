"""What intake has to know before it decides: SKUs, kit parts and free stock, in one read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows


class StockRow(NamedTuple):
    """A SKU at one site; the site columns are None where nothing is known of it.

    Ids are text: they go from here through the plan into JSON, and a UUID costs ten times a text to hash and write.
    """

    code: str
    sku_id: str
    kind: str
    stock_id: int | None
    site_id: str | None
    free: int
    headroom: int


class KitPart(NamedTuple):
    """A leaf of a kit with the units that one kit needs."""

    kit_id: str
    code: str
    quantity: int


_STOCK = """
SELECT k.code, k.id::text, k.kind, s.id, s.site_id::text,
       CASE WHEN s.policy = 'unlimited' THEN 1000000000
            ELSE greatest(s.on_hand - s.promised - s.held - s.safety, 0) END,
       s.backorder_limit - s.backordered
FROM catalog_sku AS k
LEFT JOIN inventory_sitestock AS s ON s.sku_id = k.id AND s.owner_id = k.merchant_id
WHERE k.merchant_id = %(merchant_id)s AND k.code = ANY(%(codes)s::text[]) AND k.is_active
"""

_KIT_PARTS = """
WITH RECURSIVE part AS (
    SELECT c.kit_id, c.component_id, c.quantity, 1 AS depth
    FROM catalog_kitcomponent AS c WHERE c.kit_id = ANY(%(kit_ids)s::uuid[])
  UNION ALL
    SELECT part.kit_id, c.component_id, part.quantity * c.quantity, part.depth + 1
    FROM part JOIN catalog_kitcomponent AS c ON c.kit_id = part.component_id
    WHERE part.depth < 3
)
SELECT part.kit_id::text, k.code, sum(part.quantity)::bigint
FROM part JOIN catalog_sku AS k ON k.id = part.component_id
WHERE k.kind <> 'kit' GROUP BY 1, 2 ORDER BY 1, 2
"""


def fetch_stock(*, merchant_id: UUID, codes: Sequence[str]) -> list[StockRow]:
    """Return the SKUs of these codes with every site's stock. Queries: 1."""
    found = rows.fetch_tuples(_STOCK, {"merchant_id": merchant_id, "codes": list(codes)})
    return [StockRow._make(row) for row in found]


def fetch_kit_parts(*, kit_ids: Sequence[str]) -> list[KitPart]:
    """Return the leaves of kits, multiplied through three levels. Queries: 1."""
    return [KitPart._make(row) for row in rows.fetch_tuples(_KIT_PARTS, {"kit_ids": list(kit_ids)})]


@dataclass(frozen=True, slots=True)
class StoredLine:
    """One line of an order that was placed before."""

    order_id: UUID
    number: str
    external_number: str
    stage: str
    tracking_token: str
    placed_at: datetime
    position: int
    sku_code: str
    ordered: int
    promised: int
    backordered: int


_STORED = """
SELECT o.id AS order_id, o.number, o.external_number, o.stage, o.tracking_token, o.placed_at,
       l.position, k.code AS sku_code, l.ordered,
       l.promised + l.allocated + l.picked + l.packed + l.shipped AS promised, l.backordered
FROM orders_order AS o
JOIN orders_orderline AS l ON l.order_id = o.id AND l.parent_line_id IS NULL
JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE o.merchant_id = %(merchant_id)s AND o.channel = %(channel)s AND o.external_number = ANY(%(numbers)s::text[])
ORDER BY o.id, l.position
"""


def fetch_stored(*, merchant_id: UUID, channel: str, numbers: Sequence[str]) -> list[StoredLine]:
    """Return the lines of orders that are there already, by order and position. Queries: 1."""
    return rows.fetch_rows(
        StoredLine, _STORED, {"merchant_id": merchant_id, "channel": channel, "numbers": list(numbers)}
    )
