"""What deliveries brought and announce of one purchase order, in the caller's transaction."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.inbound.queries.purchases.filled import DELIVERED, FILLED
from packhaus.kernel import rows

_CODES = f"""
SELECT k.code FROM inbound_purchaseorder AS o
JOIN inbound_purchaseline AS l ON l.order_id = o.id JOIN catalog_sku AS k ON k.id = l.sku_id
CROSS JOIN LATERAL ({DELIVERED}) AS d
WHERE o.id = %(id)s AND d.sku_id = l.sku_id AND d.came + d.coming > 0
GROUP BY k.code ORDER BY k.code
"""  # noqa: S608 - constants
_CANCELLED = """
SELECT EXISTS (SELECT FROM inbound_purchaseline WHERE order_id = %(id)s AND cancelled > 0)
"""
_OPEN = f"""
SELECT f.id, f.open_units FROM inbound_purchaseorder AS o CROSS JOIN LATERAL ({FILLED}) AS f
WHERE o.id = %(id)s AND f.open_units > 0 ORDER BY f.id
"""  # noqa: S608 - constants
_STATES = f"""
SELECT o.id, o.merchant_id, o.number, o.status, sum(f.wanted)::bigint AS wanted,
       sum(greatest(f.wanted - f.received, 0))::bigint AS missing
FROM inbound_purchaseorder AS o CROSS JOIN LATERAL ({FILLED}) AS f
WHERE o.id = ANY(%(ids)s::uuid[]) GROUP BY o.id ORDER BY o.id
"""  # noqa: S608 - constants
_NAMED = """
SELECT DISTINCT o.id FROM inbound_asnline AS i
JOIN inbound_purchaseorder AS o ON o.merchant_id = i.merchant_id AND o.number = i.order_number
WHERE i.asn_id = ANY(%(asn_ids)s::uuid[]) AND i.order_number <> '' AND o.status <> 'cancelled' ORDER BY o.id
"""


class PurchaseState(NamedTuple):
    """Where a purchase order is: units that are wanted, and those of them that have not come."""

    id: UUID
    merchant_id: UUID
    number: str
    status: str
    wanted: int
    missing: int


def list_delivered_codes(*, order_id: UUID) -> list[str]:
    """Return the items of an order that deliveries have brought or announce. Queries: 1."""
    return [code for (code,) in rows.fetch_tuples(_CODES, {"id": order_id})]


def has_cancelled_units(order_id: UUID) -> bool:
    """Tell whether units of an order were cancelled. Queries: 1."""
    return bool(rows.fetch_value(_CANCELLED, {"id": order_id}))


def list_open_lines(*, order_id: UUID) -> dict[int, int]:
    """Return the units of an order that no delivery brought or announces, by line. Queries: 1."""
    return dict(rows.fetch_tuples(_OPEN, {"id": order_id}))


def list_states(*, order_ids: Sequence[UUID]) -> list[PurchaseState]:
    """Return where purchase orders are. Queries: 1."""
    return [PurchaseState._make(row) for row in rows.fetch_tuples(_STATES, {"ids": list(order_ids)})]


def list_named_orders(*, asn_ids: Sequence[UUID]) -> list[UUID]:
    """Return the purchase orders that these deliveries name. Queries: 1."""
    return [order_id for (order_id,) in rows.fetch_tuples(_NAMED, {"asn_ids": list(asn_ids)})]
