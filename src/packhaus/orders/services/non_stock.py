"""Lines that no bin holds (service, digital, fee, deposit) and kits follow the parcels."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import refresh_stages

_SHIP_NON_STOCK = """
UPDATE orders_orderline SET shipped = shipped + promised, promised = 0
WHERE order_id = ANY(%(ids)s::uuid[]) AND sku_kind IN ('service', 'digital', 'fee', 'deposit') AND promised > 0
"""

_SHIP_KITS = """
WITH complete AS (
    SELECT k.id, min(c.shipped * k.ordered / c.ordered) AS kits
    FROM orders_orderline AS k
    JOIN orders_orderline AS c ON c.order_id = k.order_id AND c.parent_line_id = k.id
    WHERE k.order_id = ANY(%(ids)s::uuid[]) AND k.sku_kind = 'kit' AND k.promised > 0
    GROUP BY k.id
)
UPDATE orders_orderline AS k
SET promised = k.promised - least(k.promised, complete.kits - k.shipped),
    shipped = k.shipped + least(k.promised, complete.kits - k.shipped)
FROM complete WHERE k.id = complete.id AND complete.kits > k.shipped
"""


def ship_non_stock(*, order_ids: Sequence[UUID], now: datetime) -> None:
    """Count what has no bin as shipped with the order's first parcel, and kits once their parts have left.

    Locks: the orders must be locked. Queries: 3.
    """
    rows.execute(_SHIP_NON_STOCK, {"ids": list(order_ids)})
    rows.execute(_SHIP_KITS, {"ids": list(order_ids)})
    refresh_stages(order_ids=order_ids, now=now)
