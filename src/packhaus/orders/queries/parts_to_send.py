"""Parts of orders that have not left, with all that decides how else they could travel."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_PARTS = """
SELECT f.id, f.order_id, f.merchant_id, m.code AS merchant_code, o.number AS order_number, f.number, f.site_id,
       f.status, f.request_status, f.priority, f.service_code, f.ship_by, o.deliver_by, o.country,
       coalesce(a.postal_code, '') AS postal_code, coalesce(a.region, '') AS region, o.payment_term = 'cod' AS is_cod,
       o.is_held,
       f.is_blocked AND NOT o.is_held AND EXISTS (
           SELECT FROM orders_orderline AS l WHERE l.order_id = o.id AND l.backordered > 0) AS waits,
       NOT EXISTS (
           SELECT FROM orders_fulfillmentorder AS p WHERE p.order_id = o.id
             AND (p.status NOT IN ('planned', 'cancelled', 'rejected')
                  OR p.status = 'planned' AND p.request_status IN ('accepted', 'cancel_requested', 'cancel_refused'))
       ) AS is_all_planned
FROM orders_fulfillmentorder AS f
JOIN orders_order AS o ON o.id = f.order_id
JOIN access_merchant AS m ON m.id = f.merchant_id
LEFT JOIN parties_address AS a ON a.id = o.address_id
"""
_OF_IDS = f"{_PARTS} WHERE f.id = ANY(%(ids)s::uuid[]) ORDER BY f.number, f.id"
# The order in which they must leave: by their cut-off, then what was promised first, then by priority.
_AT_RISK = f"""
{_PARTS} JOIN unnest(%(site_ids)s::uuid[], %(limits)s::timestamptz[]) AS r(site_id, until) ON r.site_id = f.site_id
WHERE f.status IN ('planned', 'released', 'picking', 'picked') AND NOT f.cancel_requested AND f.unit_count > 0
  AND f.request_status = 'none' AND NOT o.is_held AND f.ship_by < r.until
  AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
ORDER BY f.ship_by, o.deliver_by NULLS LAST, f.priority, f.id LIMIT %(limit)s
"""
_ITEMS = """
SELECT l.fulfillment_id, l.line_id, l.sku_id, k.code, l.promised + l.allocated + l.picked + l.packed, k.weight_grams,
       k.length_mm::bigint * k.width_mm * k.height_mm
FROM orders_fulfillmentline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.fulfillment_id = ANY(%(ids)s::uuid[]) AND l.promised + l.allocated + l.picked + l.packed > 0
ORDER BY l.fulfillment_id, l.id
"""
_FREE = """
SELECT s.site_id, s.sku_id,
       CASE WHEN s.policy = 'unlimited' THEN 1000000000 ELSE greatest(s.on_hand - s.promised - s.held - s.safety, 0) END
FROM inventory_sitestock AS s WHERE s.sku_id = ANY(%(sku_ids)s::uuid[]) AND s.owner_id = s.merchant_id
"""


@dataclass(frozen=True, slots=True)
class PartToSend:
    """What one site does of an order. `waits`: it is there and stays for units of the order that are not.

    `is_all_planned`: nothing of the order is on the floor or a partner's, so that its service may change.
    """

    id: UUID
    order_id: UUID
    merchant_id: UUID
    merchant_code: str
    order_number: str
    number: str
    site_id: UUID
    status: str
    request_status: str
    priority: int
    service_code: str
    ship_by: datetime | None
    deliver_by: datetime | None
    country: str
    postal_code: str
    region: str
    is_cod: bool
    is_held: bool
    waits: bool
    is_all_planned: bool

    @property
    def can_move(self) -> bool:
        """Whether another site may still send it: nobody was asked for it or works on it."""
        return self.status == "planned" and self.request_status == "none"


class ItemToSend(NamedTuple):
    """Units of a line in a part; weight and volume of one unit, zero where it is not measured."""

    line_id: int
    sku_id: UUID
    sku_code: str
    quantity: int
    weight_grams: int
    volume_mm3: int


def get_parts(*, scope: Scope, ids: Sequence[UUID]) -> list[PartToSend]:
    """Return these parts by number. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(PartToSend, _OF_IDS, {"ids": list(ids)})


def list_parts_at_risk(
    *,
    scope: Scope,
    limits: Sequence[tuple[UUID, datetime]],
    merchant_id: UUID | None = None,
    at_most: int = 100,
) -> list[PartToSend]:
    """Return parts that have to leave before the limit of their site and are not packed, what must leave first first.

    Shapes: limits = (site, instant). Queries: 1.
    """
    parameters = {
        "site_ids": [site_id for site_id, _ in limits],
        "limits": [until for _, until in limits],
        "merchant_id": merchant_id,
        "limit": at_most,
    }
    with transaction(scope):
        return rows.fetch_rows(PartToSend, _AT_RISK, parameters)


def fetch_items(ids: Collection[UUID]) -> dict[UUID, list[ItemToSend]]:
    """Return the items of parts by part. Queries: 1."""
    found: defaultdict[UUID, list[ItemToSend]] = defaultdict(list)
    for part_id, *item in rows.fetch_tuples(_ITEMS, {"ids": list(ids)}):
        found[part_id].append(ItemToSend(*item))
    return dict(found)


def fetch_free(sku_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """Return the units that each site could promise, by (site, SKU). Queries: 1."""
    found = rows.fetch_tuples(_FREE, {"sku_ids": list(sku_ids)})
    return {(site_id, sku_id): free for site_id, sku_id, free in found}
