"""Every row lock of shipping: manifests and shipments, after the orders'."""

from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.shipping.errors import ManifestClosed, ManifestNotFound, ShipmentNotFound
from packhaus.shipping.states import CLOSE_MANIFEST
from packhaus.shipping.types import ManifestRow

_MANIFEST = """
SELECT id, number, site_id, carrier_code, cut_off_at, status FROM shipping_manifest
WHERE id = %(id)s FOR NO KEY UPDATE
"""

_SHIPMENT = """
SELECT s.merchant_id, s.fulfillment_id, s.order_number, s.site_id, s.address_id, a.country, s.currency, s.cod_minor,
       s.cod_currency
FROM shipping_shipment AS s JOIN parties_address AS a ON a.id = s.address_id
WHERE s.id = %(id)s FOR NO KEY UPDATE OF s
"""


class ShipmentHeader(NamedTuple):
    """A shipment with where it goes."""

    merchant_id: UUID
    fulfillment_id: UUID
    order_number: str
    site_id: UUID
    address_id: UUID
    country: str
    currency: str
    cod_minor: int
    cod_currency: str


def lock_manifest(manifest_id: UUID) -> ManifestRow:
    """Lock an open manifest and return it. Queries: 1. Raises: ManifestNotFound, ManifestClosed."""
    found = rows.find_row(ManifestRow, _MANIFEST, {"id": manifest_id})
    if found is None:
        raise ManifestNotFound("there is no such manifest", manifest_id=manifest_id)
    if found.status not in CLOSE_MANIFEST.sources:
        raise ManifestClosed(f"manifest {found.number} has left", manifest=found.number)
    return found


def lock_shipment(shipment_id: UUID) -> ShipmentHeader:
    """Lock a shipment and return it. Queries: 1. Raises: ShipmentNotFound."""
    found = rows.fetch_tuples(_SHIPMENT, {"id": shipment_id})
    if not found:
        raise ShipmentNotFound("there is no such shipment", shipment_id=shipment_id)
    return ShipmentHeader._make(found[0])


def lock_rate_card(card_id: UUID) -> None:
    """Lock a rate card: its versions come in, are published and withdrawn one after the other. Queries: 1."""
    rows.execute(
        "SELECT id FROM shipping_ratecard WHERE id = %(id)s::uuid FOR NO KEY UPDATE", {"id": card_id}
    )
