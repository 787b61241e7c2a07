"""What is done about an order that may come too late: keep its way, change the service or the site, split, tell."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


class Way(NamedTuple):
    """A site and a service that could send a part of an order; `arrives_on` None: nobody said how long it takes."""

    site: str
    service: str
    leaves_at: datetime
    arrives_on: date | None
    cost_minor: int
    currency: str


class Remedy(StrEnum):
    """What to do, in the order in which it is tried."""

    SPLIT = "split"
    KEEP = "keep"
    SERVICE = "service"
    SITE = "site"
    TELL = "tell"


class Proposal(NamedTuple):
    """A remedy, the way that it takes, and what that costs more than the way the part has now."""

    remedy: Remedy
    way: Way | None = None
    extra_minor: int = 0


def keeps_day(way: Way, promised_on: date | None) -> bool:
    """Tell whether a part arrives by the day that was promised; without one nothing is broken."""
    return promised_on is None or (way.arrives_on is not None and way.arrives_on <= promised_on)


def count_slack(way: Way, promised_on: date | None) -> int | None:
    """Return how many days the promise has to spare, negative where it breaks; None when a day is not known."""
    return None if promised_on is None or way.arrives_on is None else (promised_on - way.arrives_on).days


def propose_remedy(
    *, own: Way | None, others: Iterable[Way], promised_on: date | None, waits: bool = False
) -> Proposal:
    """Propose what keeps the promised day for the least money.

    `own` is the way it has, with the next pick-up that it can reach; prices in other currencies do not compare. What is
    ready and `waits` for the rest of its order is sent apart. Where no way keeps the day, the shopper has to be told.
    """
    if waits:
        return Proposal(Remedy.SPLIT, own)
    if own is not None and keeps_day(own, promised_on):
        return Proposal(Remedy.KEEP, own)
    keeping = [
        way for way in others if keeps_day(way, promised_on) and (own is None or way.currency == own.currency)
    ]
    if not keeping:
        return Proposal(Remedy.TELL, own)
    best = min(keeping, key=lambda way: (way.cost_minor, own is None or way.site != own.site, way.leaves_at))
    is_same_site = own is not None and best.site == own.site
    extra = best.cost_minor - (own.cost_minor if own else best.cost_minor)
    return Proposal(Remedy.SERVICE if is_same_site else Remedy.SITE, best, extra)
