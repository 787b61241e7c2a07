"""Lines of a delivery count what came of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from packhaus.inbound.queries.receivable import ReceivableLine

COUNT_BOOKED = """
UPDATE inbound_asnline AS l SET received = l.received + c.whole, damaged = l.damaged + c.damaged
FROM (
    SELECT b.line_id, coalesce(sum(b.units) FILTER (WHERE b.damage_reason = ''), 0)::bigint AS whole,
           coalesce(sum(b.units) FILTER (WHERE b.damage_reason <> ''), 0)::bigint AS damaged
    FROM booked AS b GROUP BY b.line_id
) AS c
WHERE l.id = c.line_id
"""
"""How a statement that writes receipts as `booked` (line_id, units, damage_reason) ends: their lines count them."""


def add_units(
    *, lines: Iterable[ReceivableLine], added: Iterable[tuple[int, int, bool]]
) -> list[ReceivableLine]:
    """Return all lines as they are with units added: the line's id, units (negative: taken back), whether damaged."""
    whole: Counter[int] = Counter()
    damaged: Counter[int] = Counter()
    for line_id, units, is_damaged in added:
        (damaged if is_damaged else whole)[line_id] += units
    return [
        replace(line, received=line.received + whole[line.id], damaged=line.damaged + damaged[line.id])
        for line in lines
    ]


def sum_open(lines: Iterable[ReceivableLine]) -> dict[UUID, int]:
    """Return the units that are still to come, by item."""
    units: Counter[UUID] = Counter()
    for line in lines:
        units[line.sku_id] += line.left
    return units
