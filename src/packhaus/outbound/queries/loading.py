"""What is on the truck and what is still missing, parcel by parcel."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class DockParcel:
    """A labelled parcel; `plate` is its carton's, `place` is where that stood last."""

    id: UUID
    shipment_id: UUID
    number: int
    parcels: int
    tracking_number: str
    order_number: str
    carrier_code: str
    site_id: UUID
    status: str
    is_stopped: bool
    loaded_at: datetime | None
    plate: str
    place: str
    weight_grams: int


_PARCELS = """
SELECT p.id, p.shipment_id, p.number::int AS number,
       (SELECT count(*) FROM shipping_parcel AS c WHERE c.shipment_id = s.id) AS parcels,
       p.tracking_number, s.order_number, s.carrier_code, s.site_id, s.status,
       o.is_held OR f.cancel_requested OR s.status = 'voided' AS is_stopped, p.loaded_at,
       coalesce(u.code, '') AS plate, coalesce(l.code, '') AS place, p.weight_grams
FROM shipping_shipment AS s
JOIN shipping_parcel AS p ON p.shipment_id = s.id
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
LEFT JOIN inventory_handlingunit AS u ON u.id = p.handling_unit_id
LEFT JOIN inventory_location AS l ON l.id = u.location_id
"""

_OF_TRUCK = f"""{_PARCELS}
WHERE s.status IN ('labelled', 'manifested') AND s.site_id = %(site_id)s::uuid
  AND s.carrier_code = %(carrier_code)s::text
  AND (%(until)s::timestamptz IS NULL OR f.ship_by <= %(until)s::timestamptz)
ORDER BY p.loaded_at IS NOT NULL, s.order_number, s.id, p.number LIMIT 5000
"""

_BY_CODE = f"""{_PARCELS}
WHERE (p.tracking_number = %(code)s::text AND p.tracking_number <> '') OR p.pallet_sscc = %(code)s::text
   OR p.handling_unit_id = (
    SELECT h.id FROM inventory_handlingunit AS h WHERE h.code = %(code)s::text AND h.is_open LIMIT 1)
ORDER BY s.status = 'voided', s.order_number, p.number LIMIT 500
"""  # noqa: S608 - constants


def list_truck(*, scope: Scope, site_id: UUID, carrier_code: str, until: datetime | None) -> list[DockParcel]:
    """Return the parcels of a carrier that are due until a moment, those not loaded first. Queries: 1."""
    parameters = {"site_id": site_id, "carrier_code": carrier_code, "until": until}
    with transaction(scope):
        return rows.fetch_rows(DockParcel, _OF_TRUCK, parameters)


def find_dock_parcels(*, scope: Scope, code: str) -> list[DockParcel]:
    """Return the parcel of a tracking number or carton plate, or all on a pallet by its SSCC. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(DockParcel, _BY_CODE, {"code": code})
