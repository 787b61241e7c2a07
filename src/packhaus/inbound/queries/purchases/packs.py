"""How many base units a case or pallet of an item holds."""

from collections.abc import Iterable
from uuid import UUID

from packhaus.kernel import rows

_PACKS = """
SELECT k.code, p.code, p.quantity FROM catalog_packaging AS p JOIN catalog_sku AS k ON k.id = p.sku_id
WHERE p.merchant_id = %(merchant_id)s AND k.code = ANY(%(codes)s::text[])
"""


def get_pack_units(*, merchant_id: UUID, codes: Iterable[str]) -> dict[tuple[str, str], int]:
    """Return the base units of each packaging by the codes of item and packaging. Queries: 1."""
    found = rows.fetch_tuples(_PACKS, {"merchant_id": merchant_id, "codes": sorted(set(codes))})
    return {(sku, pack): units for sku, pack, units in found}
