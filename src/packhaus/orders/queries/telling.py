"""What a shopper is told about orders: header, items and what waits, of many orders at once."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows


class ToldOrder(NamedTuple):
    """The header; `contact_id` is who is told, nobody when it is None."""

    id: UUID
    merchant_id: UUID
    number: str
    contact_id: UUID | None
    tracking_token: str
    currency: str
    goods_minor: int
    discount_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    cod_minor: int


class ToldLine(NamedTuple):
    """An item as it was bought: parts of a kit are not told, their kit is."""

    order_id: UUID
    name: str
    ordered: int
    cancelled: int
    total_minor: int


class ToldDemand(NamedTuple):
    """Units of a line that wait, until when."""

    order_id: UUID
    line_id: int
    name: str
    quantity: int
    promised_on: date | None


_ORDERS = """
SELECT id, merchant_id, number, contact_id, tracking_token, currency, goods_minor, discount_minor, shipping_minor,
       tax_minor, total_minor, cod_minor
FROM orders_order WHERE id = ANY(%(order_ids)s::uuid[])
"""

_LINES = """
SELECT l.order_id, s.name, l.ordered, l.cancelled, l.total_minor
FROM orders_orderline AS l JOIN catalog_sku AS s ON s.id = l.sku_id
WHERE l.order_id = ANY(%(order_ids)s::uuid[]) AND l.parent_line_id IS NULL
ORDER BY l.order_id, l.position
"""

# A line may wait at two sites: it is told once, with the later date, and with none as soon as one of them is unknown.
_DEMANDS = """
SELECT d.order_id, d.line_id, s.name, sum(d.quantity)::bigint,
       CASE WHEN bool_and(d.promised_on IS NOT NULL) THEN max(d.promised_on) END
FROM orders_backorderdemand AS d JOIN catalog_sku AS s ON s.id = d.sku_id
WHERE d.order_id = ANY(%(order_ids)s::uuid[])
GROUP BY d.order_id, d.line_id, s.name
ORDER BY d.order_id, d.line_id
"""


def list_told_orders(*, order_ids: Sequence[UUID]) -> list[ToldOrder]:
    """Return headers. Queries: 1."""
    return [ToldOrder._make(row) for row in rows.fetch_tuples(_ORDERS, {"order_ids": list(order_ids)})]


def list_told_lines(*, order_ids: Sequence[UUID]) -> list[ToldLine]:
    """Return items, in the order of their positions. Queries: 1."""
    return [ToldLine._make(row) for row in rows.fetch_tuples(_LINES, {"order_ids": list(order_ids)})]


def list_told_demands(*, order_ids: Sequence[UUID]) -> list[ToldDemand]:
    """Return what waits for stock. Queries: 1."""
    return [ToldDemand._make(row) for row in rows.fetch_tuples(_DEMANDS, {"order_ids": list(order_ids)})]


def get_tracking_path(token: str) -> str:
    """Return the path of an order's tracking page. Queries: 0."""
    return f"/t/{token}"
