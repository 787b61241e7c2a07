"""Create and change items in bulk."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.events import SkusSaved
from packhaus.catalog.names import make_name_key
from packhaus.catalog.queries.kinds import Existing, get_existing, get_sku_ids
from packhaus.catalog.services.check import check_drafts
from packhaus.catalog.types import SKU_FIELDS, SkuDraft
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id

MAX_SKUS = 5_000

_CHANGED = (
    "length_mm", "width_mm", "height_mm", "weight_grams", "must_stay_upright", "is_fragile", "carries_grams",
    "has_lots", "has_serials", "has_expiry", "minimum_shelf_life_days", "default_lead_days", "hazard", "hs_code",
    "origin", "is_active",
)  # fmt: skip
_CHANGES = ",\n    ".join(
    f"{name} = CASE WHEN '{name}' = ANY(%(fields)s::text[]) THEN excluded.{name} ELSE k.{name} END"
    for name in _CHANGED
)
_SAVE = f"""
INSERT INTO catalog_sku AS k (id, merchant_id, code, name, name_key, kind, base_unit, length_mm, width_mm, height_mm,
    weight_grams, must_stay_upright, is_fragile, carries_grams, has_lots, has_serials, has_expiry,
    minimum_shelf_life_days, life_days, default_lead_days, hazard, hs_code, origin, is_active, tags, cost_minor,
    cost_currency, created_at)
SELECT r.id, %(merchant_id)s, r.code, r.name, r.name_key, r.kind, r.base_unit, r.length_mm, r.width_mm, r.height_mm,
    r.weight_grams, r.must_stay_upright, r.is_fragile, r.carries_grams, r.has_lots, r.has_serials, r.has_expiry,
    r.minimum_shelf_life_days, r.life_days, r.default_lead_days, r.hazard, r.hs_code, r.origin, r.is_active,
    coalesce(r.tags, '{{}}'), r.cost_minor, CASE WHEN r.cost_minor IS NULL THEN '' ELSE r.cost_currency END, %(now)s
FROM json_to_recordset(%(skus)s::json) AS r(id uuid, code text, name text, name_key text, kind text, base_unit text,
    length_mm int, width_mm int, height_mm int, weight_grams int, must_stay_upright boolean, is_fragile boolean,
    carries_grams int, has_lots boolean, has_serials boolean, has_expiry boolean, minimum_shelf_life_days int,
    life_days int, default_lead_days int, hazard text, hs_code text, origin text, is_active boolean, tags text[],
    cost_minor bigint, cost_currency text)
ON CONFLICT (merchant_id, code) DO UPDATE SET name = excluded.name, name_key = excluded.name_key,
    {_CHANGES},
    life_days = coalesce(excluded.life_days, k.life_days), cost_minor = coalesce(excluded.cost_minor, k.cost_minor),
    cost_currency = CASE WHEN excluded.cost_minor IS NULL THEN k.cost_currency ELSE excluded.cost_currency END,
    tags = CASE WHEN k.code = ANY(%(tagged)s::text[]) THEN excluded.tags ELSE k.tags END
RETURNING k.code, k.id
"""  # noqa: S608 - made of constants

_BARCODES = """
INSERT INTO catalog_barcode (merchant_id, sku_id, code, quantity)
SELECT %(merchant_id)s, u.sku_id, u.code, 1 FROM unnest(%(sku_ids)s::uuid[], %(codes)s::text[]) AS u(sku_id, code)
ON CONFLICT (merchant_id, code) DO UPDATE SET sku_id = excluded.sku_id
"""

_PACKAGINGS = """
INSERT INTO catalog_packaging AS p (merchant_id, sku_id, code, quantity, length_mm, width_mm, height_mm, weight_grams)
SELECT %(merchant_id)s, r.sku_id, r.code, r.quantity, r.length_mm, r.width_mm, r.height_mm, r.weight_grams
FROM json_to_recordset(%(packagings)s::json) AS r(sku_id uuid, code text, quantity bigint, length_mm int, width_mm int,
    height_mm int, weight_grams int)
ON CONFLICT (merchant_id, sku_id, code) DO UPDATE SET quantity = excluded.quantity, length_mm = excluded.length_mm,
    width_mm = excluded.width_mm, height_mm = excluded.height_mm, weight_grams = excluded.weight_grams
