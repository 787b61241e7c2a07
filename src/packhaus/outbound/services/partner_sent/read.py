"""What shipping needs to know of a partner's fulfillment order, and what has been said about it before."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows


class SentHeader(NamedTuple):
    """A fulfillment order with its order; the numbers are those of a shipment that was reported before."""

    id: UUID
    merchant_id: UUID
    order_id: UUID
    site_id: UUID
    order_number: str
    address_id: UUID
    currency: str
    is_cod: bool
    deliver_by: datetime | None
    shipment_id: UUID | None
    tracking_numbers: list[str]
    shipped: int


_HEADERS = """
SELECT f.id, f.merchant_id, f.order_id, f.site_id, o.number, o.address_id, o.currency,
       o.payment_term = 'cod' AND o.cod_minor > 0, o.deliver_by, s.id,
       ARRAY(SELECT p.tracking_number FROM shipping_parcel AS p WHERE p.shipment_id = s.id ORDER BY p.number),
       (SELECT coalesce(sum(l.shipped), 0) FROM orders_fulfillmentline AS l WHERE l.fulfillment_id = f.id)::bigint
FROM orders_fulfillmentorder AS f
JOIN orders_order AS o ON o.id = f.order_id
LEFT JOIN shipping_shipment AS s ON s.fulfillment_id = f.id AND s.status = 'dispatched'
WHERE f.id = ANY(%(ids)s::uuid[])
"""


def read_sent_headers(fulfillment_ids: Sequence[UUID]) -> dict[UUID, SentHeader]:
    """Return them by id. Queries: 1."""
    found = rows.fetch_tuples(_HEADERS, {"ids": list(fulfillment_ids)})
    return {row[0]: SentHeader._make(row) for row in found}
