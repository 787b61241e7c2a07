"""Which parcels of orders have a label."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

PARCELS_AT_MOST = 500

_PARCELS = """
SELECT f.order_id, p.id AS parcel_id
FROM orders_fulfillmentorder AS f
JOIN shipping_shipment AS s ON s.fulfillment_id = f.id
JOIN shipping_parcel AS p ON p.shipment_id = s.id
WHERE f.order_id = ANY(%(order_ids)s::uuid[]) AND s.status <> 'voided' AND p.tracking_number <> ''
ORDER BY array_position(%(order_ids)s::uuid[], f.order_id), s.created_at, p.number, p.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class LabelledParcel:
    """A parcel with a label, of one order."""

    order_id: UUID
    parcel_id: UUID


def list_labelled_parcels(scope: Scope, *, order_ids: Sequence[UUID]) -> list[LabelledParcel]:
    """Return the labelled parcels of orders in the order asked, at most PARCELS_AT_MOST. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(
            LabelledParcel, _PARCELS, {"order_ids": list(order_ids), "limit": PARCELS_AT_MOST}
        )
