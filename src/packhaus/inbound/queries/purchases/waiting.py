"""What purchase orders still wait for that nothing has brought or announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.queries.purchases.filled import FILLED
from packhaus.kernel import rows

_WAITING = f"""
SELECT o.id, o.merchant_id, o.number, o.site_id, s.timezone AS zone, c.code AS supplier_code,
       (SELECT count(DISTINCT d.asn_id) FROM inbound_asnline AS d
        WHERE d.merchant_id = o.merchant_id AND d.order_number = o.number AND d.order_number <> '') AS deliveries,
       k.code AS sku_code, i.units, i.next_on
FROM inbound_purchaseorder AS o
JOIN network_site AS s ON s.id = o.site_id
JOIN parties_company AS c ON c.id = o.supplier_id
CROSS JOIN LATERAL (
    SELECT f.sku_id, sum(f.open_units)::bigint AS units, min(f.expected_on) AS next_on, min(f.position) AS position
    FROM ({FILLED}) AS f WHERE f.open_units > 0 GROUP BY f.sku_id
) AS i
JOIN catalog_sku AS k ON k.id = i.sku_id
WHERE o.id = ANY(%(ids)s::uuid[]) AND o.status = 'open'
ORDER BY o.merchant_id, o.site_id, c.code, o.number, i.position, k.code
"""  # noqa: S608 - constants


class WaitingItem(NamedTuple):
    """Units of an item that no delivery has brought or announces, and the first day that misses some of them."""

    sku_code: str
    units: int
    next_on: date


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    """An open purchase order with what is left to announce of it; `deliveries` name it already."""

    id: UUID
    merchant_id: UUID
    number: str
    site_id: UUID
    zone: str
    supplier_code: str
    deliveries: int
    items: list[WaitingItem]


def list_waiting_orders(*, scope: Scope, order_ids: Sequence[UUID]) -> list[WaitingOrder]:
    """Return those of purchase orders of which something is left to announce, as `list_waiting`. Queries: 1."""
    with transaction(scope):
        return list_waiting(order_ids=order_ids)


def list_waiting(*, order_ids: Sequence[UUID]) -> list[WaitingOrder]:
    """Return those of purchase orders of which something is left to announce, in the caller's transaction.

    They come by merchant, site, supplier and number; items as they were ordered. Queries: 1.
    """
    found: dict[UUID, WaitingOrder] = {}
    for order_id, merchant_id, number, site_id, zone, supplier_code, deliveries, *item in rows.fetch_tuples(
        _WAITING, {"ids": list(order_ids)}
    ):
        order = found.setdefault(
            order_id,
            WaitingOrder(order_id, merchant_id, number, site_id, zone, supplier_code, deliveries, []),
        )
        order.items.append(WaitingItem._make(item))
    return list(found.values())
