"""What must be said of units of an item when they come in."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from packhaus.kernel import rows

_TRACKED = """
SELECT code, id, kind, has_lots, has_serials, has_expiry FROM catalog_sku
WHERE merchant_id = %(merchant_id)s AND code = ANY(%(codes)s::text[])
"""


@dataclass(frozen=True, slots=True)
class TrackedSku:
    """An item, and whether its units are told apart by lot, serial or expiry."""

    code: str
    id: UUID
    kind: str
    has_lots: bool
    has_serials: bool
    has_expiry: bool


def get_tracked_skus(*, merchant_id: UUID, codes: Iterable[str]) -> dict[str, TrackedSku]:
    """Return the items that the catalog has by code. Queries: 1."""
    found = rows.fetch_rows(TrackedSku, _TRACKED, {"merchant_id": merchant_id, "codes": sorted(set(codes))})
    return {sku.code: sku for sku in found}
