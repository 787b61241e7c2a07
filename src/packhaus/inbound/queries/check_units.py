"""What came in under quality checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.kernel import rows

_UNITS = """
SELECT r.id AS receipt_id, r.quality_check_id AS check_id, c.asn_id, c.site_id, c.sku_id, t.id AS lot_id,
       nullif(r.serial, '') AS serial, r.unit_id, r.quantity
FROM inbound_receipt AS r JOIN inbound_qualitycheck AS c ON c.id = r.quality_check_id
LEFT JOIN inventory_lot AS t ON t.sku_id = c.sku_id AND t.merchant_id = r.merchant_id AND t.code = r.lot_code
WHERE r.quality_check_id = ANY(%(ids)s::uuid[]) AND r.rolled_back_at IS NULL
ORDER BY r.quality_check_id, r.received_at, r.id
"""


@dataclass(frozen=True, slots=True)
class CheckUnits:
    """Units that came in at once under a check; `spoiled` of them are damaged."""

    receipt_id: UUID
    check_id: UUID
    asn_id: UUID
    site_id: UUID
    sku_id: UUID
    lot_id: int | None
    serial: str | None
    unit_id: UUID | None
    quantity: int
    spoiled: int = 0


def list_check_units(*, check_ids: Sequence[UUID]) -> list[CheckUnits]:
    """Return what came in under checks, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(CheckUnits, _UNITS, {"ids": list(check_ids)})
