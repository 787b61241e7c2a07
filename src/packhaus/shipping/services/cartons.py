"""The cartons to pack in: few rows, saved whole."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.types import MATERIALS
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.shipping.events import CartonSaved
from packhaus.shipping.queries.carton_types import forget_carton_types
from packhaus.shipping.types import CartonDraft

__all__ = ["CartonDraft", "save_cartons"]

_CARTONS = """
INSERT INTO shipping_cartontype (id, merchant_id, code, inner_length_mm, inner_width_mm, inner_height_mm,
    outer_length_mm, outer_width_mm, outer_height_mm, tare_grams, max_weight_grams, cost_minor, currency, is_active,
    material_grams, sku_id, low_stock_at, fill_material, fill_grams_per_litre, fill_sku_id, fill_low_stock_at)
SELECT r.id, %(merchant_id)s::uuid, r.code, r.inner_length_mm, r.inner_width_mm, r.inner_height_mm, r.outer_length_mm,
    r.outer_width_mm, r.outer_height_mm, r.tare_grams, r.max_weight_grams, r.cost_minor, r.currency, true,
    r.material_grams, r.sku_id, r.low_stock_at, r.fill_material, r.fill_grams_per_litre, r.fill_sku_id,
    r.fill_low_stock_at
FROM json_to_recordset(%(cartons)s::json) AS r(id uuid, code text, inner_length_mm int, inner_width_mm int,
    inner_height_mm int, outer_length_mm int, outer_width_mm int, outer_height_mm int, tare_grams int,
    max_weight_grams int, cost_minor bigint, currency text, material_grams jsonb, sku_id uuid, low_stock_at bigint,
    fill_material text, fill_grams_per_litre int, fill_sku_id uuid, fill_low_stock_at bigint)
ON CONFLICT (merchant_id, code) DO UPDATE SET inner_length_mm = excluded.inner_length_mm,
    inner_width_mm = excluded.inner_width_mm, inner_height_mm = excluded.inner_height_mm,
    outer_length_mm = excluded.outer_length_mm, outer_width_mm = excluded.outer_width_mm,
    outer_height_mm = excluded.outer_height_mm, tare_grams = excluded.tare_grams,
    max_weight_grams = excluded.max_weight_grams, cost_minor = excluded.cost_minor, currency = excluded.currency,
    material_grams = excluded.material_grams, sku_id = excluded.sku_id, low_stock_at = excluded.low_stock_at,
    fill_material = excluded.fill_material, fill_grams_per_litre = excluded.fill_grams_per_litre,
    fill_sku_id = excluded.fill_sku_id, fill_low_stock_at = excluded.fill_low_stock_at
RETURNING id, code
"""

_STOCK = """
SELECT m.code || '/' || k.code, k.id, k.kind, k.base_unit
FROM catalog_sku AS k JOIN access_merchant AS m ON m.id = k.merchant_id
WHERE m.code || '/' || k.code = ANY(%(names)s::text[])
  AND k.merchant_id IN (SELECT id FROM access_merchant WHERE code = ANY(%(merchants)s::text[]))
  AND k.code = ANY(%(codes)s::text[])
"""


class _Stock(NamedTuple):
    """An item that packing uses up."""

    id: UUID
    kind: str
    base_unit: str


def save_cartons(
    *,
    scope: Scope,
    merchant_id: UUID | None,
    drafts: Sequence[CartonDraft],
    now: datetime,
    actor: Actor,
) -> None:
    """Create cartons of a merchant, or (None) of the operator for everybody, or change those with a known code.

    One that is switched off stays so. Queries: 2, or 3 with stock. Emits: CartonSaved.
    Raises: Invalid with every problem; nothing was written.
    """
    with transaction(scope):
        stock = _find_stock(drafts)
        problems = [problem for draft in drafts for problem in _check_carton(draft, stock)]
        if problems:
            raise Invalid(problems)
        cartons = [_as_row(draft, stock) for draft in drafts]
        saved = rows.fetch_tuples(_CARTONS, {"merchant_id": merchant_id, "cartons": json.dumps(cartons)})
        facts = [CartonSaved(merchant_id=merchant_id, aggregate_id=id_, code=code) for id_, code in saved]
        record(facts, happened_at=now, actor=actor)
    forget_carton_types()


def _find_stock(drafts: Sequence[CartonDraft]) -> dict[str, _Stock]:
    names = sorted({name for draft in drafts for name in (draft.stock, draft.fill_stock) if name})
    if not names:
        return {}
    parts = [name.partition("/") for name in names]
    asked = {
        "names": names,
        "merchants": [merchant for merchant, _, _ in parts],
        "codes": [code for _, _, code in parts],
    }
    return {name: _Stock(*found) for name, *found in rows.fetch_tuples(_STOCK, asked)}


def _as_row(draft: CartonDraft, stock: Mapping[str, _Stock]) -> dict[str, object]:
    row = asdict(draft)
    sku, fill = stock.get(row.pop("stock")), stock.get(row.pop("fill_stock"))
    return {
        **row,
        "id": str(new_id()),
        "sku_id": str(sku.id) if sku else None,
        "fill_sku_id": str(fill.id) if fill else None,
    }


def _check_carton(draft: CartonDraft, stock: Mapping[str, _Stock]) -> Iterator[FieldProblem]:
    pairs = (
        (draft.inner_length_mm, draft.outer_length_mm),
        (draft.inner_width_mm, draft.outer_width_mm),
        (draft.inner_height_mm, draft.outer_height_mm),
    )
    if any(not 0 < inner <= outer for inner, outer in pairs):
        yield FieldProblem(f"{draft.code}.inner", "range", "has a volume and fits into the outer measures")
    if not 0 <= draft.tare_grams < draft.max_weight_grams:
        yield FieldProblem(f"{draft.code}.max_weight_grams", "range", "is more than the empty carton")
    yield from _check_materials(draft)
    yield from _check_stock(draft, stock)


def _check_materials(draft: CartonDraft) -> Iterator[FieldProblem]:
    named = ", ".join(MATERIALS)
    if not draft.material_grams.keys() <= set(MATERIALS) or any(
        grams <= 0 for grams in draft.material_grams.values()
    ):
        yield FieldProblem(f"{draft.code}.material_grams", "unknown", f"are grams of {named}")
    if draft.fill_material not in {"", *MATERIALS}:
        yield FieldProblem(f"{draft.code}.fill_material", "unknown", f"is one of {named}")
    if draft.fill_grams_per_litre < 0 or (draft.fill_grams_per_litre and not draft.fill_material):
        yield FieldProblem(f"{draft.code}.fill_grams_per_litre", "range", "are of a named material")


def _check_stock(draft: CartonDraft, stock: Mapping[str, _Stock]) -> Iterator[FieldProblem]:
    for name, field, units in (
        (draft.stock, "stock", {"each"}),
        (draft.fill_stock, "fill_stock", {"gram"}),
    ):
        found = stock.get(name)
        if name and (found is None or found.kind != "stock" or found.base_unit not in units):
            yield FieldProblem(
                f"{draft.code}.{field}",
                "unknown",
                f"is MERCHANT/SKU of a stock item, counted by the {min(units)}",
            )
