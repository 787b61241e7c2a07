"""Lines of a delivery with what came of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.kernel import rows

_LINES = """
SELECT l.id, l.position, l.sku_id, k.code AS sku_code, l.lot_code, l.expires_on, l.unit_code, l.expected, l.received,
       l.damaged
FROM inbound_asnline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.asn_id = %(asn_id)s ORDER BY l.position, l.id
"""
_UNIT = """
SELECT l.id, l.unit_kind, l.expected, l.received, l.damaged FROM inbound_asnline AS l
WHERE l.asn_id = %(asn_id)s AND l.unit_code = %(unit_code)s ORDER BY l.position, l.id
"""


@dataclass(frozen=True, slots=True)
class ReceivableLine:
    """A line, and how many of its units came in whole and damaged."""

    id: int
    position: int
    sku_id: UUID
    sku_code: str
    lot_code: str
    expires_on: date | None
    unit_code: str
    expected: int
    received: int
    damaged: int

    @property
    def left(self) -> int:
        """Units that are still to come."""
        return max(self.expected - self.received - self.damaged, 0)

    @property
    def name(self) -> tuple[object, ...]:
        """All that a line is told from others by, but for its purchase order."""
        return self.sku_id, self.lot_code, self.expires_on, self.unit_code


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A line that is announced on a carton or pallet."""

    id: int
    unit_kind: str
    expected: int
    received: int
    damaged: int

    @property
    def left(self) -> int:
        """Units that are still to come."""
        return max(self.expected - self.received - self.damaged, 0)


def list_unit_lines(*, asn_id: UUID, unit_code: str) -> list[UnitLine]:
    """Return the lines on a carton or pallet of a delivery, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(UnitLine, _UNIT, {"asn_id": asn_id, "unit_code": unit_code})


def list_receivable(*, asn_id: UUID) -> list[ReceivableLine]:
    """Return a delivery's lines, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(ReceivableLine, _LINES, {"asn_id": asn_id})
