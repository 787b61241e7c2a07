"""Where units stand in quarantine."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.kernel import rows

_QUARANTINED = """
SELECT b.id, b.merchant_id, l.site_id, b.location_id, b.sku_id, b.owner_id, b.lot_id, b.serial, b.handling_unit_id,
       b.on_hand
FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND l.site_id = ANY(%(site_ids)s::uuid[]) AND b.condition = 'quarantine'
  AND b.on_hand > 0
ORDER BY b.id
"""


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """Units of one key in quarantine."""

    id: int
    merchant_id: UUID
    site_id: UUID
    location_id: int
    sku_id: UUID
    owner_id: UUID
    lot_id: int | None
    serial: str | None
    handling_unit_id: UUID | None
    on_hand: int


def list_quarantined(*, site_ids: Sequence[UUID], sku_ids: Sequence[UUID]) -> list[QuarantinedRow]:
    """Return the balances of items in quarantine at sites, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(
        QuarantinedRow, _QUARANTINED, {"site_ids": list(site_ids), "sku_ids": list(sku_ids)}
    )
