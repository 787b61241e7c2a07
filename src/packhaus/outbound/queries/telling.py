"""What a shopper is told about shipments that left: parcels, what is in them, and whether more is to come."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows


class ToldShipment(NamedTuple):
    """A shipment with the order it belongs to; `is_last` when nothing of the order is still to leave."""

    shipment_id: UUID
    merchant_id: UUID
    order_id: UUID
    number: str
    contact_id: UUID
    tracking_token: str
    is_last: bool


class ToldParcel(NamedTuple):
    """A parcel; `tracking_url` is the carrier's address with {number} for its number, or empty."""

    shipment_id: UUID
    carrier: str
    tracking_number: str
    tracking_url: str


class ToldItem(NamedTuple):
    """Units of an item over all parcels of a shipment."""

    shipment_id: UUID
    name: str
    quantity: int


_SHIPMENTS = """
SELECT s.id, s.merchant_id, o.id, o.number, o.contact_id, o.tracking_token,
       o.stage IN ('shipped', 'delivered', 'closed')
FROM shipping_shipment AS s
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
WHERE s.id = ANY(%(shipment_ids)s::uuid[]) AND o.contact_id IS NOT NULL
"""

_PARCELS = """
SELECT p.shipment_id, coalesce(c.name, s.carrier_code), p.tracking_number, coalesce(c.tracking_url, '')
FROM shipping_parcel AS p
JOIN shipping_shipment AS s ON s.id = p.shipment_id
LEFT JOIN shipping_carrier AS c ON c.code = s.carrier_code
WHERE p.shipment_id = ANY(%(shipment_ids)s::uuid[])
ORDER BY p.shipment_id, p.number
"""

_ITEMS = """
SELECT p.shipment_id, k.name, sum(i.quantity)::bigint
FROM shipping_parcel AS p
JOIN shipping_parcelitem AS i ON i.parcel_id = p.id
JOIN catalog_sku AS k ON k.id = i.sku_id
WHERE p.shipment_id = ANY(%(shipment_ids)s::uuid[])
GROUP BY p.shipment_id, i.line_id, k.name
ORDER BY p.shipment_id, i.line_id
"""


def list_told_shipments(*, shipment_ids: Sequence[UUID]) -> list[ToldShipment]:
    """Return those whose shopper is known. Queries: 1."""
    found = rows.fetch_tuples(_SHIPMENTS, {"shipment_ids": list(shipment_ids)})
    return [ToldShipment._make(row) for row in found]


def list_told_parcels(*, shipment_ids: Sequence[UUID]) -> list[ToldParcel]:
    """Return parcels in the order of their numbers. Queries: 1."""
    found = rows.fetch_tuples(_PARCELS, {"shipment_ids": list(shipment_ids)})
    return [ToldParcel._make(row) for row in found]


def list_told_items(*, shipment_ids: Sequence[UUID]) -> list[ToldItem]:
    """Return what is in the parcels, in the order of the order's lines. Queries: 1."""
    return [ToldItem._make(row) for row in rows.fetch_tuples(_ITEMS, {"shipment_ids": list(shipment_ids)})]
