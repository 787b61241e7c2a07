"""Which line of a delivery an entry is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from packhaus.catalog.queries.tracked import TrackedSku
from packhaus.inbound.locks import LockedAsn
from packhaus.inbound.queries.receivable import ReceivableLine
from packhaus.inbound.types import Entry
from packhaus.kernel import rows

# Lines that nobody announced: all that comes of them is over.
_EXTRA = """
INSERT INTO inbound_asnline (merchant_id, asn_id, position, sku_id, lot_code, expires_on, unit_code, unit_kind,
    expected)
SELECT %(merchant_id)s, %(asn_id)s, l.position, l.sku_id, l.lot_code, l.expires_on, '', '', 0
FROM unnest(%(positions)s::int[], %(sku_ids)s::uuid[], %(lot_codes)s::text[], %(expires_ons)s::date[])
    AS l(position, sku_id, lot_code, expires_on)
RETURNING position, id
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
    line_count: int,
    skus: Mapping[str, TrackedSku],
) -> tuple[list[Booking], list[ReceivableLine]]:
    """Return the entries with their lines, and all lines; an item that is not announced gets a line of its own.

    `lines` are those of the items, of so many of the delivery. Queries: 1, or 0 when nothing is new.
    """
    known = list(lines)
    by_id = {line.id: line for line in known}
    left = {line.position: line.left for line in known}
    chosen = []
    for entry in entries:
        line = by_id[entry.line_id] if entry.line_id else choose_line(entry=entry, lines=known, left=left)
        if line is None:
            sku = skus[entry.sku_code]
            line = ReceivableLine(
                0, line_count + len(known) - len(lines) + 1, sku.id, sku.code, entry.lot_code, entry.expires_on, "",
                expected=0, received=0, damaged=0,
            )  # fmt: skip
            known.append(line)
        left[line.position] = left.get(line.position, 0) - entry.quantity
        chosen.append((entry, line.position))
    known[len(lines) :] = _write_extra(asn, known[len(lines) :])
    at = {line.position: line for line in known}
    return [Booking(entry, at[position]) for entry, position in chosen], known


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
