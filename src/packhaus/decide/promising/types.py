"""What planning promises takes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from packhaus.decide.distance import Point
from packhaus.decide.keys import Key

SiteSku: TypeAlias = tuple[Key, Key]
Promise: TypeAlias = tuple[Key, Key, int]
"""(line, site, units)"""
FreeStock: TypeAlias = Mapping[SiteSku, int]
Headroom: TypeAlias = Mapping[SiteSku, int | None]


class Policy(StrEnum):
    """What a short does to its order."""

    SHIP_COMPLETE = "ship_complete"
    SHIP_AVAILABLE = "ship_available"
    FILL_OR_KILL = "fill_or_kill"


class SiteKind(StrEnum):
    """How far a site's figures are to be believed."""

    OWN = "own"
    FEED = "feed"
    UNLIMITED = "unlimited"


class Rule(StrEnum):
    """Why a site lost, in the order in which the rules are asked."""

    FEED_TOO_OLD = "feed_too_old"
    CLOSED = "closed"
    NOT_ELIGIBLE = "not_eligible"
    SHORT = "short"
    FULL = "full"
    DEARER = "dearer"
    FARTHER = "farther"
    LOWER_PRIORITY = "lower_priority"
    LATER_ID = "later_id"


class DemandLine(NamedTuple):
    """One line's wish; a kit's components carry its key and the number of kits in their quantity."""

    line: Key
    sku: Key
    quantity: int
    may_backorder: bool = True
    kit: Key | None = None
    kits: int = 1


class SiteCost(NamedTuple):
    """What a parcel to one destination comes to from a site: freight, and the days that it takes as money.

    `days`: from the order to its arrival; None: nobody said, and `time_minor` is an assumption.
    """

    freight_minor: int
    time_minor: int
    days: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """What sites cost for one destination, all in one currency; one that is not named costs nothing.

    `split_minor`: each further parcel. `full_minor`: a site whose day is taken to the last order, in part so much of
    it.
    Units: minor units. One object stands for one destination: orders that share it share a ranking.
    """

    currency: str
    sites: Mapping[Key, SiteCost]
    split_minor: int = 0
    full_minor: int = 0


def sum_freight(costs: Costs, sites: Iterable[Key]) -> int:
    """Add up the freight of a parcel from each of these sites."""
    return sum(costs.sites[site].freight_minor for site in sites if site in costs.sites)


class CostGap(NamedTuple):
    """How much more a site would have cost than what was chosen; the parts may be negative, their sum is `minor`."""

    currency: str
    minor: int
    freight_minor: int
    time_minor: int
    load_minor: int
    split_minor: int = 0
    days: int | None = None


class Demand(NamedTuple):
    """One order's wish; `sites` narrows where it may ship from (None: anywhere).

    With `costs` sites rank by what they cost for its destination, without by distance.
    """

    order: Key
    policy: Policy
    lines: tuple[DemandLine, ...]
    destination: Point | None = None
    sites: frozenset[Key] | None = None
    costs: Costs | None = None


class Site(NamedTuple):
    """A place that may ship unless `blocked_by` says why not; priority 0 comes before priority 1.

    `room`: how many more orders it takes that leave with its next truck's day, of `orders_a_day`; None: any. Without
    room it comes last.
    """

    site: Key
    point: Point | None = None
    priority: int = 0
    kind: SiteKind = SiteKind.OWN
    blocked_by: Rule | None = None
    room: int | None = None
    orders_a_day: int | None = None


class ShortLine(NamedTuple):
    """A line that cannot be covered: what it wants, what is there for it, what is missing."""

    line: Key
    sku: Key
    wanted: int
    free: int
    short: int


class Exclusion(NamedTuple):
    """The first rule that excluded a site.

    SHORT has `sku` and `units`, FARTHER the `km` beyond the winner, DEARER what it would have cost more.
    """

    site: Key
    rule: Rule
    sku: Key | None = None
    units: int = 0
    km: int = 0
    cost: CostGap | None = None


class PromiseOutcome(NamedTuple):
    """What one order gets; refused: `shorts` names every short line, nothing is promised or backordered."""

    order: Key
    promised: list[Promise]
    backordered: list[Promise]
    shorts: tuple[ShortLine, ...]
    winners: tuple[Key, ...]
    losers: tuple[Exclusion, ...]
    wait_complete: bool = False

    @property
    def is_refused(self) -> bool:
        """Tell whether the order gets nothing at all."""
        return bool(self.shorts)

    def list_sites(self) -> dict[Key, set[str]]:
        """Return the sites from which each line gets units, or at which it waits for some."""
        sites: dict[Key, set[str]] = {}
        for line, site, _ in (*self.promised, *self.backordered):
            sites.setdefault(line, set()).add(str(site))
        return sites
