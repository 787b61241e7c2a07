"""Which of several sites ship an order that its first choice cannot ship alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from packhaus.decide.keys import Key
    from packhaus.decide.promising.network import Network, RankedSite, Ranking
    from packhaus.decide.promising.types import Costs, Demand, DemandLine, Promise, SiteSku

    CountMissing = Callable[[Sequence[RankedSite]], int]

EXACT_SITES = 8
"""Up to this many candidate sites every set of them is tried; above, sites are added greedily."""


class Short(NamedTuple):
    """Units of a line that no site has; `site` is where other kits of a component's line ship, if any do."""

    line: DemandLine
    units: int
    site: Key | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """What a set of sites can give to one order."""

    promised: list[Promise] = field(default_factory=list)
    shorts: list[Short] = field(default_factory=list)
    used: dict[SiteSku, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """Sum the units that stay open."""
        return sum(short.units for short in self.shorts)


def choose_fill(network: Network, demand: Demand, ranking: Ranking) -> Fill:
    """Choose the sites that give as much as all together: the fewest, ties by the sum of distances.

    With costs the cheapest together instead, each further parcel at its price: several near ones may beat a far one.
    Exact up to EXACT_SITES candidates (2^8 sets), above it greedy set cover with a pruning pass (n^2 fills).
    """
    wanted = sum_wanted(demand)
    whole = next((ranked for ranked in ranking if is_covered(network, ranked.site.site, wanted)), None)
    if whole is not None and (demand.costs is None or whole is ranking[0] or len(ranking) > EXACT_SITES):
        return fill_from(network, demand, (whole,))
    candidates = tuple(ranked for ranked in ranking if _has_any(network, ranked.site.site, wanted))

    def count_missing(sites: Sequence[RankedSite]) -> int:
        return fill_from(network, demand, sites).missing

    if len(candidates) > EXACT_SITES:
        return fill_from(network, demand, _search_greedily(candidates, count_missing))
    if demand.costs is None:
        return fill_from(network, demand, _search_exactly(candidates, count_missing))
    return fill_from(network, demand, _search_cheapest(candidates, count_missing, demand.costs))


def sum_costs(sites: Sequence[RankedSite], costs: Costs) -> int:
    """Add up what an order costs from several sites; it is there when its last parcel is."""
    time_minor = max((ranked.cost.time_minor for ranked in sites), default=0)
    each = sum(ranked.cost.freight_minor + ranked.load_minor for ranked in sites)
    return each + time_minor + costs.split_minor * max(0, len(sites) - 1)


def fill_from(network: Network, demand: Demand, sites: Sequence[RankedSite]) -> Fill:
    """Fill an order from these sites: kits first (whole kits at one site), then lines, nearest first.

    A line goes to the nearest site that has all of it; only when none has, it is spread.
    """
    fill = Fill()
    kits: dict[Key, list[DemandLine]] = {}
    for line in demand.lines:
        if line.kit is not None:
            kits.setdefault(line.kit, []).append(line)
    for components in kits.values():
        _fill_kit(network, components, sites, fill)
    for line in demand.lines:
        if line.kit is None:
            _fill_line(network, line, sites, fill)
    return fill


def sum_wanted(demand: Demand) -> dict[Key, int]:
    """Sum what an order wants per SKU."""
    wanted: dict[Key, int] = {}
    for line in demand.lines:
        wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
    return wanted


def is_covered(network: Network, site: Key, wanted: dict[Key, int]) -> bool:
    """Tell whether one site has everything."""
    shelf = network.shelves[site]
    return all(shelf.get(sku, 0) >= units for sku, units in wanted.items())


def _has_any(network: Network, site: Key, wanted: dict[Key, int]) -> bool:
    shelf = network.shelves[site]
    return any(shelf.get(sku, 0) > 0 for sku in wanted)


def _search_exactly(candidates: Sequence[RankedSite], count_missing: CountMissing) -> Sequence[RankedSite]:
    least = count_missing(candidates)
    for size in range(1, len(candidates)):
        # Sorted by distance first: the first set that suffices is the best of its size.
        sets = sorted(combinations(candidates, size), key=_sum_km)
        best = next((sites for sites in sets if count_missing(sites) <= least), None)
        if best is not None:
            return best
    return candidates


def _search_cheapest(
    candidates: Sequence[RankedSite], count_missing: CountMissing, costs: Costs
) -> Sequence[RankedSite]:
    least = count_missing(candidates)
    sets = [chosen for size in range(1, len(candidates) + 1) for chosen in combinations(candidates, size)]
    sets.sort(key=lambda chosen: _judge(chosen, costs))
    return next((chosen for chosen in sets if count_missing(chosen) <= least), candidates)


def _judge(sites: Sequence[RankedSite], costs: Costs) -> tuple[int, int, int, float]:
    full, km = _sum_km(sites)
    return full, sum_costs(sites, costs), len(sites), km


def _search_greedily(candidates: Sequence[RankedSite], count_missing: CountMissing) -> Sequence[RankedSite]:
    """Add the site that leaves the least missing until nothing more helps, then drop the unneeded."""
    least = count_missing(candidates)
    chosen: list[RankedSite] = []
    while len(chosen) < len(candidates) and (not chosen or count_missing(chosen) > least):
        rest = [ranked for ranked in candidates if ranked not in chosen]
        chosen.append(min(rest, key=lambda ranked: count_missing([*chosen, ranked])))
    for ranked in sorted(chosen, key=lambda ranked: -ranked.km):
        others = [other for other in chosen if other is not ranked]
        if count_missing(others) <= least:
            chosen = others
    return sorted(chosen, key=candidates.index)


def _sum_km(sites: Sequence[RankedSite]) -> tuple[int, float]:
    return sum(ranked.is_full for ranked in sites), sum(ranked.km for ranked in sites)


def _fill_kit(
    network: Network, components: list[DemandLine], sites: Sequence[RankedSite], fill: Fill
) -> None:
    wanted = components[0].kits
    best, best_site = 0, None
    for ranked in sites:
        count = _count_kits(network, components, ranked.site.site, fill)
        if count > best:
            best, best_site = count, ranked.site.site
    for line in components:
        each = line.quantity // wanted
        if best_site is not None:
            _give(fill, line, best_site, each * best)
        if best < wanted:
            fill.shorts.append(Short(line, each * (wanted - best), best_site))


def _count_kits(network: Network, components: list[DemandLine], site: Key, fill: Fill) -> int:
    """Count the whole kits at a site; components may name one SKU twice."""
    each: dict[Key, int] = {}
    for line in components:
        each[line.sku] = each.get(line.sku, 0) + line.quantity // line.kits
    return min(components[0].kits, *(_left(network, site, sku, fill) // units for sku, units in each.items()))


def _fill_line(network: Network, line: DemandLine, sites: Sequence[RankedSite], fill: Fill) -> None:
    left_at = [(ranked.site.site, _left(network, ranked.site.site, line.sku, fill)) for ranked in sites]
    for site, left in left_at:
        if left >= line.quantity:
            _give(fill, line, site, line.quantity)
            return
    still = line.quantity
    for site, left in left_at:
        units = min(left, still)
        if units > 0:
            _give(fill, line, site, units)
            still -= units
    if still:
        fill.shorts.append(Short(line, still))


def _left(network: Network, site: Key, sku: Key, fill: Fill) -> int:
    return network.shelves[site].get(sku, 0) - fill.used.get((site, sku), 0)


def _give(fill: Fill, line: DemandLine, site: Key, units: int) -> None:
    fill.promised.append((line.line, site, units))
    fill.used[site, line.sku] = fill.used.get((site, line.sku), 0) + units
