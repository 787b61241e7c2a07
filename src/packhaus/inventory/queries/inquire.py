"""What a code on the floor stands for: what is in it, or where it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.queries.nested_units import WITHIN
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class UnitView:
    """An open tote, carton or pallet, where it stands and in what."""

    id: UUID
    code: str
    kind: str
    location_id: int
    location_code: str
    parent_code: str


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """Units of one key somewhere."""

    id: int
    merchant_code: str
    sku_id: UUID
    sku_code: str
    sku_name: str
    location_id: int
    location_code: str
    unit_code: str
    lot_code: str
    serial: str
    condition: str
    on_hand: int
    allocated: int
    expires_on: date | None


_UNIT = """
SELECT u.id, u.code, u.kind, u.location_id, l.code AS location_code, coalesce(p.code, '') AS parent_code
FROM inventory_handlingunit AS u
JOIN inventory_location AS l ON l.id = u.location_id
LEFT JOIN inventory_handlingunit AS p ON p.id = u.parent_id
WHERE u.is_open AND l.site_id = %(site_id)s::uuid
"""

_GOODS = """
SELECT b.id, m.code AS merchant_code, b.sku_id, k.code AS sku_code, k.name AS sku_name, b.location_id,
       l.code AS location_code, coalesce(u.code, '') AS unit_code, coalesce(t.code, '') AS lot_code,
       coalesce(b.serial, '') AS serial, b.condition, b.on_hand, b.allocated, b.expires_on
FROM inventory_balance AS b
JOIN inventory_location AS l ON l.id = b.location_id
JOIN catalog_sku AS k ON k.id = b.sku_id
JOIN access_merchant AS m ON m.id = b.merchant_id
LEFT JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id
LEFT JOIN inventory_lot AS t ON t.id = b.lot_id
WHERE b.on_hand > 0 AND l.site_id = %(site_id)s::uuid
"""

_MOST = "ORDER BY l.walk_sequence, l.code, u.code NULLS FIRST, k.code, b.id LIMIT 200"

_UNIT_BY_CODE = _UNIT + "AND u.code = %(code)s"
_UNITS_AT = _UNIT + "AND u.location_id = %(location_id)s AND u.parent_id IS NULL ORDER BY u.code LIMIT 200"
_UNITS_IN = _UNIT + "AND u.parent_id = %(unit_id)s::uuid ORDER BY u.code LIMIT 200"
_GOODS_IN = WITHIN + _GOODS + "AND b.handling_unit_id IN (SELECT id FROM within) " + _MOST  # noqa: S608 - constants
_GOODS_AT = _GOODS + "AND b.location_id = %(location_id)s " + _MOST
_GOODS_OF = (
    _GOODS
    + "AND b.sku_id = %(sku_id)s::uuid AND (%(lot)s = '' OR t.id IS NULL OR upper(t.code) = upper(%(lot)s)) "
    + "AND (%(serial)s = '' OR b.serial IS NULL OR upper(b.serial) = upper(%(serial)s)) "
    + _MOST
)


def find_unit(*, scope: Scope, site_id: UUID, code: str) -> UnitView | None:
    """Return the open unit of a site with this code. Queries: 1."""
    with transaction(scope):
        return rows.find_row(UnitView, _UNIT_BY_CODE, {"site_id": site_id, "code": code})


def list_units_at(*, scope: Scope, site_id: UUID, location_id: int) -> list[UnitView]:
    """Return the open units that stand at a place in no other unit. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(UnitView, _UNITS_AT, {"site_id": site_id, "location_id": location_id})


def list_units_in(*, scope: Scope, site_id: UUID, unit_id: UUID) -> list[UnitView]:
    """Return the open units that stand directly in a unit. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(UnitView, _UNITS_IN, {"site_id": site_id, "unit_id": unit_id})


def list_goods_in(*, scope: Scope, site_id: UUID, unit_id: UUID) -> list[GoodsRow]:
    """Return what a unit holds, in the units that are in it too. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(GoodsRow, _GOODS_IN, {"site_id": site_id, "unit_ids": [unit_id]})


def list_goods_at(*, scope: Scope, site_id: UUID, location_id: int) -> list[GoodsRow]:
    """Return what lies at a place. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(GoodsRow, _GOODS_AT, {"site_id": site_id, "location_id": location_id})


def list_goods_of(
    *, scope: Scope, site_id: UUID, sku_id: UUID, lot: str = "", serial: str = ""
) -> list[GoodsRow]:
    """Return where an item is at a site; of a lot or serial number that is named, and what has none. Queries: 1."""
    parameters = {"site_id": site_id, "sku_id": sku_id, "lot": lot, "serial": serial}
    with transaction(scope):
        return rows.fetch_rows(GoodsRow, _GOODS_OF, parameters)
