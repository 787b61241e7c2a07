"""The partner's shelf and mistakes, invented: what its neighbours buy of the retailer, and what it does not find."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from packhaus.demo.source.draws import draw_number, draw_one
from packhaus.demo.source.stock import MERCHANT, DemoStock, add_spare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packhaus.demo.source.types import DemoDay, DemoOrder, DemoSku

SITE = "JKT-1"
# Customers of the retailer to whom Jakarta is nearer than Europe.
NEIGHBOURS = frozenset({"AU", "JP"})
# One line in so many is not on the shelf, or broken, whatever the partner's record says.
MISSING_ONE_IN = 8
Missing = Literal["out_of_stock", "damaged"]


def plan_partner_stock(*, days: Sequence[DemoDay], skus: Sequence[DemoSku]) -> list[DemoStock]:
    """Return what the partner keeps of the retailer's articles: what its neighbours will ask, and a quarter more."""
    goods = {sku.code for sku in skus if sku.kind == "stock"}
    asked = Counter[str]()
    for day in days:
        for order in day.orders:
            if order.country in NEIGHBOURS:
                asked.update({code: units for code, units in _sum_up(order).items() if code in goods})
    return [
        DemoStock(MERCHANT, SITE, "", code, add_spare(quantity, percent=25))
        for code, quantity in sorted(asked.items())
    ]


def _sum_up(order: DemoOrder) -> Counter[str]:
    units = Counter[str]()
    for line in order.lines:
        units[line.code] += line.quantity
    return units


def find_missing(*, order: str, code: str) -> Missing | None:
    """Say whether the partner finds an order's article: by both, so that every run has the same answers."""
    key = f"{order}|{code}"
    if draw_number(of=key, topic="partner", below=MISSING_ONE_IN):
        return None
    return draw_one(of=key, topic="partner's reason", among=("out_of_stock", "damaged"))
