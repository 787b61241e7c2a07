"""What the merchant's items are, by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.catalog.types import SkuDraft
from packhaus.kernel import rows

_KINDS = """
SELECT code, kind, base_unit FROM catalog_sku
WHERE merchant_id = %(merchant_id)s AND code = ANY(%(codes)s::text[])
"""
_IDS = (
    "SELECT code, id FROM catalog_sku WHERE merchant_id = %(merchant_id)s AND code = ANY(%(codes)s::text[])"
)
_PARTS = """
SELECT k.code, array_agg(c.code::text)
FROM catalog_kitcomponent AS p
JOIN catalog_sku AS k ON k.id = p.kit_id JOIN catalog_sku AS c ON c.id = p.component_id
WHERE p.merchant_id = %(merchant_id)s GROUP BY k.code
"""
_BARCODES = """
SELECT b.code, k.code FROM catalog_barcode AS b JOIN catalog_sku AS k ON k.id = b.sku_id
WHERE b.merchant_id = %(merchant_id)s AND b.code = ANY(%(codes)s::text[])
"""


@dataclass(frozen=True, slots=True)
class Existing:
    """What the catalog already says about the items, parts and barcodes that drafts name, each by its code.

    `parts` has every kit of the merchant: a kit is as deep as the deepest that it is in.
    """

    kinds: dict[str, str]
    base_units: dict[str, str]
    parts: dict[str, list[str]]
    barcodes: dict[str, str]


def get_existing(*, merchant_id: UUID, drafts: Sequence[SkuDraft]) -> Existing:
    """Return what drafts have to agree with. Queries: 1, one more with kits, one more with barcodes."""
    codes = {draft.code for draft in drafts} | {code for draft in drafts for code, _ in draft.components}
    items = rows.fetch_tuples(_KINDS, {"merchant_id": merchant_id, "codes": sorted(codes)})
    has_kits = any(draft.components for draft in drafts)
    barcodes = [code for draft in drafts for code in draft.barcodes]
    owners = rows.fetch_tuples(_BARCODES, {"merchant_id": merchant_id, "codes": barcodes}) if barcodes else []
    return Existing(
        {code: kind for code, kind, _ in items},
        {code: unit for code, _, unit in items},
        dict(rows.fetch_tuples(_PARTS, {"merchant_id": merchant_id})) if has_kits else {},
        dict(owners),
    )


def get_sku_ids(*, merchant_id: UUID, codes: Sequence[str]) -> dict[str, UUID]:
    """Return the ids of the codes that the catalog has. Queries: 1."""
    return dict(rows.fetch_tuples(_IDS, {"merchant_id": merchant_id, "codes": list(codes)}))
