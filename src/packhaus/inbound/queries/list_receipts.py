"""What was booked in of a delivery, and by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_RECEIPTS = """
SELECT r.id, r.line_id, k.code AS sku_code, k.name AS sku_name, r.quantity, r.damage_reason, r.lot_code, r.expires_on,
       r.serial, r.unit_code, r.received_at, r.received_by, coalesce(u.name, '') AS received_by_name,
       r.rolled_back_at
FROM inbound_receipt AS r
JOIN inbound_asnline AS l ON l.id = r.line_id
JOIN catalog_sku AS k ON k.id = l.sku_id
LEFT JOIN access_user AS u ON u.id::text = r.received_by
WHERE r.asn_id = %(asn_id)s ORDER BY r.received_at DESC, r.id DESC LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Units that were booked in at once; a name is empty where a program did it."""

    id: UUID
    line_id: int
    sku_code: str
    sku_name: str
    quantity: int
    damage_reason: str
    lot_code: str
    expires_on: date | None
    serial: str
    unit_code: str
    received_at: datetime
    received_by: str
    received_by_name: str
    rolled_back_at: datetime | None


def list_receipts(*, scope: Scope, asn_id: UUID) -> list[ReceiptRow]:
    """Return the receipts of a delivery, the newest first, at most 200. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ReceiptRow, _RECEIPTS, {"asn_id": asn_id})
