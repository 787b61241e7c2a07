"""Everything about one order: header, lines, its parts at the sites, holds, what it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.orders.errors import OrderNotFound, SeveralOrders

_HEADER = """
SELECT o.id, o.merchant_id, m.code AS merchant_code, m.name AS merchant_name, o.number, o.channel, o.external_number,
       o.stage, o.is_held, o.policy, o.priority, o.payment_term, o.payment_status, o.tracking_status, o.return_status,
       o.currency, o.goods_minor, o.discount_minor, o.shipping_minor, o.tax_minor, o.total_minor, o.cod_minor,
       o.tax_source, o.service_code, o.tags, o.tracking_token, o.placed_at, o.ship_by, o.deliver_by, o.shipped_at,
       o.language, o.country, o.address_id,
       c.name AS shopper, c.company, c.email, c.phone, a.lines AS address_lines, a.postal_code, a.city, a.region,
       a.precision
FROM orders_order AS o
JOIN access_merchant AS m ON m.id = o.merchant_id
LEFT JOIN parties_contact AS c ON c.id = o.contact_id
LEFT JOIN parties_address AS a ON a.id = o.address_id
WHERE o.number = %(number)s AND (%(merchant_id)s::uuid IS NULL OR o.merchant_id = %(merchant_id)s)
  AND (%(merchant_code)s::text = '' OR m.code = %(merchant_code)s::text)
ORDER BY m.code, o.id LIMIT 50
"""

_LINES = """
SELECT l.id, l.position, l.sku_id, k.code AS sku_code, k.name AS sku_name, l.sku_kind, l.parent_line_id, l.ordered,
       l.cancelled, l.backordered, l.promised, l.allocated, l.picked, l.packed, l.shipped, l.returned,
       l.unit_price_minor, l.discount_minor, l.tax_minor, l.total_minor
FROM orders_orderline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.order_id = %(order_id)s ORDER BY l.position
"""

_FULFILLMENTS = """
SELECT f.id, f.number, f.site_id, n.code AS site_code, n.name AS site_name, n.timezone, n.run_by, f.status,
       f.request_status, f.answer_by, f.reject_reason, f.is_blocked, f.cancel_requested, f.ship_by, f.carrier_code,
       f.service_code, f.line_count, f.unit_count, f.wave_id, f.explanation, f.released_at, f.packed_at, f.dispatched_at
FROM orders_fulfillmentorder AS f JOIN network_site AS n ON n.id = f.site_id
WHERE f.order_id = %(order_id)s ORDER BY f.number
"""

_PARTS = """
SELECT l.id, l.fulfillment_id, l.line_id, l.promised, l.allocated, l.picked, l.packed, l.shipped
FROM orders_fulfillmentline AS l JOIN orders_fulfillmentorder AS f ON f.id = l.fulfillment_id
WHERE f.order_id = %(order_id)s ORDER BY l.id
"""

_HOLDS = """
SELECT h.reason, h.placed_at, h.lifted_at FROM orders_orderhold AS h
WHERE h.order_id = %(order_id)s ORDER BY h.placed_at, h.id
"""

_DEMANDS = """
SELECT d.line_id, n.code AS site_code, d.quantity, d.promised_on, d.date_source
FROM orders_backorderdemand AS d JOIN network_site AS n ON n.id = d.site_id
WHERE d.order_id = %(order_id)s ORDER BY d.line_id, d.id
"""


@dataclass(frozen=True, slots=True)
class OrderHeader:
    """The header with its shopper; a forgotten shopper has empty fields."""

    id: UUID
    merchant_id: UUID
    merchant_code: str
    merchant_name: str
    number: str
    channel: str
    external_number: str
    stage: str
    is_held: bool
    policy: str
    priority: int
    payment_term: str
    payment_status: str
    tracking_status: str
    return_status: str
    currency: str
    goods_minor: int
    discount_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    cod_minor: int
    tax_source: str
    service_code: str
    tags: list[str]
    tracking_token: str
    placed_at: datetime
    ship_by: datetime | None
    deliver_by: datetime | None
    shipped_at: datetime | None
    language: str
    country: str
    address_id: UUID | None
    shopper: str | None
    company: str | None
    email: str | None
    phone: str | None
    address_lines: list[str] | None
    postal_code: str | None
    city: str | None
    region: str | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line with its counters; children of a kit name their parent."""

    id: int
    position: int
    sku_id: UUID
    sku_code: str
    sku_name: str
    sku_kind: str
    parent_line_id: int | None
    ordered: int
    cancelled: int
    backordered: int
    promised: int
    allocated: int
    picked: int
    packed: int
    shipped: int
    returned: int
    unit_price_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class FulfillmentRow:
    """The part of an order that one site does; `explanation` says why the other sites lost."""

    id: UUID
    number: str
    site_id: UUID
    site_code: str
    site_name: str
    timezone: str
    run_by: str
    status: str
    request_status: str
    answer_by: datetime | None
    reject_reason: str
    is_blocked: bool
    cancel_requested: bool
    ship_by: datetime | None
    carrier_code: str
    service_code: str
    line_count: int
    unit_count: int
    wave_id: UUID | None
    explanation: list[Any]
    released_at: datetime | None
    packed_at: datetime | None
    dispatched_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """Units of a line that one fulfillment order does."""

    id: int
    fulfillment_id: UUID
    line_id: int
    promised: int
    allocated: int
    picked: int
    packed: int
    shipped: int


