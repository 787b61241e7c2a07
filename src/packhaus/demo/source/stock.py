"""Invented stock: what lies where on the first morning and what is delivered on which day.

The file says what was sold, not what was there. Quantities are drawn so that most lines are promised at once:

- *ample*: the opening covers all that the days will ask, and the corrections, with a tenth to spare;
- *two deliveries*: half of it lies there, the rest arrives before it is needed;
- *late* (10 of 100 articles): the opening runs out and the delivery comes two trading days later, so backorders are
  raised and covered;
- *short* (1 of 100): a fifth of the demand is not covered by the last day, so some lines stay open; it comes
  a few days later.

Berlin holds a second stock of what continental customers buy, except of late and short articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

from packhaus.demo.source.draws import draw_number
from packhaus.demo.source.putting import Shelves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from packhaus.demo.source.types import DemoDay, DemoSku

MERCHANT = "ORG"
MAIN, SECOND = "LEI-1", "BER-1"
ISLANDS = frozenset({"GB", "IE", "GG", "IS", "AU", "JP", "BH", "IL", "CY"})
Supply = Literal["ample", "two", "late", "short"]
LATE_PERCENT, SHORT_PERCENT, TWO_PERCENT = 10, 1, 35
# Below this an article is too rare to be run out of on purpose.
LEAST_DEMAND = 20
LATE_DAYS = 2


@dataclass(frozen=True, slots=True)
class DemoStock:
    """Units put into one bin: at the opening when ``day`` is None, else delivered on the morning of that day."""

    merchant_code: str
    site: str
    location: str
    code: str
    quantity: int
    day: int | None = None
    lot: str = ""
    expires_in_days: int | None = None


class Delivery(NamedTuple):
    """Units that come on a day."""

    day: int
    quantity: int


class Supplied(NamedTuple):
    """How one article is provided for at the main site."""

    supply: Supply
    opening: int
    delivery: Delivery | None


def plan_stock(*, days: Sequence[DemoDay], skus: Sequence[DemoSku]) -> list[DemoStock]:
    """Return the retailer's opening stock and deliveries; each article lies in one to three bins of a site."""
    asked, corrected = _count_by_day(days)
    lines = Counter(line.code for day in days for order in day.orders for line in order.lines)
    goods = [sku for sku in sorted(skus, key=lambda sku: (-lines[sku.code], sku.code)) if sku.kind == "stock"]
    abroad = _count_continental(days)
    shelves = {site: Shelves(site) for site in (MAIN, SECOND)}
    planned: list[DemoStock] = []
    for sku in goods:
        supplied = supply_article(code=sku.code, asked=asked[sku.code], corrected=corrected[sku.code])
        planned += _put(shelves[MAIN], sku, supplied.opening, supplied.delivery)
        if abroad[sku.code] and supplied.supply in {"ample", "two"}:
            planned += _put(shelves[SECOND], sku, add_spare(abroad[sku.code], percent=25), None)
    return planned


def supply_article(*, code: str, asked: Sequence[int], corrected: int) -> Supplied:
    """Return what to provide of an article asked for by day; ``corrected`` is what corrections take of it."""
    total = sum(asked)
    wanted = add_spare(total + corrected, percent=10)
    supply = _choose_supply(code=code, total=total, corrected=corrected)
    first = max(1, total // 2)
    ran_out = next((day for day, sold in enumerate(accumulate(asked)) if sold > first), 0)
    last = len(asked) - 1
    match supply:
        case "two" if ran_out >= 1:
            return Supplied("two", first, Delivery(max(1, ran_out - 1), wanted - first))
        case "late" if ran_out + LATE_DAYS <= last:
            return Supplied("late", first, Delivery(ran_out + LATE_DAYS, wanted - first))
        case "short":
            first = total * 4 // 5
            return Supplied("short", first, Delivery(last + 1 + LATE_DAYS, wanted - first))
        case _:
            return Supplied("ample", wanted, None)


def _choose_supply(*, code: str, total: int, corrected: int) -> Supply:
    if total < LEAST_DEMAND or corrected:
        return "ample"
    drawn = draw_number(of=code, topic="supply", below=100)
    if drawn < LATE_PERCENT:
        return "late"
    if drawn < LATE_PERCENT + SHORT_PERCENT:
        return "short"
    return "two" if drawn < LATE_PERCENT + SHORT_PERCENT + TWO_PERCENT else "ample"


def add_spare(quantity: int, *, percent: int) -> int:
    """Return a quantity with some more of it, four units at least."""
    return quantity + max(4, quantity * percent // 100)


def _count_by_day(days: Sequence[DemoDay]) -> tuple[Mapping[str, list[int]], Mapping[str, int]]:
    asked: dict[str, list[int]] = defaultdict(lambda: [0] * len(days))
    corrected: Counter[str] = Counter()
    for day in days:
        for order in day.orders:
            for line in order.lines:
                asked[line.code][day.number] += line.quantity
        for adjustment in day.adjustments:
            corrected[adjustment.code] += max(0, -adjustment.quantity)
    return asked, corrected


def _count_continental(days: Sequence[DemoDay]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for day in days:
        for order in day.orders:
            if order.country not in ISLANDS:
                counted.update({line.code: line.quantity for line in order.lines})
    return counted


def _put(shelves: Shelves, sku: DemoSku, opening: int, delivery: Delivery | None) -> list[DemoStock]:
    placed = shelves.put_away(sku=sku, quantity=opening)
    stock = [DemoStock(MERCHANT, shelves.site, bin_code, sku.code, quantity) for bin_code, quantity in placed]
    if delivery:
        where = placed[-1][0]
        stock.append(DemoStock(MERCHANT, shelves.site, where, sku.code, delivery.quantity, delivery.day))
    return stock
