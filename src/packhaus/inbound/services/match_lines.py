"""Which line of a delivery an entry is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from packhaus.catalog.queries.tracked import TrackedSku
from packhaus.inbound.locks import LockedAsn
from packhaus.inbound.queries.receivable import ReceivableLine
from packhaus.inbound.types import Entry
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

# Lines that nobody announced: all that comes of them is over.
_EXTRA = """
INSERT INTO inbound_asnline (merchant_id, asn_id, position, sku_id, lot_code, expires_on, unit_code, unit_kind,
    expected, order_number)
SELECT %(merchant_id)s, %(asn_id)s, l.position, l.sku_id, l.lot_code, l.expires_on, '', '', 0,
       (SELECT a.order_number FROM inbound_asn AS a WHERE a.id = %(asn_id)s)
FROM unnest(%(positions)s::int[], %(sku_ids)s::uuid[], %(lot_codes)s::text[], %(expires_ons)s::date[])
    AS l(position, sku_id, lot_code, expires_on)
RETURNING position, id
"""


@dataclass(frozen=True, slots=True)
class Booking:
    """Units of an entry and the line that they count for; lot and expiry are the line's where the entry says none.

    The first part of an entry has its client id.
    """

    entry: Entry
    line: ReceivableLine
    quantity: int
    client_id: str

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
    line_count: int,
    skus: Mapping[str, TrackedSku],
) -> tuple[list[Booking], list[ReceivableLine]]:
    """Return the entries with their lines, and all lines; an item that is not announced gets a line of its own.

    What a line does not wait for any more counts for the next one that differs in nothing but its purchase order.
    `lines` are those of the items, of so many of the delivery. Queries: 1, or 0 when nothing is new.
    """
    known = list(lines)
    by_id = {line.id: line for line in known}
    left = {line.position: line.left for line in known}
    chosen: list[tuple[Entry, int, int, str]] = []
    for entry in entries:
        line = by_id[entry.line_id] if entry.line_id else choose_line(entry=entry, lines=known, left=left)
        if line is None:
            sku = skus[entry.sku_code]
            line = ReceivableLine(
                0, line_count + len(known) - len(lines) + 1, sku.id, sku.code, entry.lot_code, entry.expires_on, "",
                expected=0, received=0, damaged=0,
            )  # fmt: skip
            known.append(line)
        for number, (place, units) in enumerate(_share(entry, line, known, left)):
            left[place] = left.get(place, 0) - units
            chosen.append((entry, place, units, str(new_id()) if number else entry.client_id))
    known[len(lines) :] = _write_extra(asn, known[len(lines) :])
    at = {line.position: line for line in known}
    return [Booking(entry, at[place], units, client_id) for entry, place, units, client_id in chosen], known


def _share(
    entry: Entry, line: ReceivableLine, lines: Sequence[ReceivableLine], left: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Return the units of an entry by the places of the lines that wait for them; the last has what is over."""
    shares, units = [(line.position, entry.quantity)], entry.quantity - max(left.get(line.position, 0), 0)
    if entry.line_id or units <= 0:
        return shares
    twins = [one for one in lines if one is not line and one.name == line.name and left[one.position] > 0]
    for twin in twins if left.get(line.position, 0) > 0 else ():
        place, _ = shares[-1]
        if units > 0:
            shares[-1] = (place, left[place])
            shares.append((twin.position, units))
            units -= left[twin.position]
    return shares


def choose_line(
    *, entry: Entry, lines: Sequence[ReceivableLine], left: Mapping[int, int]
) -> ReceivableLine | None:
    """Return the line of an entry that names none: the same carton before no carton, with units to come before without.

    A line fits when it says the same lot, or none. `left` has the units to come by the lines' positions.
    """
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
            left.get(line.position, 0) <= 0,
            line.lot_code != entry.lot_code,
            line.position,
        )

    return min(fitting, key=rank, default=None)


def _write_extra(asn: LockedAsn, lines: Sequence[ReceivableLine]) -> list[ReceivableLine]:
    """Write lines and return them with their ids."""
    if not lines:
        return []
    parameters = {
        "merchant_id": asn.merchant_id,
        "asn_id": asn.id,
        "positions": [line.position for line in lines],
        "sku_ids": [line.sku_id for line in lines],
        "lot_codes": [line.lot_code for line in lines],
        "expires_ons": [line.expires_on for line in lines],
    }
    ids = dict(rows.fetch_tuples(_EXTRA, parameters))
    return [replace(line, id=ids[line.position]) for line in lines]
