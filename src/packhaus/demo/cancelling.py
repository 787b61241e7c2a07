"""Cancel what the file cancels: at once, by asking the floor, or, when it has left, as a return to be expected."""

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from packhaus.access.types import SYSTEM
from packhaus.demo.cancellations import Wish
from packhaus.demo.queries import OrderLines, find_lines, list_too_late
from packhaus.demo.world import OPERATOR
from packhaus.orders.errors import NotCancellable
from packhaus.orders.services.cancel import LineCancel, cancel_lines

_HEADER = ("cancelled_at", "invoice", "order_number", "lines", "units_returning")


class Canceller:
    """Cancels wishes as their time comes; one whose order is not in the database yet waits."""

    def __init__(self, wishes: Sequence[Wish], returns_path: Path) -> None:
        self._waiting = list(wishes)
        self._returns_path = returns_path
        self._asked: dict[tuple[str, datetime], list[Wish]] = {}
        self._told: set[int] = set()
        self.units: Counter[str] = Counter()
        with returns_path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(_HEADER)

    def cancel_until(self, now: datetime) -> int:
        """Cancel what was wished by now and return how many wishes came true in part or in whole."""
        due = [wish for wish in self._waiting if wish.at <= now]
        if not due:
            return 0
        orders = find_lines(numbers={wish.order for wish in due})
        done = {wish for wish in due if wish.order in orders}
        self._waiting = [wish for wish in self._waiting if wish not in done]
        for wish in due:
            if wish in done:
                self._cancel(wish, orders[wish.order], now)
        return len(done)

    def _cancel(self, wish: Wish, order: OrderLines, now: datetime) -> None:
        try:
            outcome = cancel_lines(
                scope=OPERATOR,
                order_id=order.order_id,
                cancels=[LineCancel(order.lines[position], units) for position, units in wish.units],
                now=now,
                actor=SYSTEM,
            )
        except NotCancellable:
            self._expect_return(wish, sum(units for _, units in wish.units))
            return
        self.units["cancelled"] += outcome.cancelled
        self.units["requested"] += outcome.requested
        if outcome.requested:
            self._asked.setdefault((wish.order, now), []).append(wish)
        if outcome.too_late:
            self._expect_return(wish, outcome.too_late)

    def expect_refused(self) -> None:
        """Expect back what the floor was asked to stop when it was packed already, once it has left."""
        for late in list_too_late(known=self._told):
            self._told.add(late.request_id)
            wishes = self._asked[late.order, late.requested_at]
            wish = next(one for one in wishes if late.position in dict(one.units))
            self._expect_return(wish._replace(units=((late.position, late.units),)), late.units)

    def _expect_return(self, wish: Wish, units: int) -> None:
        self.units["returning"] += units
        lines = " ".join(f"{position}:{wanted}" for position, wanted in wish.units)
        with self._returns_path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([wish.at.isoformat(), wish.invoice, wish.order, lines, units])
