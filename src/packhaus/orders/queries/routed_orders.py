"""The last orders with where each went, as far as another choice of sites needs it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

# An order that a site sends, in the order in which they came; those of partners' sites too.
_ORDERS = """
SELECT o.id, o.number, o.merchant_id, m.code AS merchant_code, o.placed_at, o.country,
       coalesce(a.postal_code, '') AS postal_code, coalesce(a.region, '') AS region, a.latitude, a.longitude,
       o.service_code, o.payment_term = 'cod' AS is_cod, coalesce(k.company, '') = '' AS is_residential
FROM orders_order AS o
JOIN access_merchant AS m ON m.id = o.merchant_id
LEFT JOIN parties_address AS a ON a.id = o.address_id
LEFT JOIN parties_contact AS k ON k.id = a.contact_id
WHERE o.stage <> 'cancelled' AND EXISTS (
    SELECT FROM orders_fulfillmentorder AS f
    WHERE f.order_id = o.id AND f.status NOT IN ('cancelled', 'rejected') AND f.unit_count > 0)
ORDER BY o.placed_at DESC, o.id DESC LIMIT %(limit)s
"""
_UNITS = """
SELECT f.order_id, f.site_id, l.sku_id, sum(l.promised + l.allocated + l.picked + l.packed + l.shipped)::bigint
FROM orders_fulfillmentorder AS f JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id
WHERE f.order_id = ANY(%(ids)s::uuid[]) AND f.status NOT IN ('cancelled', 'rejected')
GROUP BY f.order_id, f.site_id, l.sku_id
HAVING sum(l.promised + l.allocated + l.picked + l.packed + l.shipped) > 0
ORDER BY f.order_id, f.site_id, l.sku_id
"""


@dataclass(frozen=True, slots=True)
class SentOrder:
    """An order, where it goes, and how many units of which SKU each site sends of it."""

    id: UUID
    number: str
    merchant_id: UUID
    merchant_code: str
    placed_at: datetime
    country: str
    postal_code: str
    region: str
    latitude: float | None
    longitude: float | None
    service_code: str
    is_cod: bool
    is_residential: bool
    units: dict[tuple[UUID, UUID], int] = field(default_factory=dict)


def list_sent_orders(*, scope: Scope, at_most: int) -> list[SentOrder]:
    """Return the last orders that some site sends, the newest first. Queries: 2."""
    with transaction(scope):
        orders = rows.fetch_tuples(_ORDERS, {"limit": at_most})
        units: defaultdict[UUID, dict[tuple[UUID, UUID], int]] = defaultdict(dict)
        for order_id, site_id, sku_id, count in rows.fetch_tuples(
            _UNITS, {"ids": [row[0] for row in orders]}
        ):
            units[order_id][site_id, sku_id] = count
    return [SentOrder(*(*row, units[row[0]])) for row in orders if units[row[0]]]
