"""Lines of a delivery count what came of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from packhaus.inbound.queries.receivable import ReceivableLine
from packhaus.inbound.services.match_lines import Booking
from packhaus.kernel import rows

_COUNT = """
UPDATE inbound_asnline AS l SET received = l.received + c.received, damaged = l.damaged + c.damaged
FROM unnest(%(ids)s::bigint[], %(received)s::bigint[], %(damaged)s::bigint[]) AS c(id, received, damaged)
WHERE l.id = c.id
"""


def count_lines(*, lines: Sequence[ReceivableLine], bookings: Iterable[Booking]) -> list[ReceivableLine]:
    """Add bookings to their lines and return all lines as they are then, in the caller's transaction. Queries: 1."""
    whole: Counter[int] = Counter()
    damaged: Counter[int] = Counter()
    for one in bookings:
        (damaged if one.entry.damage_reason else whole)[one.line.id] += one.entry.quantity
    change_counts(whole=whole, damaged=damaged)
    return [
        replace(line, received=line.received + whole[line.id], damaged=line.damaged + damaged[line.id])
        for line in lines
    ]


def change_counts(*, whole: Counter[int], damaged: Counter[int]) -> None:
    """Change what lines count, by their ids, in the caller's transaction. Queries: 1."""
    ids = sorted(whole.keys() | damaged.keys())
    parameters = {
        "ids": ids, "received": [whole[id_] for id_ in ids], "damaged": [damaged[id_] for id_ in ids],
    }  # fmt: skip
    rows.execute(_COUNT, parameters)


def sum_open(lines: Iterable[ReceivableLine]) -> dict[UUID, int]:
    """Return the units that are still to come, by item."""
    units: Counter[UUID] = Counter()
    for line in lines:
        units[line.sku_id] += line.left
    return units
