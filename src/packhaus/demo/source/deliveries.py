"""Which of the planned stock comes with which delivery, and what its supplier said about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packhaus.demo.source.draws import draw_number
from packhaus.demo.source.facilities import list_sites

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packhaus.demo.source.stock import DemoStock

OPENING = -1
MOST_LINES = 1_000
# One line in so many brings more than was said, as many fewer, as many some broken units besides.
WRONG_ONE_IN = 60
MOST_WRONG = 3


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """Units of an article: what was announced, what comes whole, and what comes broken."""

    code: str
    announced: int
    whole: int
    broken: int = 0
    lot: str = ""
    expires_in_days: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one truck brings to a site on the morning of a day; the opening comes before the first."""

    number: str
    merchant_code: str
    site: str
    day: int
    lines: tuple[DeliveryLine, ...]


def list_deliveries(planned: Iterable[DemoStock]) -> list[Delivery]:
    """Return the deliveries that bring the planned stock to the sites that we run, in the order of their days.

    The whole units are as planned; where a delivery is wrong, it was announced otherwise.
    """
    own = {site.code for site in list_sites() if site.run_by == "own"}
    goods: defaultdict[tuple[int, str, str], defaultdict[tuple[str, str, int | None], int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for stock in planned:
        if stock.site in own:
            day = OPENING if stock.day is None else stock.day
            truck = goods[day, stock.site, stock.merchant_code]
            truck[stock.code, stock.lot, stock.expires_in_days] += stock.quantity
    return [
        delivery
        for (day, site, merchant), truck in sorted(goods.items())
        for delivery in _load(
            day, site, merchant, [_draw_line(day, *key, units) for key, units in truck.items()]
        )
    ]


def _load(day: int, site: str, merchant: str, lines: list[DeliveryLine]) -> Iterator[Delivery]:
    name = "OPENING" if day == OPENING else f"IN-{day + 1:02d}"
    for number, start in enumerate(range(0, len(lines), MOST_LINES), start=1):
        part = tuple(lines[start : start + MOST_LINES])
        yield Delivery(f"{name}-{site}-{number}", merchant, site, day, part)


def _draw_line(day: int, code: str, lot: str, expires_in_days: int | None, units: int) -> DeliveryLine:
    drawn = draw_number(of=f"{code}|{lot}|{day}", topic="delivery", below=WRONG_ONE_IN)
    few = min(units, 1 + draw_number(of=f"{code}|{lot}|{day}", topic="wrong", below=MOST_WRONG))
    match drawn:
        case 0 if units > few:
            return DeliveryLine(code, units - few, units, 0, lot, expires_in_days)
        case 1:
            return DeliveryLine(code, units + few, units, 0, lot, expires_in_days)
        case 2:
            return DeliveryLine(code, units + few, units, few, lot, expires_in_days)
        case _:
            return DeliveryLine(code, units, units, 0, lot, expires_in_days)
