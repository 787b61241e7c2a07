"""Words of shelf-life rules: for whom units must last longer than the item itself asks."""

from dataclasses import dataclass
from datetime import date

MOST_AT_ONCE = 1_000
MOST_DAYS = 3_650
STATUSES = ("pending", "active", "ended", "withdrawn")


@dataclass(frozen=True, slots=True)
class ShelfRuleDraft:
    """Days that must be left when units arrive, for orders and items of these conditions; an empty one asks nothing.

    `life_percent` is the part of an item's whole life, for items whose life is known; the longer of both holds, one of
    them is above 0. `tag` is one of the order's, `shopper` the customer number that the channel gives, `sku` the code
    of an item. Of several rules that fit, the
    lowest priority's number holds. `transit_days` is how long units are on the way there.
    """

    name: str
    days: int
    valid_from: date
    valid_to: date | None = None
    transit_days: int = 0
    priority: int = 50
    channel: str = ""
    country: str = ""
    tag: str = ""
    shopper: str = ""
    life_percent: int = 0
    sku: str = ""
