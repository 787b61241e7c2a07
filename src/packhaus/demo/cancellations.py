"""Which order lines the file's C-lines take back; pure, decided once for all days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from packhaus.decide.cancellations import Cancellation, Matching, Purchase, match_cancellations
from packhaus.demo.source.types import DemoCancellation, DemoDay


class LineKey(NamedTuple):
    """An order line as the file knows it; positions count from 1."""

    order: str
    position: int


class Wish(NamedTuple):
    """One cancelled invoice's units of one order, by line."""

    at: datetime
    invoice: str
    order: str
    units: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything that can be cancelled, oldest first, and what belongs to no order, by reason."""

    wishes: list[Wish]
    matched_lines: int
    unmatched: Counter[str] = field(default_factory=Counter)


def list_wishes(days: Sequence[DemoDay]) -> Wishes:
    """Match every C-line with the newest earlier line of its customer and code, and group by invoice and order."""
    cancelled = {line.row: line for day in days for line in day.cancellations}
    matching = match_cancellations(
        purchases=[
            Purchase(
                LineKey(order.external_number, position),
                order.customer,
                line.code,
                order.placed_at,
                line.quantity,
            )
            for day in days
            for order in day.orders
            for position, line in enumerate(order.lines, start=1)
        ],
        cancellations=[
            Cancellation(line.row, line.customer, line.code, line.cancelled_at, line.quantity)
            for line in cancelled.values()
        ],
    )
    matched = {match.cancellation for match in matching.matches}
    unmatched = Counter(
        leftover.reason.value for leftover in matching.leftovers if leftover.cancellation not in matched
    )
    return Wishes(_group(matching, cancelled), len(matched), unmatched)


def _group(matching: Matching, cancelled: dict[int, DemoCancellation]) -> list[Wish]:
    units: dict[tuple[datetime, str, str], Counter[int]] = {}
    for match in matching.matches:
        line, key = cancelled[match.cancellation], match.purchase
        units.setdefault((line.cancelled_at, line.external_number, key.order), Counter())[key.position] += (
            match.quantity
        )
    return [
        Wish(at, invoice, order, tuple(sorted(wanted.items())))
        for (at, invoice, order), wanted in sorted(units.items())
    ]
