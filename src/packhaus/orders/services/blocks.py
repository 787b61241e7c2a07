"""Whether a fulfillment order may be released: no hold, and everything there where the order ships complete."""

from collections.abc import Iterable
from uuid import UUID

from packhaus.kernel import rows

_REFRESH = """
UPDATE orders_fulfillmentorder AS f SET is_blocked = b.is_blocked
FROM (
    SELECT o.id, o.is_held OR (o.policy = 'ship_complete' AND EXISTS (
        SELECT FROM orders_orderline AS l WHERE l.order_id = o.id AND l.backordered > 0
    )) AS is_blocked
    FROM orders_order AS o WHERE o.id = ANY(%(ids)s::uuid[])
) AS b
WHERE f.order_id = b.id AND f.status = 'planned' AND f.is_blocked <> b.is_blocked
"""


def refresh_blocks(*, order_ids: Iterable[UUID]) -> None:
    """Block or unblock the planned fulfillment orders of these orders. Queries: 1. Locks: the orders must be locked."""
    rows.execute(_REFRESH, {"ids": list(order_ids)})
