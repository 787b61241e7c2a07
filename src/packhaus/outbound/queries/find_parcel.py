"""Whose a parcel, or a tote on a cart, is."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A parcel and its order."""

    order_number: str
    merchant_code: str
    tracking_number: str
    carton_code: str
    status: str


_PARCEL = """
SELECT s.order_number, m.code AS merchant_code, p.tracking_number, p.carton_code, s.status
FROM shipping_parcel AS p
JOIN shipping_shipment AS s ON s.id = p.shipment_id AND s.site_id = %(site_id)s::uuid
JOIN access_merchant AS m ON m.id = p.merchant_id
WHERE (p.tracking_number = %(code)s AND p.tracking_number <> '')
   OR p.handling_unit_id = (SELECT h.id FROM inventory_handlingunit AS h WHERE h.code = %(code)s AND h.is_open)
LIMIT 1
"""


def find_parcel(*, scope: Scope, site_id: UUID, code: str) -> ParcelView | None:
    """Return the parcel with this tracking number or license plate. Queries: 1."""
    with transaction(scope):
        return rows.find_row(ParcelView, _PARCEL, {"site_id": site_id, "code": code})
