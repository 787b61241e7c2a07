"""How a parcel was packed: what lies where in its carton."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.cartonize import Placement
from packhaus.kernel import rows
from packhaus.outbound.errors import ParcelNotPacked

_PLAN = """
SELECT o.number AS order_number, m.code AS merchant_code, p.number, p.tracking_number, p.carton_code, p.weight_grams,
       n.length_mm, n.width_mm, n.height_mm, n.empty_permille, n.placements
FROM shipping_shipment AS s
JOIN shipping_parcel AS p ON p.shipment_id = s.id AND p.number = %(number)s
JOIN outbound_parcelplan AS n ON n.unit_id = p.handling_unit_id
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE s.id = %(shipment_id)s
"""
_NAMES = """
SELECT i.line_id AS id, k.code AS sku_code, k.name AS sku_name, i.quantity
FROM shipping_parcel AS p
JOIN shipping_parcelitem AS i ON i.parcel_id = p.id
JOIN catalog_sku AS k ON k.id = i.sku_id
WHERE p.shipment_id = %(shipment_id)s AND p.number = %(number)s ORDER BY i.line_id
"""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A packed carton; inside millimetres. Placements as they are stored."""

    order_number: str
    merchant_code: str
    number: int
    tracking_number: str
    carton_code: str
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    empty_permille: int
    placements: list[list[int]]


@dataclass(frozen=True, slots=True)
class PackedLine:
    """Units of one order line in the carton."""

    id: int
    sku_code: str
    sku_name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PackedPlan:
    """A packed carton with what lies in it, and where, as far as it was planned."""

    parcel: PlanRow
    lines: list[PackedLine]
    placements: tuple[Placement, ...]


def get_parcel_plan(*, scope: Scope, shipment_id: UUID, parcel_number: int) -> PackedPlan:
    """Return how one parcel was packed. Queries: 2.

    Raises: ParcelNotPacked when there is no such parcel, or when it travels in its own packaging.
    """
    asked = {"shipment_id": shipment_id, "number": parcel_number}
    with transaction(scope):
        parcel = rows.find_row(PlanRow, _PLAN, asked)
        if parcel is None:
            raise ParcelNotPacked("no carton of this shipment has this number", number=parcel_number)
        lines = rows.fetch_rows(PackedLine, _NAMES, asked)
    return PackedPlan(parcel, lines, tuple(Placement(*placement) for placement in parcel.placements))
