"""What stands on the packing slip of a parcel."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.outbound.documents.packing_slip import PackingSlip, PackingSlipLine, PackingSlipParcel
from packhaus.outbound.errors import ParcelNotPacked
from packhaus.parties.queries.label_addresses import list_label_addresses

_SHIPMENT = """
SELECT s.order_number, o.placed_at, s.created_at, m.name, n.timezone, n.country, n.street, n.postal_code, n.city,
       f.order_id, s.address_id
FROM shipping_shipment AS s
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN access_merchant AS m ON m.id = s.merchant_id
JOIN network_site AS n ON n.id = s.site_id
WHERE s.id = %(id)s::uuid AND s.status <> 'voided'
"""

_PARCELS = """
SELECT p.id, p.number, p.carton_code, p.weight_grams, p.tracking_number, i.line_id, i.quantity
FROM shipping_parcel AS p JOIN shipping_parcelitem AS i ON i.parcel_id = p.id
WHERE p.shipment_id = %(id)s::uuid ORDER BY p.number, i.line_id
"""

_LINES = """
SELECT l.id, k.code, k.name, l.ordered, l.ordered - l.cancelled - l.packed - l.shipped
FROM orders_orderline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.order_id = %(id)s::uuid AND l.sku_kind = 'stock' ORDER BY l.position
"""


class _Shipment(NamedTuple):
    order_number: str
    placed_at: datetime
    packed_at: datetime
    merchant_name: str
    zone: str
    site_country: str
    site_street: str
    site_postal_code: str
    site_city: str
    order_id: UUID
    address_id: UUID


def get_packing_slip(*, scope: Scope, shipment_id: UUID, parcel_number: int) -> PackingSlip:
    """Return what the slip of one parcel says: what is in it, what was ordered, what follows. Queries: 4.

    Raises: ParcelNotPacked for an absent or voided parcel.
    """
    with transaction(scope):
        found = rows.fetch_tuples(_SHIPMENT, {"id": shipment_id})
        items = rows.fetch_tuples(_PARCELS, {"id": shipment_id})
        if not found or parcel_number not in {number for _, number, *_ in items}:
            raise ParcelNotPacked("there is no such parcel", shipment_id=shipment_id, number=parcel_number)
        shipment = _Shipment._make(found[0])
        lines = rows.fetch_tuples(_LINES, {"id": shipment.order_id})
        journey = (shipment.address_id, shipment.site_country)
        recipient = list_label_addresses(wanted=[journey])[journey]
    here = {line: units for _, number, _, _, _, line, units in items if number == parcel_number}
    other: defaultdict[int, int] = defaultdict(int)
    units_of: defaultdict[int, int] = defaultdict(int)
    for _, number, _, _, _, line, units in items:
        units_of[number] += units
        if number > parcel_number:
            other[line] += units
    zone = ZoneInfo(shipment.zone)
    parcels = {number: (carton, grams, tracking) for _, number, carton, grams, tracking, _, _ in items}
    return PackingSlip(
        language=recipient.language,
        merchant_name=shipment.merchant_name,
        merchant_lines=(shipment.site_street, f"{shipment.site_postal_code} {shipment.site_city}".strip()),
        order_number=shipment.order_number,
        placed_on=shipment.placed_at.astimezone(zone).date(),
        packed_on=shipment.packed_at.astimezone(zone).date(),
        ship_to_lines=recipient.lines,
        lines=tuple(
            PackingSlipLine(code, name, ordered, here.get(id_, 0), max(0, later) + other[id_])
            for id_, code, name, ordered, later in lines
            if here.get(id_) or later > 0 or other[id_]
        ),
        parcels=tuple(
            PackingSlipParcel(number, carton, units_of[number], grams, tracking)
            for number, (carton, grams, tracking) in sorted(parcels.items())
        ),
        parcel_number=parcel_number,
    )
