"""Every row lock of orders. Global order: orders, lines, site stock, balances; ascending ids; never key locks."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.errors import OrderNotFound

_ORDERS = """
SELECT id FROM orders_order WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE
"""

_ORDERS_OF_FULFILLMENTS = """
SELECT o.id FROM orders_order AS o
WHERE o.id IN (SELECT order_id FROM orders_fulfillmentorder WHERE id = ANY(%(ids)s::uuid[]))
ORDER BY o.id FOR NO KEY UPDATE
"""

_STOCK_OF_ORDER = """
SELECT s.id FROM inventory_sitestock AS s
WHERE s.owner_id = s.merchant_id AND (s.sku_id, s.site_id) IN (
    SELECT d.sku_id, d.site_id FROM orders_backorderdemand AS d WHERE d.order_id = %(order_id)s
    UNION
    SELECT l.sku_id, l.site_id FROM orders_fulfillmentorder AS f
    JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id
    WHERE f.order_id = %(order_id)s AND l.promised > 0
)
ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
"""


def lock_orders(order_ids: Iterable[UUID]) -> None:
    """Lock orders against every other change of their lines until commit. Queries: 1. Raises: OrderNotFound."""
    wanted = list(set(order_ids))
    if len(rows.fetch_tuples(_ORDERS, {"ids": wanted})) != len(wanted):
        raise OrderNotFound("order not found")


def lock_orders_of(fulfillment_ids: Iterable[UUID]) -> None:
    """Lock the orders that these fulfillment orders belong to. Queries: 1."""
    rows.fetch_tuples(_ORDERS_OF_FULFILLMENTS, {"ids": list(set(fulfillment_ids))})


class FreeUnits(NamedTuple):
    """What a site could promise of a SKU now."""

    stock_id: int
    site_id: UUID
    sku_id: UUID
    free: int


_FREE = """
SELECT s.id, s.site_id, s.sku_id,
       CASE WHEN s.policy = 'unlimited' THEN 1000000000 ELSE greatest(s.on_hand - s.promised - s.held - s.safety, 0) END
FROM inventory_sitestock AS s
WHERE s.sku_id = ANY(%(sku_ids)s::uuid[]) AND s.owner_id = s.merchant_id
ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE
"""

_STOCK_OF = """
SELECT s.id FROM catalog_sku AS k JOIN inventory_sitestock AS s ON s.sku_id = k.id AND s.owner_id = k.merchant_id
WHERE k.merchant_id = %(merchant_id)s AND k.code = ANY(%(codes)s::text[])
ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
"""


def lock_free_units(*, sku_ids: Sequence[UUID]) -> list[FreeUnits]:
    """Return what every site could promise. Queries: 1. Locks: site_stock of these SKUs, ascending."""
    return [FreeUnits._make(row) for row in rows.fetch_tuples(_FREE, {"sku_ids": list(sku_ids)})]


def lock_stock_of(*, merchant_id: UUID, codes: Sequence[str]) -> None:
    """Lock the stock of SKUs at every site, so that what is read next stays as it is. Queries: 1."""
    rows.fetch_tuples(_STOCK_OF, {"merchant_id": merchant_id, "codes": list(codes)})


def lock_stock_of_order(order_id: UUID) -> None:
    """Lock the site stock that an order is promised from or owed by, for what changes it in several statements.

    Each of those locks in the global order, but one after the other they do not. Queries: 1.
    """
    rows.fetch_tuples(_STOCK_OF_ORDER, {"order_id": order_id})
