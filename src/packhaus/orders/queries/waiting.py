"""Who waits for stock, in turn, and what is free for them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows


class Waiting(NamedTuple):
    """One demand row with where its order goes, and the partners' sites that have refused units of it."""

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


_WAITING_ORDERS = """
SELECT DISTINCT d.order_id FROM orders_backorderdemand AS d
WHERE d.sku_id = ANY(%(sku_ids)s::uuid[]) AND EXISTS (
    SELECT FROM inventory_sitestock AS s
    WHERE s.sku_id = d.sku_id AND (s.policy = 'unlimited' OR s.on_hand - s.promised - s.held - s.safety > 0)
)
"""

_WAITING = """
SELECT d.id, d.merchant_id, d.order_id, d.line_id, d.sku_id, d.site_id, d.quantity, d.priority, d.promised_on,
       d.placed_at, a.latitude, a.longitude,
       ARRAY(SELECT f.site_id FROM orders_fulfillmentorder AS f WHERE f.order_id = o.id AND f.reject_reason <> '')
FROM orders_backorderdemand AS d
JOIN orders_order AS o ON o.id = d.order_id
LEFT JOIN parties_address AS a ON a.id = o.address_id
WHERE d.sku_id = ANY(%(sku_ids)s::uuid[]) AND d.order_id = ANY(%(order_ids)s::uuid[])
ORDER BY d.sku_id, d.priority, d.promised_on, d.placed_at, d.id
"""


def list_waiting_orders(*, sku_ids: Sequence[UUID]) -> list[UUID]:
    """Return the orders that wait for these SKUs while some of them is free. Queries: 1."""
    return [order_id for (order_id,) in rows.fetch_tuples(_WAITING_ORDERS, {"sku_ids": list(sku_ids)})]


def list_waiting(*, sku_ids: Sequence[UUID], order_ids: Sequence[UUID]) -> list[Waiting]:
    """Return the demands of these orders for these SKUs, in turn. Queries: 1."""
    found = rows.fetch_tuples(_WAITING, {"sku_ids": list(sku_ids), "order_ids": list(order_ids)})
    return [Waiting._make(row) for row in found]


_OVERDUE_SKUS = """
SELECT DISTINCT sku_id FROM orders_backorderdemand WHERE promised_on < %(today)s::date LIMIT 5000
"""


def list_overdue_skus(*, today: date) -> list[UUID]:
    """Return items that somebody was to have by a day that has passed, at most 5,000. Queries: 1."""
    return [sku_id for (sku_id,) in rows.fetch_tuples(_OVERDUE_SKUS, {"today": today})]
