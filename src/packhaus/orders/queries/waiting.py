"""Who waits for stock, in turn, and what is free for them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.queries.freshness import EARLIEST


class Waiting(NamedTuple):
    """One demand row with where its order goes, the partners' sites that have refused units, and its rule's day."""

    id: int
    merchant_id: UUID
    order_id: UUID
    line_id: int
    sku_id: UUID
    site_id: UUID
    quantity: int
    priority: int
    promised_on: date | None
    placed_at: datetime
    latitude: float | None
    longitude: float | None
    refused_by: list[UUID]
    earliest_expiry: date | None


_WAITING_ORDERS = """
SELECT DISTINCT d.order_id FROM orders_backorderdemand AS d
WHERE d.sku_id = ANY(%(sku_ids)s::uuid[]) AND EXISTS (
    SELECT FROM inventory_sitestock AS s
    WHERE s.sku_id = d.sku_id AND (s.policy = 'unlimited' OR s.on_hand - s.promised - s.held - s.safety > 0)
)
"""

_WAITING = f"""
SELECT d.id, d.merchant_id, d.order_id, d.line_id, d.sku_id, d.site_id, d.quantity, d.priority, d.promised_on,
       d.placed_at, a.latitude, a.longitude,
       ARRAY(SELECT f.site_id FROM orders_fulfillmentorder AS f WHERE f.order_id = o.id AND f.reject_reason <> ''),
       {EARLIEST}
FROM orders_backorderdemand AS d
JOIN orders_order AS o ON o.id = d.order_id
LEFT JOIN orders_freshline AS n ON n.line_id = d.line_id
LEFT JOIN parties_address AS a ON a.id = o.address_id
WHERE d.sku_id = ANY(%(sku_ids)s::uuid[]) AND d.order_id = ANY(%(order_ids)s::uuid[])
ORDER BY d.sku_id, d.priority, d.promised_on, d.placed_at, d.id
"""  # noqa: S608 - made of a constant


def list_waiting_orders(*, sku_ids: Sequence[UUID]) -> list[UUID]:
    """Return the orders that wait for these SKUs while some of them is free. Queries: 1."""
    return [order_id for (order_id,) in rows.fetch_tuples(_WAITING_ORDERS, {"sku_ids": list(sku_ids)})]


def list_waiting(*, sku_ids: Sequence[UUID], order_ids: Sequence[UUID], today: date) -> list[Waiting]:
    """Return the demands of these orders for these SKUs, in turn, as they are to be served today. Queries: 1."""
    parameters = {"sku_ids": list(sku_ids), "order_ids": list(order_ids), "today": today}
    found = rows.fetch_tuples(_WAITING, parameters)
    return [Waiting._make(row) for row in found]


_OVERDUE_SKUS = """
SELECT DISTINCT sku_id FROM orders_backorderdemand WHERE promised_on < %(today)s::date LIMIT 5000
"""


def list_overdue_skus(*, today: date) -> list[UUID]:
    """Return items that somebody was to have by a day that has passed, at most 5,000. Queries: 1."""
    return [sku_id for (sku_id,) in rows.fetch_tuples(_OVERDUE_SKUS, {"today": today})]
