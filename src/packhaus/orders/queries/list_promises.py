"""Which orders hold units of a SKU."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

# Everything promised and not yet dispatched, whatever bin, tote or carton it is in. What is only promised has an
# index. What has a bin, tote or carton is part of what the floor has in hand: an index of those counters would have to
# be written at every pick.
_PROMISES = """
WITH held AS (
    SELECT l.id FROM orders_fulfillmentline AS l
    WHERE l.sku_id = %(sku_id)s AND (%(site_id)s::uuid IS NULL OR l.site_id = %(site_id)s) AND l.promised > 0
  UNION
    SELECT l.id FROM orders_fulfillmentorder AS f JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id
    WHERE f.status IN ('released', 'picking', 'picked', 'packed')
      AND (%(site_id)s::uuid IS NULL OR f.site_id = %(site_id)s)
      AND l.sku_id = %(sku_id)s AND l.allocated + l.picked + l.packed > 0
)
SELECT o.number AS order_number, o.ship_by, n.code AS site_code, f.status,
       (l.promised + l.allocated + l.picked + l.packed) AS units
FROM held
JOIN orders_fulfillmentline AS l ON l.id = held.id
JOIN orders_fulfillmentorder AS f ON f.id = l.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN network_site AS n ON n.id = l.site_id
ORDER BY o.ship_by, l.id LIMIT 50
"""

_WAITING = """
SELECT o.number AS order_number, o.ship_by, n.code AS site_code, 'backordered' AS status, d.quantity AS units
FROM orders_backorderdemand AS d JOIN orders_order AS o ON o.id = d.order_id JOIN network_site AS n ON n.id = d.site_id
WHERE d.sku_id = %(sku_id)s AND (%(site_id)s::uuid IS NULL OR d.site_id = %(site_id)s)
ORDER BY d.priority, d.promised_on, d.placed_at, d.id LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """Units of a SKU that an order holds at a site, or waits for."""

    order_number: str
    ship_by: datetime | None
    site_code: str
    status: str
    units: int


def list_promises(scope: Scope, *, sku_id: UUID, site_id: UUID | None = None) -> list[PromiseRow]:
    """Return the orders that hold units, soonest first, at most 50. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(PromiseRow, _PROMISES, {"sku_id": sku_id, "site_id": site_id})


def list_waiting_orders(scope: Scope, *, sku_id: UUID, site_id: UUID | None = None) -> list[PromiseRow]:
    """Return the orders that wait for units, in the order they will be served, at most 50. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(PromiseRow, _WAITING, {"sku_id": sku_id, "site_id": site_id})
