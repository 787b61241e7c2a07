"""Which earlier purchase a cancellation takes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from packhaus.decide.keys import Key


class Unmatched(StrEnum):
    """Why units of a cancellation belong to no purchase."""

    NO_CUSTOMER = "no_customer"
    NO_EARLIER_LINE = "no_earlier_line"
    MORE_THAN_BOUGHT = "more_than_bought"


class Purchase(NamedTuple):
    """An ordered line."""

    line: Key
    customer: Key
    code: str
    at: datetime
    quantity: int


class Cancellation(NamedTuple):
    """A cancelled line; `customer` is None where the file names nobody, `quantity` is positive."""

    line: Key
    customer: Key
    code: str
    at: datetime
    quantity: int


class Match(NamedTuple):
    """Units that a cancellation takes from a purchase."""

    cancellation: Key
    purchase: Key
    quantity: int


class Leftover(NamedTuple):
    """Units that found no purchase."""

    cancellation: Key
    quantity: int
    reason: Unmatched


class Matching(NamedTuple):
    """All units of all cancellations, matched or left over."""

    matches: list[Match]
    leftovers: list[Leftover]


class Stack:
    """The purchases of one customer and code so far; the newest with units left lies on top."""

    __slots__ = ("open",)

    def __init__(self) -> None:
        self.open: list[tuple[Key, int]] = []

    def push(self, line: Key, quantity: int) -> None:
        if quantity > 0:
            self.open.append((line, quantity))

    def take(self, quantity: int) -> tuple[list[tuple[Key, int]], int]:
        """Take units from the newest on; what was taken, and how many units are missing."""
        taken: list[tuple[Key, int]] = []
        while quantity and self.open:
            line, left = self.open.pop()
            units = min(left, quantity)
            taken.append((line, units))
            quantity -= units
            if left > units:
                self.open.append((line, left - units))
        return taken, quantity


def match_cancellations(*, purchases: Sequence[Purchase], cancellations: Iterable[Cancellation]) -> Matching:
    """Match each cancellation with the newest earlier line of its customer and code that has units left.

    Strictly earlier: a line of the same minute is the corrected order that replaces the cancelled one. When the
    newest line has too few units, older ones follow. Ties keep the order given. O(n log n).
    """
    bought = sorted(purchases, key=lambda purchase: purchase.at)
    stacks: dict[tuple[Key, str], Stack] = {}
    result = Matching([], [])
    place = 0
    for cancellation in sorted(cancellations, key=lambda cancellation: cancellation.at):
        while place < len(bought) and bought[place].at < cancellation.at:
            line, customer, code, _, quantity = bought[place]
            stacks.setdefault((customer, code), Stack()).push(line, quantity)
            place += 1
        _match(result, cancellation, stacks.get((cancellation.customer, cancellation.code)))
    return result


def _match(result: Matching, cancellation: Cancellation, stack: Stack | None) -> None:
    if cancellation.customer is None:
        result.leftovers.append(Leftover(cancellation.line, cancellation.quantity, Unmatched.NO_CUSTOMER))
        return
    if stack is None:
        result.leftovers.append(Leftover(cancellation.line, cancellation.quantity, Unmatched.NO_EARLIER_LINE))
        return
    taken, missing = stack.take(cancellation.quantity)
    result.matches.extend(Match(cancellation.line, line, units) for line, units in taken)
    if missing:
        result.leftovers.append(Leftover(cancellation.line, missing, Unmatched.MORE_THAN_BOUGHT))
