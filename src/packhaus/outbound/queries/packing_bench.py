"""What stands on the packing bench: the tote's order, its items, and who else waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class BenchOrder:
    """The fulfillment order of a tote; `zone` is the site's.

    What waits for its rest, is held or was set aside (`problem`: why) may not be packed.
    """

    fulfillment_id: UUID
    number: str
    order_number: str
    merchant_name: str
    site_id: UUID
    zone: str
    status: str
    is_held: bool
    cancel_requested: bool
    tote_code: str
    ship_by: datetime | None
    line_count: int
    unit_count: int
    problem: str
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class BenchLine:
    """Picked units of one line in the tote. `barcodes` are (code, base units) pairs."""

    id: int
    sku_code: str
    sku_name: str
    quantity: int
    is_fragile: bool
    hazard: str
    weight_grams: int
    barcodes: list[list[str]]


@dataclass(frozen=True, slots=True)
class PackedParcel:
    """A parcel with its label."""

    id: UUID
    number: int
    carton_code: str
    tracking_number: str
    weight_grams: int
    label_count: int
    carrier_name: str
    service_name: str
    order_number: str
    fulfillment_id: UUID
    pallet_sscc: str
    cost_minor: int | None
    currency: str
    cod_minor: int
    cod_currency: str


_ORDERS = """
SELECT f.id AS fulfillment_id, f.number, o.number AS order_number, m.name AS merchant_name, f.site_id,
       n.timezone AS zone, f.status, o.is_held, f.cancel_requested, u.code AS tote_code, f.ship_by, f.line_count,
       f.unit_count, coalesce(b.reason, '') AS problem, o.is_held OR o.policy <> 'ship_available' AND EXISTS (
           SELECT FROM orders_orderline AS l WHERE l.order_id = o.id AND l.backordered > 0) AS is_waiting
FROM orders_fulfillmentorder AS f
JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id
JOIN inventory_handlingunit AS u ON u.id = s.tote_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN access_merchant AS m ON m.id = f.merchant_id
JOIN network_site AS n ON n.id = f.site_id
LEFT JOIN outbound_packproblem AS b ON b.fulfillment_id = f.id AND b.solved_at IS NULL
"""
_BY_TOTE = f"""{_ORDERS}
WHERE u.code = %(code)s::text AND u.is_open AND f.status IN ('released', 'picking', 'picked')
ORDER BY f.status = 'picked' DESC, s.id DESC LIMIT 1
"""
_QUEUE = f"""{_ORDERS}
WHERE f.status = 'picked' AND (%(site_id)s::uuid IS NULL OR f.site_id = %(site_id)s::uuid)
ORDER BY f.ship_by, f.priority, f.id LIMIT 50
"""

_PACKED_IN = """
SELECT p.shipment_id FROM shipping_parcel AS p
JOIN shipping_shipment AS s ON s.id = p.shipment_id
WHERE s.status <> 'voided' AND (p.tracking_number = %(code)s::text AND p.tracking_number <> ''
  OR p.handling_unit_id = (SELECT id FROM inventory_handlingunit WHERE code = %(code)s::text AND is_open))
ORDER BY s.created_at DESC, s.id LIMIT 1
"""

_LINES = """
SELECT l.id, k.code AS sku_code, k.name AS sku_name, l.picked AS quantity, k.is_fragile, k.hazard, k.weight_grams,
       coalesce(c.codes, ARRAY[]::text[][]) AS barcodes
FROM orders_fulfillmentline AS l
JOIN catalog_sku AS k ON k.id = l.sku_id
LEFT JOIN LATERAL (
    SELECT array_agg(ARRAY[x.code, x.quantity::text] ORDER BY x.quantity, x.code) AS codes
    FROM catalog_barcode AS x WHERE x.sku_id = l.sku_id
) AS c ON true
WHERE l.fulfillment_id = %(id)s::uuid AND l.picked > 0 ORDER BY l.id
"""

_PARCELS = """
SELECT p.id, p.number, p.carton_code, p.tracking_number, p.weight_grams, p.label_count, c.name AS carrier_name,
       v.name AS service_name, s.order_number, s.fulfillment_id, p.pallet_sscc, p.cost_minor, s.currency, s.cod_minor,
       s.cod_currency
FROM shipping_shipment AS s
JOIN shipping_parcel AS p ON p.shipment_id = s.id
JOIN shipping_service AS v ON v.code = s.service_code
JOIN shipping_carrier AS c ON c.id = v.carrier_id
WHERE s.id = %(id)s::uuid ORDER BY p.number
"""


def find_bench_order(*, scope: Scope, tote_code: str) -> BenchOrder | None:
    """Return the order that a tote holds, picked or being picked; None when it holds none. Queries: 1."""
    with transaction(scope):
        return rows.find_row(BenchOrder, _BY_TOTE, {"code": tote_code})


def find_packed_shipment(*, scope: Scope, code: str) -> UUID | None:
    """Return the shipment of a packed carton, by its plate or its tracking number. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_PACKED_IN, {"code": code})
    return found[0][0] if found else None


def list_bench_lines(*, scope: Scope, fulfillment_id: UUID) -> list[BenchLine]:
    """Return what lies in the tote. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(BenchLine, _LINES, {"id": fulfillment_id})


def list_packing_queue(*, scope: Scope, site_id: UUID | None = None) -> list[BenchOrder]:
    """Return the fifty orders that must be packed first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(BenchOrder, _QUEUE, {"site_id": site_id})


def list_packed_parcels(*, scope: Scope, shipment_id: UUID) -> list[PackedParcel]:
    """Return the parcels of a shipment. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(PackedParcel, _PARCELS, {"id": shipment_id})
