"""Whose promises would give way if a site lost units."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

# In the order in which they would give: the least urgent, then the youngest.
_WOULD = """
WITH lost AS (
    SELECT l.sku_id, l.units - greatest(s.on_hand - s.promised - s.held, 0) - s.held AS units
    FROM unnest(%(sku_ids)s::uuid[], %(units)s::bigint[]) AS l(sku_id, units)
    JOIN inventory_sitestock AS s ON s.sku_id = l.sku_id AND s.site_id = %(site_id)s AND s.owner_id = s.merchant_id
), promise AS (
    SELECT o.id, o.number, m.code AS merchant_code, f.promised + f.allocated AS units, lost.units AS lost,
           sum(f.promised + f.allocated) OVER (
               PARTITION BY f.sku_id ORDER BY o.priority DESC, o.placed_at DESC, o.id DESC, f.id DESC) AS running
    FROM lost
    JOIN orders_fulfillmentline AS f ON f.sku_id = lost.sku_id AND f.site_id = %(site_id)s
      AND f.promised + f.allocated > 0
    JOIN orders_fulfillmentorder AS w ON w.id = f.fulfillment_id
    JOIN orders_order AS o ON o.id = w.order_id
    JOIN access_merchant AS m ON m.id = o.merchant_id
    WHERE lost.units > 0
)
SELECT number, merchant_code, sum(least(units, lost - (running - units)))::bigint AS units
FROM promise WHERE running - units < lost GROUP BY id, number, merchant_code ORDER BY id DESC LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class WouldDemote:
    """An order that would wait for units again."""

    number: str
    merchant_code: str
    units: int


def list_would_demote(*, scope: Scope, site_id: UUID, lost: Mapping[UUID, int]) -> list[WouldDemote]:
    """Return the orders that would give way if the site lost these units per SKU, at most 20. Queries: 1, or 0."""
    if not lost:
        return []
    parameters = {"site_id": site_id, "sku_ids": list(lost), "units": list(lost.values())}
    with transaction(scope):
        return rows.fetch_rows(WouldDemote, _WOULD, parameters)
