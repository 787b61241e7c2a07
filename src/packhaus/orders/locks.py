"""Every row lock of orders. Global order: orders, lines, site stock, balances; ascending ids; never key locks."""

from collections.abc import Iterable
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


def lock_orders(order_ids: Iterable[UUID]) -> None:
    """Lock orders against every other change of their lines until commit. Queries: 1. Raises: OrderNotFound."""
    wanted = list(set(order_ids))
    if len(rows.fetch_tuples(_ORDERS, {"ids": wanted})) != len(wanted):
        raise OrderNotFound("order not found")


def lock_orders_of(fulfillment_ids: Iterable[UUID]) -> None:
    """Lock the orders that these fulfillment orders belong to. Queries: 1."""
    rows.fetch_tuples(_ORDERS_OF_FULFILLMENTS, {"ids": list(set(fulfillment_ids))})
