"""Cartons as people read and change them, those that are switched off too."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.shipping.types import Carton

_CARTONS = """
SELECT t.id, t.merchant_id, coalesce(m.code, '') AS merchant_code, t.code, t.inner_length_mm, t.inner_width_mm,
       t.inner_height_mm, t.outer_length_mm, t.outer_width_mm, t.outer_height_mm, t.tare_grams, t.max_weight_grams,
       t.cost_minor, t.currency, t.is_active, t.material_grams, t.low_stock_at, t.fill_material, t.fill_grams_per_litre,
       t.fill_low_stock_at,
       coalesce((SELECT o.code || '/' || k.code FROM catalog_sku AS k JOIN access_merchant AS o ON o.id = k.merchant_id
                 WHERE k.id = t.sku_id), '') AS stock,
       coalesce((SELECT o.code || '/' || k.code FROM catalog_sku AS k JOIN access_merchant AS o ON o.id = k.merchant_id
                 WHERE k.id = t.fill_sku_id), '') AS fill_stock
FROM shipping_cartontype AS t LEFT JOIN access_merchant AS m ON m.id = t.merchant_id
WHERE %(id)s::uuid IS NULL OR t.id = %(id)s::uuid
ORDER BY m.code NULLS FIRST, t.is_active DESC, t.inner_length_mm::bigint * t.inner_width_mm * t.inner_height_mm, t.code
"""


@dataclass(frozen=True, slots=True)
class CartonRow(Carton):
    """A carton as it was saved; without a merchant it is for everybody who has none of their own. See `CartonDraft`."""

    id: UUID
    merchant_id: UUID | None
    merchant_code: str
    is_active: bool
    material_grams: dict[str, int]
    stock: str
    low_stock_at: int | None
    fill_material: str
    fill_grams_per_litre: int
    fill_stock: str
    fill_low_stock_at: int | None


def list_cartons(scope: Scope) -> list[CartonRow]:
    """Return every carton, the operator's first, each with the small ones first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(CartonRow, _CARTONS, {"id": None})


def get_carton(scope: Scope, *, carton_id: UUID) -> CartonRow:
    """Return one carton. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        found = rows.fetch_rows(CartonRow, _CARTONS, {"id": carton_id})
    if not found:
        raise NotFound("carton not found")
    return found[0]
