"""Lines of a transfer, what was picked for them, and where more of them lies."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.kernel import rows

_LINES = """
SELECT l.id, l.position, l.sku_id, k.code AS sku_code, k.name AS sku_name, l.ordered, l.picked, l.shipped, l.received,
       l.damaged, l.settled
FROM transfers_transferline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.transfer_id = %(transfer_id)s::uuid ORDER BY l.position, l.id
"""
_PICKS = """
SELECT p.id, p.line_id, l.sku_id, k.code AS sku_code, p.client_id, p.quantity, p.from_location_id, p.from_unit_id,
       p.to_location_id, p.lot_id, coalesce(o.code, '') AS lot_code, p.serial, p.received_on, p.expires_on, p.unit_id,
       p.unit_code, p.unit_kind, p.loaded_at IS NOT NULL AS is_loaded
FROM transfers_transferpicked AS p JOIN transfers_transferline AS l ON l.id = p.line_id
JOIN catalog_sku AS k ON k.id = l.sku_id LEFT JOIN inventory_lot AS o ON o.id = p.lot_id
WHERE l.transfer_id = %(transfer_id)s::uuid AND p.put_back_at IS NULL ORDER BY p.id
"""
_BINS = """
SELECT b.id, b.sku_id, b.location_id, p.code AS location_code, b.lot_id, b.serial, b.handling_unit_id AS unit_id,
       b.on_hand - b.allocated AS free, b.received_on, b.expires_on, p.walk_sequence
FROM inventory_balance AS b JOIN inventory_location AS p ON p.id = b.location_id
WHERE p.site_id = %(site_id)s::uuid AND b.sku_id = ANY(%(sku_ids)s::uuid[]) AND b.owner_id = b.merchant_id
  AND b.condition = 'sellable' AND b.on_hand > b.allocated AND p.can_be_allocated AND NOT p.is_blocked
  AND (%(location_code)s = '' OR p.code = %(location_code)s) AND (%(serial)s = '' OR b.serial = %(serial)s)
ORDER BY b.sku_id, b.expires_on NULLS LAST, b.received_on, p.walk_sequence, b.id
"""


@dataclass(frozen=True, slots=True)
class TransferLineRow:
    """What one line orders, and what became of it."""

    id: int
    position: int
    sku_id: UUID
    sku_code: str
    sku_name: str
    ordered: int
    picked: int
    shipped: int
    received: int
    damaged: int
    settled: int

    @property
    def to_pick(self) -> int:
        """Units that are still to be picked."""
        return self.ordered - self.picked

    @property
    def on_the_way(self) -> int:
        """Units that left and are neither here nor given up; below zero, more came than left."""
        return self.shipped - self.received - self.damaged - self.settled


@dataclass(frozen=True, slots=True)
class PickedRow:
    """Units of one key that stand ready for a transfer, or have left with it."""

    id: int
    line_id: int
    sku_id: UUID
    sku_code: str
    client_id: str
    quantity: int
    from_location_id: int
    from_unit_id: UUID | None
    to_location_id: int
    lot_id: int | None
    lot_code: str
    serial: str | None
    received_on: date
    expires_on: date | None
    unit_id: UUID | None
    unit_code: str
    unit_kind: str
    is_loaded: bool


@dataclass(frozen=True, slots=True)
class BinRow:
    """Free units of an item in a bin, what expires first and came first on top."""

    id: int
    sku_id: UUID
    location_id: int
    location_code: str
    lot_id: int | None
    serial: str | None
    unit_id: UUID | None
    free: int
    received_on: date
    expires_on: date | None
    walk_sequence: int


def list_lines(*, transfer_id: UUID) -> list[TransferLineRow]:
    """Return a transfer's lines, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(TransferLineRow, _LINES, {"transfer_id": transfer_id})


def list_picks(*, transfer_id: UUID) -> list[PickedRow]:
    """Return what was picked for a transfer and not put back, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(PickedRow, _PICKS, {"transfer_id": transfer_id})


def list_bins(
    *, site_id: UUID, sku_ids: list[UUID], location_code: str = "", serial: str = ""
) -> list[BinRow]:
    """Return where free units of items lie, in the caller's transaction. Queries: 1."""
    parameters = {"site_id": site_id, "sku_ids": sku_ids, "location_code": location_code, "serial": serial}
    return rows.fetch_rows(BinRow, _BINS, parameters)
