"""One item, by the codes that people use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_SKU = """
SELECT k.id, k.merchant_id, m.code AS merchant_code, m.name AS merchant_name, k.code, k.name, k.kind, k.base_unit,
       k.length_mm, k.width_mm, k.height_mm, k.weight_grams, k.must_stay_upright, k.is_fragile, k.carries_grams,
       k.hazard, k.has_lots, k.has_serials, k.has_expiry, k.minimum_shelf_life_days, k.life_days,
       k.default_lead_days, k.hs_code, k.origin, k.is_active, k.tags, k.measured_at,
       coalesce(u.name, '') AS measured_by_name, k.cost_minor, k.cost_currency,
       array(SELECT b.code::text FROM catalog_barcode AS b WHERE b.sku_id = k.id ORDER BY b.code) AS barcodes,
       array(SELECT p.code || ' × ' || p.quantity FROM catalog_packaging AS p WHERE p.sku_id = k.id ORDER BY p.quantity)
           AS packagings
FROM catalog_sku AS k JOIN access_merchant AS m ON m.id = k.merchant_id
LEFT JOIN access_user AS u ON u.id::text = k.measured_by
WHERE m.code = %(merchant_code)s AND k.code = %(code)s
"""

_COMPONENTS = """
SELECT c.code, c.name, k.quantity
FROM catalog_kitcomponent AS k JOIN catalog_sku AS c ON c.id = k.component_id
WHERE k.kit_id = %(kit_id)s ORDER BY c.code
"""


@dataclass(frozen=True, slots=True)
class SkuDetail:
    """An item with what hangs on it; measures are of one base unit, zero means not measured yet."""

    id: UUID
    merchant_id: UUID
    merchant_code: str
    merchant_name: str
    code: str
    name: str
    kind: str
    base_unit: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    must_stay_upright: bool
    is_fragile: bool
    carries_grams: int | None
    hazard: str
    has_lots: bool
    has_serials: bool
    has_expiry: bool
    minimum_shelf_life_days: int
    life_days: int | None
    default_lead_days: int | None
    hs_code: str
    origin: str
    is_active: bool
    tags: list[str]
    measured_at: datetime | None
    measured_by_name: str
    cost_minor: int | None
    cost_currency: str
    barcodes: list[str]
    packagings: list[str]


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One part of a kit."""

    code: str
    name: str
    quantity: int


def get_sku(scope: Scope, *, merchant_code: str, code: str) -> SkuDetail:
    """Return one item of the scope. Queries: 1. Raises: NotFound."""
    found = find_sku(scope, merchant_code=merchant_code, code=code)
    if found is None:
        raise NotFound("SKU not found")
    return found


def find_sku(scope: Scope, *, merchant_code: str, code: str) -> SkuDetail | None:
    """Return one item of the scope, or nothing. Queries: 1."""
    with transaction(scope):
        return rows.find_row(SkuDetail, _SKU, {"merchant_code": merchant_code, "code": code})


def list_components(scope: Scope, *, kit_id: UUID) -> list[ComponentRow]:
    """Return the parts of a kit. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ComponentRow, _COMPONENTS, {"kit_id": kit_id})