"""

_COMPONENTS = """
WITH gone AS (
    DELETE FROM catalog_kitcomponent WHERE kit_id = ANY(%(kit_ids)s::uuid[])
      AND (kit_id, component_id) NOT IN (SELECT * FROM unnest(%(kit_ids)s::uuid[], %(component_ids)s::uuid[]))
)
INSERT INTO catalog_kitcomponent (merchant_id, kit_id, component_id, quantity)
SELECT %(merchant_id)s, u.kit_id, u.component_id, u.quantity
FROM unnest(%(kit_ids)s::uuid[], %(component_ids)s::uuid[], %(quantities)s::bigint[])
    AS u(kit_id, component_id, quantity)
ON CONFLICT (merchant_id, kit_id, component_id) DO UPDATE SET quantity = excluded.quantity
"""


def save_skus(
    *,
    scope: Scope,
    merchant_id: UUID,
    drafts: Sequence[SkuDraft],
    fields: Collection[str] = SKU_FIELDS,
    now: datetime,
    actor: Actor,
) -> dict[str, UUID]:
    """Create items, or change these fields of those whose code exists, all or none, and return their ids by code.

    The kind and the base unit of an existing item stay: its stock and its orders were counted in them. Its tags,
    its cost and its whole life stay where a draft names none.
    Emits: SkusSaved. Queries: 3 to 8. Raises: Invalid with every problem of every item.
    """
    if not 0 < len(drafts) <= MAX_SKUS:
        raise Invalid([FieldProblem("skus", "range", f"are from 1 to {MAX_SKUS}")])
    with transaction(scope):
        existing = get_existing(merchant_id=merchant_id, drafts=drafts)
        drafts = [_fill(draft, existing, fields) for draft in drafts]
        problems = check_drafts(drafts, existing=existing, fields=fields)
        if problems:
            raise Invalid(problems)
        skus = [{**asdict(draft), "id": new_id(), "name_key": make_name_key(draft.name)} for draft in drafts]
        tagged = [draft.code for draft in drafts if draft.tags is not None]
        parameters = {
            "merchant_id": merchant_id,
            "skus": json.dumps(skus, default=str),
            "tagged": tagged,
            "fields": list(fields),
            "now": now,
        }
        ids: dict[str, UUID] = dict(rows.fetch_tuples(_SAVE, parameters))
        _save_parts(merchant_id, drafts, ids)
        fact = SkusSaved(
            merchant_id=merchant_id,
            aggregate_id=merchant_id,
            count=len(drafts),
            codes=[draft.code for draft in drafts[:100]],
        )
        record([fact], happened_at=now, actor=actor)
    return ids


def _fill(draft: SkuDraft, existing: Existing, fields: Collection[str]) -> SkuDraft:
    """Say of an item that exists what it is and is counted in, where that was not asked."""
    if draft.code not in existing.kinds:
        return draft
    kind = draft.kind if "kind" in fields else existing.kinds[draft.code]
    unit = draft.base_unit if "base_unit" in fields else existing.base_units[draft.code]
    return replace(draft, kind=kind, base_unit=unit)


def _save_parts(merchant_id: UUID, drafts: Sequence[SkuDraft], ids: dict[str, UUID]) -> None:
    barcodes = [(ids[draft.code], code) for draft in drafts for code in draft.barcodes]
    if barcodes:
        sku_ids, codes = rows.as_columns(barcodes, 2)
        rows.execute(_BARCODES, {"merchant_id": merchant_id, "sku_ids": sku_ids, "codes": codes})
    packagings = [
        {**asdict(packaging), "sku_id": ids[draft.code]} for draft in drafts for packaging in draft.packagings
    ]
    if packagings:
        listed = json.dumps(packagings, default=str)
        rows.execute(_PACKAGINGS, {"merchant_id": merchant_id, "packagings": listed})
    components = [(draft.code, code, quantity) for draft in drafts for code, quantity in draft.components]
    if components:
        known = {**get_sku_ids(merchant_id=merchant_id, codes=[code for _, code, _ in components]), **ids}
        columns = rows.as_columns(
            [(known[kit], known[part], quantity) for kit, part, quantity in components], 3
        )
        names = ("kit_ids", "component_ids", "quantities")
        rows.execute(_COMPONENTS, {"merchant_id": merchant_id, **dict(zip(names, columns, strict=True))})
