"""A promise that its site cannot keep is moved to a site that has the units free."""

from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.services.promise_more import NewPromise, add_promises
from packhaus.outbound.locks import lock_free_units

# A site that covers it whole wins, then the site's own rank; a feed's figures are not trusted with a late promise.
_FREE = """
SELECT s.site_id, s.on_hand - s.promised - s.held - s.safety
FROM inventory_sitestock AS s JOIN network_site AS n ON n.id = s.site_id
WHERE s.sku_id = %(sku_id)s AND s.owner_id = s.merchant_id AND s.site_id <> %(site_id)s AND n.is_active
  AND s.policy = 'own' AND s.on_hand - s.promised - s.held - s.safety > 0
ORDER BY s.on_hand - s.promised - s.held - s.safety >= %(units)s DESC, n.priority, s.site_id
"""

_MOVE = """
WITH part AS (
    SELECT * FROM unnest(%(site_ids)s::uuid[], %(quantities)s::bigint[]) AS p(site_id, quantity)
), raised AS (
    UPDATE inventory_sitestock AS s SET promised = s.promised + p.quantity
    FROM part AS p WHERE s.sku_id = %(sku_id)s AND s.owner_id = s.merchant_id AND s.site_id = p.site_id
), lowered AS (
    UPDATE inventory_sitestock AS s SET promised = s.promised - %(units)s
    WHERE s.sku_id = %(sku_id)s AND s.owner_id = s.merchant_id AND s.site_id = %(site_id)s
), line AS (
    UPDATE orders_fulfillmentline SET promised = promised - %(units)s
    WHERE id = %(fulfillment_line_id)s RETURNING fulfillment_id
)
UPDATE orders_fulfillmentorder AS f SET unit_count = f.unit_count - %(units)s FROM line WHERE f.id = line.fulfillment_id
"""


def promise_elsewhere(
    *,
    fulfillment_line_id: int,
    line_id: int,
    order_id: UUID,
    sku_id: UUID,
    site_id: UUID,
    units: int,
    now: datetime,
) -> int:
    """Move up to `units` promised units of a line to other sites' planned fulfillment orders; return how many.

    Locks: the order must be locked; site_stock of the SKU, ascending. Queries: 1 when no site has any, else 5.
    """
    ranked = rows.fetch_tuples(_FREE, {"sku_id": sku_id, "site_id": site_id, "units": units})
    if not ranked:
        return 0
    sites = [site for site, _ in ranked]
    free = lock_free_units(sku_id=sku_id, site_ids=[*sites, site_id])
    parts: list[NewPromise] = []
    left = units
    for site in sites:
        taken = min(left, max(0, free.get(site, 0)))
        if taken:
            parts.append(NewPromise(order_id, line_id, sku_id, site, taken))
            left -= taken
    if parts:
        _move(fulfillment_line_id, site_id, parts)
        add_promises(promises=parts, now=now)
    return units - left


def _move(fulfillment_line_id: int, site_id: UUID, parts: list[NewPromise]) -> None:
    rows.execute(
        _MOVE,
        {
            "site_ids": [part.site_id for part in parts],
            "quantities": [part.quantity for part in parts],
            "sku_id": parts[0].sku_id,
            "site_id": site_id,
            "fulfillment_line_id": fulfillment_line_id,
            "units": sum(part.quantity for part in parts),
        },
    )
