"""Who gets stock that has just become free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from packhaus.decide.freshness import FreshShelf
from packhaus.decide.keys import Key, sort_key

NOTHING_DATED = FreshShelf((), ())


class BackorderDemand(NamedTuple):
    """Units of a line that wait; `sites` may serve it, the best first. A lower priority's number comes first.

    With `earliest` it takes only units that last until that day.
    """

    demand: Key
    order: Key
    sku: Key
    quantity: int
    sites: tuple[Key, ...]
    priority: int
    promised_on: date | None
    placed_at: datetime
    earliest: date | None = None


class BackorderPromise(NamedTuple):
    """Units of a waiting line that a site now promises."""

    demand: Key
    site: Key
    quantity: int


class BackorderPlan(NamedTuple):
    """What is promised, and who comes before whom: units wanted of the same SKU by earlier demands."""

    promises: list[BackorderPromise]
    ahead: dict[Key, int]
    completed: frozenset[Key]
    """Orders none of whose given demands waits any more: a ship-complete order of these may be released."""


def rank_demand(demand: BackorderDemand) -> tuple[int, date, datetime, str]:
    """Rank by priority, promised date (unknown last), time of the order, id."""
    return (demand.priority, demand.promised_on or date.max, demand.placed_at, sort_key(demand.demand))


def promise_backorders(
    *,
    demands: Sequence[BackorderDemand],
    free: Mapping[tuple[Key, Key], int],
    shelf: FreshShelf = NOTHING_DATED,
) -> BackorderPlan:
    """Promise free units per (site, SKU) to waiting demands, in their rank; the reference of the SQL statement.

    A demand is served by its first site that has all of it, else by its sites in order, as far as they reach.
    A demand that cannot be covered takes what is there: nobody behind it overtakes on the same site, but for units that
    end too early for it. `shelf` says how long units last.
    O(demands log demands + demands x sites).
    """
    left = dict(free)
    ahead: dict[Key, int] = {}
    wanted: dict[Key, int] = {}
    promises: list[BackorderPromise] = []
    waiting: set[Key] = set()
    for demand in sorted(demands, key=rank_demand):
        ahead[demand.demand] = wanted.get(demand.sku, 0)
        wanted[demand.sku] = ahead[demand.demand] + demand.quantity
        rows = _serve(demand, left, shelf)
        promises.extend(rows)
        if sum(row.quantity for row in rows) < demand.quantity:
            waiting.add(demand.order)
    completed = frozenset(demand.order for demand in demands) - waiting
    return BackorderPlan(promises, ahead, completed)


def _count_free(
    demand: BackorderDemand, site: Key, left: Mapping[tuple[Key, Key], int], shelf: FreshShelf
) -> int:
    units = left.get((site, demand.sku), 0)
    if demand.earliest is None:
        return units
    return min(units, shelf.count(site, demand.sku, earliest=demand.earliest))


def _serve(
    demand: BackorderDemand, left: dict[tuple[Key, Key], int], shelf: FreshShelf
) -> list[BackorderPromise]:
    whole = [site for site in demand.sites if _count_free(demand, site, left, shelf) >= demand.quantity]
    still = demand.quantity
    rows: list[BackorderPromise] = []
    for site in whole[:1] or demand.sites:
        units = min(still, _count_free(demand, site, left, shelf))
        if units > 0:
            left[site, demand.sku] -= units
            if demand.earliest is not None:
                shelf.take(site, demand.sku, earliest=demand.earliest, units=units)
            still -= units
            rows.append(BackorderPromise(demand.demand, site, units))
    return rows
