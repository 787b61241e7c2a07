"""An order is delivered when the last of its parcels is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments, refresh_stages
from packhaus.orders.states import DELIVER

_DELIVER = """
UPDATE orders_fulfillmentorder AS f SET status = %(target)s
WHERE f.id = ANY(%(ids)s::uuid[]) AND f.status = ANY(%(sources)s::text[]) AND NOT EXISTS (
    SELECT FROM shipping_shipment AS s JOIN shipping_parcel AS p ON p.shipment_id = s.id
    WHERE s.fulfillment_id = f.id AND s.status <> 'voided' AND p.tracking_status <> 'delivered')
"""

# What was cancelled or given to another site has no parcel to wait for.
_ARRIVE = """
UPDATE orders_order AS o SET tracking_status = 'delivered'
WHERE o.id IN (SELECT order_id FROM orders_fulfillmentorder WHERE id = ANY(%(ids)s::uuid[]))
  AND o.tracking_status <> 'delivered' AND NOT EXISTS (
    SELECT FROM orders_fulfillmentorder AS f
    WHERE f.order_id = o.id AND f.status NOT IN ('delivered', 'cancelled', 'rejected'))
RETURNING o.id
"""


def follow_delivered(*, scope: Scope, fulfillment_ids: Sequence[UUID], now: datetime) -> None:
    """Say that fulfillment orders all of whose parcels arrived are delivered, and so orders; again changes nothing.

    Locks: the orders. Queries: 4.
    """
    asked = {"ids": list(fulfillment_ids), "target": DELIVER.target, "sources": list(DELIVER.sources)}
    with transaction(scope, savepoint=True):
        lock_fulfillments(fulfillment_ids)
        rows.execute(_DELIVER, asked)
        arrived = [order_id for (order_id,) in rows.fetch_tuples(_ARRIVE, {"ids": list(fulfillment_ids)})]
        if arrived:
            refresh_stages(order_ids=arrived, now=now)
