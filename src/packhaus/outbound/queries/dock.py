"""What stands at the dock, for whom, and what has left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.shipping.errors import ManifestNotFound


@dataclass(frozen=True, slots=True)
class DockRow:
    """Packed shipments of one site, carrier and date; Units: grams."""

    site_id: UUID
    site_code: str
    zone: str
    carrier_code: str
    carrier_name: str
    cut_off_at: datetime | None
    shipments: int
    parcels: int
    weight_grams: int
    loaded: int


@dataclass(frozen=True, slots=True)
class DockShipment:
    """A shipment that can leave."""

    id: UUID
    order_number: str
    merchant_name: str
    service_code: str
    country: str
    parcels: int
    weight_grams: int
    cod_minor: int
    cod_currency: str
    loaded: int


@dataclass(frozen=True, slots=True)
class ManifestView:
    """A manifest with what is on it."""

    id: UUID
    number: str
    site_code: str
    site_name: str
    site_street: str
    site_postal_code: str
    site_city: str
    zone: str
    carrier_code: str
    carrier_name: str
    cut_off_at: datetime
    status: str
    closed_at: datetime | None
    seal: str
    shipments: int


@dataclass(frozen=True, slots=True)
class ManifestParcel:
    """One parcel of a manifest; no person is named."""

    tracking_number: str
    order_number: str
    service_name: str
    country: str
    postal_code: str
    weight_grams: int
    cod_minor: int
    cod_currency: str


_DOCK = """
SELECT s.site_id, n.code AS site_code, n.timezone AS zone, s.carrier_code,
       coalesce(c.name, s.carrier_code) AS carrier_name,
       f.ship_by AS cut_off_at, count(*) AS shipments, sum(p.parcels)::bigint AS parcels,
       sum(p.weight)::bigint AS weight_grams, sum(p.loaded)::bigint AS loaded
FROM shipping_shipment AS s
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN network_site AS n ON n.id = s.site_id
LEFT JOIN shipping_carrier AS c ON c.code = s.carrier_code
CROSS JOIN LATERAL (
    SELECT count(*) AS parcels, coalesce(sum(weight_grams), 0) AS weight, count(loaded_at) AS loaded
    FROM shipping_parcel WHERE shipment_id = s.id
) AS p
WHERE s.status IN ('labelled', 'manifested') AND (%(site_id)s::uuid IS NULL OR s.site_id = %(site_id)s::uuid)
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY f.ship_by, n.code, s.carrier_code
"""

_SHIPMENTS = """
SELECT s.id, s.order_number, m.name AS merchant_name, s.service_code, a.country, p.parcels, p.weight AS weight_grams,
       s.cod_minor, s.cod_currency, p.loaded
FROM shipping_shipment AS s
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN access_merchant AS m ON m.id = s.merchant_id
JOIN parties_address AS a ON a.id = s.address_id
CROSS JOIN LATERAL (
    SELECT count(*) AS parcels, coalesce(sum(weight_grams), 0)::bigint AS weight, count(loaded_at) AS loaded
    FROM shipping_parcel WHERE shipment_id = s.id
) AS p
WHERE s.status IN ('labelled', 'manifested') AND s.site_id = %(site_id)s::uuid
  AND s.carrier_code = %(carrier_code)s::text
  AND (%(until)s::timestamptz IS NULL OR f.ship_by <= %(until)s::timestamptz)
ORDER BY s.order_number, s.id LIMIT 5000
"""

_MANIFESTS = """
SELECT m.id, m.number, n.code AS site_code, n.name AS site_name, n.street AS site_street,
       n.postal_code AS site_postal_code, n.city AS site_city, n.timezone AS zone, m.carrier_code,
       coalesce(c.name, m.carrier_code) AS carrier_name, m.cut_off_at, m.status, m.closed_at,
       m.seal,
       (SELECT count(*) FROM shipping_shipment AS s WHERE s.manifest_id = m.id) AS shipments
FROM shipping_manifest AS m
JOIN network_site AS n ON n.id = m.site_id
LEFT JOIN shipping_carrier AS c ON c.code = m.carrier_code
WHERE (%(site_id)s::uuid IS NULL OR m.site_id = %(site_id)s::uuid)
  AND (%(number)s::text IS NULL OR m.number = %(number)s::text)
ORDER BY m.cut_off_at DESC, m.id DESC LIMIT 30
"""

_PARCELS = """
SELECT p.tracking_number, s.order_number, v.name AS service_name, a.country, a.postal_code, p.weight_grams,
       CASE WHEN p.number = 1 THEN s.cod_minor ELSE 0 END AS cod_minor, s.cod_currency
FROM shipping_shipment AS s
JOIN shipping_parcel AS p ON p.shipment_id = s.id
JOIN shipping_service AS v ON v.code = s.service_code
JOIN parties_address AS a ON a.id = s.address_id
WHERE s.manifest_id = %(id)s::uuid ORDER BY s.order_number, s.id, p.number
"""


def list_dock(*, scope: Scope, site_id: UUID | None = None) -> list[DockRow]:
    """Return what stands at the dock by carrier and date, the soonest first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(DockRow, _DOCK, {"site_id": site_id})


def list_dock_shipments(
    *, scope: Scope, site_id: UUID, carrier_code: str, until: datetime | None
) -> list[DockShipment]:
    """Return the shipments of a carrier that are due until a moment, at most 5,000. Queries: 1."""
    parameters = {"site_id": site_id, "carrier_code": carrier_code, "until": until}
    with transaction(scope):
        return rows.fetch_rows(DockShipment, _SHIPMENTS, parameters)


def list_manifests(*, scope: Scope, site_id: UUID | None = None) -> list[ManifestView]:
    """Return the thirty newest manifests. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ManifestView, _MANIFESTS, {"site_id": site_id, "number": None})


def get_manifest(*, scope: Scope, number: str) -> ManifestView:
    """Return a manifest by its number. Queries: 1. Raises: ManifestNotFound."""
    with transaction(scope):
        found = rows.find_row(ManifestView, _MANIFESTS, {"site_id": None, "number": number})
    if found is None:
        raise ManifestNotFound("there is no such manifest", number=number)
    return found


def list_manifest_parcels(*, scope: Scope, manifest_id: UUID) -> list[ManifestParcel]:
    """Return the parcels of a manifest. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ManifestParcel, _PARCELS, {"id": manifest_id})
