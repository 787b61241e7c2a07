"""What the merchant's items are, by code."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.catalog.types import SkuDraft
from packhaus.kernel import rows

_KINDS = (
    "SELECT code, kind FROM catalog_sku WHERE merchant_id = %(merchant_id)s AND code = ANY(%(codes)s::text[])"
)
_IDS = (
    "SELECT code, id FROM catalog_sku WHERE merchant_id = %(merchant_id)s AND code = ANY(%(codes)s::text[])"
)


def get_kinds(*, merchant_id: UUID, drafts: Sequence[SkuDraft]) -> dict[str, str]:
    """Return the kinds of the components that drafts name and the catalog has. Queries: 1."""
    codes = [code for draft in drafts for code, _ in draft.components]
    return dict(rows.fetch_tuples(_KINDS, {"merchant_id": merchant_id, "codes": codes}))


def get_sku_ids(*, merchant_id: UUID, codes: Sequence[str]) -> dict[str, UUID]:
    """Return the ids of the codes that the catalog has. Queries: 1."""
    return dict(rows.fetch_tuples(_IDS, {"merchant_id": merchant_id, "codes": list(codes)}))
