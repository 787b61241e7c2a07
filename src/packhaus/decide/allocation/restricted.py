"""Pass 1: lines that do not take just any bin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from packhaus.decide.allocation.types import (
    Allocation,
    Blocker,
    LineDemand,
    LineShort,
    Rule,
    Supply,
    Take,
    rank_supply,
)
from packhaus.decide.keys import Key


class RestrictedPlan(NamedTuple):
    """Where the lines go, and for each that found too little what stood in the way."""

    allocations: list[Allocation]
    shorts: list[LineShort]


class Bins:
    """What is left in the bins while lines are planned: units per balance row and per location."""

    __slots__ = ("by_sku", "left", "located")

    def __init__(self, supplies: Iterable[Supply]) -> None:
        self.by_sku: dict[Key, list[Supply]] = {}
        self.left: dict[int, int] = {}
        self.located: dict[Key, int] = {}
        told: set[Key] = set()
        for supply in sorted(supplies, key=rank_supply):
            self.by_sku.setdefault(supply.sku, []).append(supply)
            self.left[supply.balance] = supply.free
            if supply.in_location is not None:
                self.located[supply.location] = supply.in_location
                told.add(supply.location)
            elif supply.location not in told:
                self.located[supply.location] = self.located.get(supply.location, 0) + supply.free

    def take(self, supply: Supply, units: int) -> None:
        self.left[supply.balance] -= units
        self.located[supply.location] -= units


def allocate_restricted(*, demands: Iterable[LineDemand], supplies: Sequence[Supply]) -> RestrictedPlan:
    """Allocate lines with a lot, serial, shelf life, zone, packaging or empty-bin rule, in the order given.

    Each line walks its rules in order; within a rule bins are first expired first out, then first in first out,
    and among bins of one date the fewest are touched; bins in doubt come last. Undated stock counts as not
    perishable: it passes every shelf life and is taken last. A packaging of no units is ignored.
    Units: base units. Cost: O(bins of the SKU x rules) per line.
    """
    bins = Bins(supplies)
    plan = RestrictedPlan([], [])
    for demand in demands:
        taken = _allocate_line(bins, demand)
        plan.allocations.extend(Allocation(demand.line, balance, units) for balance, units in taken.items())
        short = demand.quantity - sum(taken.values())
        if short:
            plan.shorts.append(LineShort(demand.line, demand.sku, short, _find_blocker(bins, demand, taken)))
    return plan


def _allocate_line(bins: Bins, demand: LineDemand) -> dict[int, int]:
    taken: dict[int, int] = {}
    need = demand.quantity
    fitting = _list_fitting(bins.by_sku.get(demand.sku, []), demand)
    for rule in demand.rules:
        if not need:
            break
        zone = fitting if rule.zone is None else [row for row in fitting if row.zone == rule.zone]
        for supply, units in TAKES[rule.take](bins, zone, need, rule):
            bins.take(supply, units)
            taken[supply.balance] = taken.get(supply.balance, 0) + units
            need -= units
    return taken


def _list_fitting(supplies: list[Supply], demand: LineDemand) -> list[Supply]:
    for _, condition, check in CHECKS:
        if getattr(demand, condition) is not None:
            supplies = [supply for supply in supplies if check(supply, demand)]
    return supplies


CHECKS: tuple[tuple[Blocker, str, Callable[[Supply, LineDemand], bool]], ...] = (
    (Blocker.ZONE, "zones", lambda supply, demand: supply.zone in (demand.zones or ())),
    (Blocker.LOT, "lot", lambda supply, demand: supply.lot == demand.lot),
    (Blocker.SERIAL, "serial", lambda supply, demand: supply.serial == demand.serial),
    (
        Blocker.SHELF_LIFE,
        "earliest_expiry",
        lambda supply, demand: (supply.expires_on or date.max) >= (demand.earliest_expiry or date.min),
    ),
)


def _take_any(bins: Bins, supplies: list[Supply], need: int, _: Rule) -> Iterator[tuple[Supply, int]]:
    """Take date after date; within a date the first bin that covers the rest, else the fullest."""
    stocked = [supply for supply in supplies if bins.left[supply.balance] > 0]
    if stocked and bins.left[stocked[0].balance] >= need:
        yield stocked[0], need
        return
    for _day, same_date in groupby(stocked, key=lambda supply: rank_supply(supply)[:3]):
        rows = [(bins.left[supply.balance], supply) for supply in same_date]
        while need and rows:
            best = next((row for row in rows if row[0] >= need), None)
            best = best or max(rows, key=lambda row: row[0])
            rows.remove(best)
            units = min(best[0], need)
            need -= units
            yield best[1], units


def _take_empty_bins(bins: Bins, supplies: list[Supply], need: int, _: Rule) -> Iterator[tuple[Supply, int]]:
    """Take only locations that the line empties, earliest date first, then the fullest, to touch few."""
    by_location: dict[Key, list[Supply]] = {}
    for supply in supplies:
        by_location.setdefault(supply.location, []).append(supply)
    units_at = {
        place: sum(bins.left[supply.balance] for supply in rows) for place, rows in by_location.items()
    }
    for place, rows in sorted(
        by_location.items(), key=lambda item: (*rank_supply(item[1][0])[:3], -units_at[item[0]])
    ):
        if 0 < units_at[place] <= need and units_at[place] == bins.located[place]:
            need -= units_at[place]
            yield from ((row, bins.left[row.balance]) for row in rows if bins.left[row.balance])


def _take_packagings(
    bins: Bins, supplies: list[Supply], need: int, rule: Rule
) -> Iterator[tuple[Supply, int]]:
    """Take whole packagings only, the largest first through all bins, then the next."""
    for size in sorted({size for size in rule.packagings if size > 0}, reverse=True):
        for supply in supplies:
            units = min(bins.left[supply.balance], need) // size * size
            if units:
                need -= units
                yield supply, units


TAKES = {Take.ANY: _take_any, Take.EMPTY_BIN: _take_empty_bins, Take.FULL_PACKAGING: _take_packagings}


def _find_blocker(bins: Bins, demand: LineDemand, taken: dict[int, int]) -> Blocker:
    """Find the first condition after which too little was left for this line."""
    rows = bins.by_sku.get(demand.sku, [])

    def is_enough() -> bool:
        units = sum(bins.left[row.balance] + taken.get(row.balance, 0) for row in rows)
        return units >= demand.quantity

    if not is_enough():
        return Blocker.STOCK
    for blocker, condition, check in CHECKS:
        rows = [row for row in rows if getattr(demand, condition) is None or check(row, demand)]
        if not is_enough():
            return blocker
    return Blocker.RULES
