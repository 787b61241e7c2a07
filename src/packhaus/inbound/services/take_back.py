"""Take back the last that a person booked in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.locks import lock_asns
from packhaus.inbound.services.roll_back import roll_back_receipt
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows

# What came with a carton or pallet was booked at one moment, and goes together; units of an item for several purchase
# orders as well.
_LAST = """
WITH mine AS (
    SELECT r.id, r.line_id, r.quantity, r.unit_code, r.received_at, l.sku_id
    FROM inbound_receipt AS r JOIN inbound_asnline AS l ON l.id = r.line_id
    WHERE r.asn_id = %(asn_id)s AND r.received_by = %(actor_id)s AND r.rolled_back_at IS NULL
), last AS (
    SELECT m.id, m.unit_code, m.received_at, m.sku_id FROM mine AS m ORDER BY m.received_at DESC, m.id DESC LIMIT 1
)
SELECT m.id, m.quantity, k.code AS sku_code, m.unit_code
FROM mine AS m JOIN last AS x
  ON m.received_at = x.received_at AND m.unit_code = x.unit_code AND (x.unit_code <> '' OR m.sku_id = x.sku_id)
JOIN catalog_sku AS k ON k.id = m.sku_id
ORDER BY m.id
"""


@dataclass(frozen=True, slots=True)
class _Mine:
    id: UUID
    quantity: int
    sku_code: str
    unit_code: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Units that are out of the record again, and the item, carton or pallet that they were."""

    units: int
    code: str


@again_when_busy
def take_back_last(
    *, scope: Scope, asn_id: UUID, device: str, client_id: str, now: datetime, actor: Actor
) -> TakenBack | None:
    """Take back the last booking that a person made of a delivery, a carton with all its lines; or nothing.

    The same tap twice is once. Locks: the delivery, its door, site_stock, balances. Emits: ReceiptRolledBack for each
    receipt. Raises: AsnNotFound, and what `roll_back_receipt` raises; all stays booked then.
    """
    with transaction(scope):
        is_first = take_scan(device=device, client_id=client_id, operation="take_back", document_id=asn_id)
        lock_asns([asn_id])
        found = rows.fetch_rows(_Mine, _LAST, {"asn_id": asn_id, "actor_id": actor.id}) if is_first else []
        for one in found:
            roll_back_receipt(scope=scope, receipt_id=one.id, now=now, actor=actor)
        return _name(found)


def _name(found: Sequence[_Mine]) -> TakenBack | None:
    if not found:
        return None
    codes = {one.sku_code for one in found}
    code = codes.pop() if len(codes) == 1 else found[0].unit_code
    return TakenBack(sum(one.quantity for one in found), code)
