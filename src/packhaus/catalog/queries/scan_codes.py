"""What may be scanned of items, and what is asked of their units."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_CODES = """
SELECT k.id, k.code, k.has_lots, k.has_expiry, k.has_serials,
       coalesce((SELECT array_agg(ARRAY[b.code, b.quantity::text] ORDER BY b.quantity, b.code)
                 FROM catalog_barcode AS b WHERE b.sku_id = k.id), ARRAY[]::text[][]) AS barcodes
FROM catalog_sku AS k WHERE k.id = ANY(%(ids)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class ScanCodes:
    """An item's codes. `barcodes` are (code, base units) pairs."""

    id: UUID
    code: str
    has_lots: bool
    has_expiry: bool
    has_serials: bool
    barcodes: list[list[str]]

    @property
    def pairs(self) -> list[tuple[str, int]]:
        """Return every code with the units that it stands for, the item's own first."""
        return [(self.code, 1), *((code, int(units)) for code, units in self.barcodes)]


def list_scan_codes(*, scope: Scope, sku_ids: Sequence[UUID]) -> dict[UUID, ScanCodes]:
    """Return the codes of items by id; an unknown id is absent. Queries: 1, or 0 without items."""
    if not sku_ids:
        return {}
    with transaction(scope):
        return {row.id: row for row in rows.fetch_rows(ScanCodes, _CODES, {"ids": list(sku_ids)})}