@dataclass(frozen=True, slots=True)
class HoldRow:
    """Why an order may not be released, since when, and until when."""

    reason: str
    placed_at: datetime
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class DemandRow:
    """Units that wait for stock; the date is from inbound or lead time, or unknown."""

    line_id: int
    site_code: str
    quantity: int
    promised_on: date | None
    date_source: str


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order with all that hangs on it in orders."""

    header: OrderHeader
    lines: Sequence[LineRow]
    fulfillments: Sequence[FulfillmentRow]
    parts: Sequence[PartRow]
    holds: Sequence[HoldRow]
    demands: Sequence[DemandRow]

    @property
    def open_holds(self) -> list[HoldRow]:
        """The holds that are not lifted."""
        return [hold for hold in self.holds if hold.lifted_at is None]


def get_order(
    scope: Scope, *, number: str, merchant_id: UUID | None = None, merchant_code: str = ""
) -> OrderDetail:
    """Return the order with this number, which is unique for one merchant only.

    Queries: 6. Raises: OrderNotFound (absent, or not in scope), SeveralOrders (of merchants in scope: name one).
    """
    with transaction(scope):
        header = _get_header(number, merchant_id, merchant_code)
        order = {"order_id": header.id}
        return OrderDetail(
            header=header,
            lines=rows.fetch_rows(LineRow, _LINES, order),
            fulfillments=_hide_costs(scope, rows.fetch_rows(FulfillmentRow, _FULFILLMENTS, order)),
            parts=rows.fetch_rows(PartRow, _PARTS, order),
            holds=rows.fetch_rows(HoldRow, _HOLDS, order),
            demands=rows.fetch_rows(DemandRow, _DEMANDS, order),
        )


def _hide_costs(scope: Scope, parts: list[FulfillmentRow]) -> list[FulfillmentRow]:
    """Leave out what sites would have cost, unless the operator asks: its contracts are no merchant's affair."""
    if scope.is_operator:
        return parts
    return [
        replace(
            part,
            explanation=[
                {name: value for name, value in loser.items() if name != "cost"} for loser in part.explanation
            ],
        )
        for part in parts
    ]


def _get_header(number: str, merchant_id: UUID | None, merchant_code: str) -> OrderHeader:
    found = rows.fetch_rows(
        OrderHeader,
        _HEADER,
        {"number": number, "merchant_id": merchant_id, "merchant_code": merchant_code},
    )
    if not found:
        raise OrderNotFound("order not found", number=number)
    if len(found) > 1:
        raise SeveralOrders(
            "several merchants have an order with this number; name the merchant",
            number=number,
            merchants=[header.merchant_code for header in found],
        )
    return found[0]
