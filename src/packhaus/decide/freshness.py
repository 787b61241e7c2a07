"""How long units must last, which of an order's rules says so, and how many units that do are left to promise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from packhaus.decide.keys import Key, sort_key


class ShelfRule(NamedTuple):
    """So many days left when units arrive, for orders and items of these conditions; an empty one asks nothing.

    `life_percent` is the part of the item's whole life that must be left, 0 for none; the longer of both holds.
    `transit_days` is how long they are on the way where no carrier says, `sku` the code of an item. The lowest
    priority's number comes first.
    """

    id: Key
    priority: int
    days: int
    transit_days: int = 0
    channel: str = ""
    country: str = ""
    tag: str = ""
    shopper: str = ""
    valid_from: date = date.min
    valid_to: date | None = None
    life_percent: int = 0
    sku: str = ""

    def count_days(self, life_days: int | None, *, transit_days: int | None = None) -> int:
        """Count the days that units of such a life must last from the day they leave; 0: the rule asks them nothing.

        Days of a percentage are rounded up. Where nobody says how long the item lives, only the rule's days are left.
        `transit_days` are those of the carrier's lane, None: the rule's own.
        """
        days = max(self.days, -(-self.life_percent * (life_days or 0) // 100))
        on_the_way = self.transit_days if transit_days is None else transit_days
        return on_the_way + days if days else 0


class DatedItem(NamedTuple):
    """An item whose units expire: days left at dispatch that it asks for itself, and its whole life, if known."""

    code: str
    own_days: int = 0
    life_days: int | None = None


class OrderTraits(NamedTuple):
    """What rules ask of an order; `shopper` is the customer number that the channel gives."""

    placed_on: date
    channel: str
    country: str
    tags: frozenset[str] = frozenset()
    shopper: str = ""


def list_fitting(rules: Iterable[ShelfRule], order: OrderTraits) -> tuple[ShelfRule, ...]:
    """Return the rules that an order fulfils the conditions of, for whatever items."""
    return tuple(rule for rule in rules if _fits(rule, order))


def choose_rule(rules: Iterable[ShelfRule], item: DatedItem) -> ShelfRule | None:
    """Return of the rules that fit an order the one that holds for an item, None where none does.

    The first priority wins; of the same priority the one with most conditions, then the strictest, then the first id.
    """
    fitting = [rule for rule in rules if rule.sku in ("", item.code) and rule.count_days(item.life_days)]
    return min(fitting, key=lambda rule: _rank(rule, item), default=None)


def find_earliest_expiry(
    *, on: date, own_days: int, lasting_days: int = 0, promised: date | None = None
) -> date | None:
    """Return the day until which units must last that leave, or arrive, on a day; None when they need not.

    The item's own days are a floor below which no rule goes: what lasts less is set apart every day. Units that leave
    later than planned last until the day that was `promised`, or longer.
    """
    days = max(own_days, lasting_days)
    asked = on + timedelta(days=days) if days else None
    return max((day for day in (asked, promised) if day), default=None)


class DatedUnits(NamedTuple):
    """Units at a site that nobody has allocated, and their last day; without one they do not perish."""

    site: Key
    sku: Key
    expires_on: date | None
    units: int


class FreshNeed(NamedTuple):
    """Units that a site has promised, and no bin covers yet, to orders that want them to last until a day."""

    site: Key
    sku: Key
    earliest: date
    units: int


class FreshShelf:
    """What is left for orders that ask for freshness, while they are planned.

    Units that last long serve any order, those that end early only some. So a promise holds when for every day asked
    for, the units lasting until then cover all promises that want at least that: Hall's condition of nested sets.
    Source: Hall (1935), On Representatives of Subsets; the same bound as nested booking limits in revenue management.
    """

    __slots__ = ("needs", "supplies")

    def __init__(self, supplies: Iterable[DatedUnits], needs: Iterable[FreshNeed]) -> None:
        self.supplies: defaultdict[tuple[Key, Key], list[DatedUnits]] = defaultdict(list)
        self.needs: defaultdict[tuple[Key, Key], list[FreshNeed]] = defaultdict(list)
        for supply in supplies:
            self.supplies[supply.site, supply.sku].append(supply)
        for need in needs:
            self.needs[need.site, need.sku].append(need)

    def count(self, site: Key, sku: Key, *, earliest: date) -> int:
        """Count the units that can still be promised to last until a day, without regard to anybody's other limits."""
        needs = self.needs[site, sku]
        days = {need.earliest for need in needs if need.earliest < earliest} | {earliest}
        return max(0, min(self._count_lasting(site, sku, day) - _sum_needs(needs, day) for day in days))

    def count_ending(self, site: Key, sku: Key, *, earliest: date) -> int:
        """Count the units that are there but end before a day."""
        lasting = self._count_lasting(site, sku, earliest)
        return sum(one.units for one in self.supplies[site, sku]) - lasting

    def take(self, site: Key, sku: Key, *, earliest: date, units: int) -> None:
        """Promise units that last until a day."""
        self.needs[site, sku].append(FreshNeed(site, sku, earliest, units))

    def _count_lasting(self, site: Key, sku: Key, day: date) -> int:
        return sum(
            one.units for one in self.supplies[site, sku] if one.expires_on is None or one.expires_on >= day
        )


def _sum_needs(needs: Sequence[FreshNeed], day: date) -> int:
    return sum(need.units for need in needs if need.earliest >= day)


def _fits(rule: ShelfRule, order: OrderTraits) -> bool:
    return (
        rule.valid_from <= order.placed_on
        and (rule.valid_to is None or order.placed_on <= rule.valid_to)
        and rule.channel in ("", order.channel)
        and rule.country in ("", order.country)
        and (not rule.tag or rule.tag in order.tags)
        and rule.shopper in ("", order.shopper)
    )


def _rank(rule: ShelfRule, item: DatedItem) -> tuple[int, int, int, str]:
    conditions = sum(bool(one) for one in (rule.shopper, rule.tag, rule.channel, rule.country, rule.sku))
    return rule.priority, -conditions, -rule.count_days(item.life_days), sort_key(rule.id)
