"""Which line of a delivery an entry is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from packhaus.catalog.queries.tracked import TrackedSku
from packhaus.inbound.locks import LockedAsn
from packhaus.inbound.queries.receivable import ReceivableLine
from packhaus.inbound.types import Entry
from packhaus.kernel import rows

# A line that nobody announced: all that comes of it is over.
_EXTRA = """
INSERT INTO inbound_asnline (merchant_id, asn_id, position, sku_id, lot_code, expires_on, unit_code, unit_kind,
    expected)
VALUES (%(merchant_id)s, %(asn_id)s, %(position)s::int, %(sku_id)s, %(lot_code)s, %(expires_on)s::date, '', '', 0)
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Booking:
    """An entry and the line that it counts for; lot and expiry are the line's where the entry says none."""

    entry: Entry
    line: ReceivableLine

    @property
    def lot_code(self) -> str:
        """The lot that came."""
        return self.entry.lot_code or self.line.lot_code

    @property
    def expires_on(self) -> date | None:
        """The expiry that came."""
        return self.entry.expires_on or self.line.expires_on


def match_lines(
    *,
    asn: LockedAsn,
    entries: Sequence[Entry],
    lines: Sequence[ReceivableLine],
    skus: Mapping[str, TrackedSku],
) -> tuple[list[Booking], list[ReceivableLine]]:
    """Return the entries with their lines, and all lines; an item that is not announced gets a line of its own.

    Queries: 1 per new line.
    """
    known = list(lines)
    left = {line.id: line.left for line in known}
    bookings = []
    for entry in entries:
        line = choose_line(entry=entry, lines=known, left=left)
        if line is None:
            line = _add_line(asn, entry, skus[entry.sku_code], len(known) + 1)
            known.append(line)
        left[line.id] = left.get(line.id, 0) - entry.quantity
        bookings.append(Booking(entry, line))
    return bookings, known


def choose_line(
    *, entry: Entry, lines: Sequence[ReceivableLine], left: Mapping[int, int]
) -> ReceivableLine | None:
    """Return the named line; else of those that fit, the same carton before none, with units to come before without.

    A line fits when it says the same lot, or none.
    """
    if entry.line_id:
        return next(line for line in lines if line.id == entry.line_id)
    fitting = [
        line
        for line in lines
        if line.sku_code == entry.sku_code
        and (not entry.lot_code or not line.lot_code or line.lot_code == entry.lot_code)
        and (not entry.expires_on or not line.expires_on or line.expires_on == entry.expires_on)
    ]

    def rank(line: ReceivableLine) -> tuple[bool, bool, bool, int]:
        return (
            line.unit_code != entry.unit_code,
            left.get(line.id, 0) <= 0,
            line.lot_code != entry.lot_code,
            line.position,
        )

    return min(fitting, key=rank, default=None)


def _add_line(asn: LockedAsn, entry: Entry, sku: TrackedSku, position: int) -> ReceivableLine:
    line = ReceivableLine(
        0, position, sku.id, sku.code, entry.lot_code, entry.expires_on, "", expected=0, received=0, damaged=0
    )
    line_id = rows.fetch_value(
        _EXTRA,
        {
            "merchant_id": asn.merchant_id,
            "asn_id": asn.id,
            "position": position,
            "sku_id": sku.id,
            "lot_code": entry.lot_code,
            "expires_on": entry.expires_on,
        },
    )
    return replace(line, id=line_id)
