"""The sites, what is left on their shelves while orders are planned, and how they rank for a destination."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from packhaus.decide.distance import measure_km_or_farthest
from packhaus.decide.keys import Key, sort_key
from packhaus.decide.promising.types import Site, SiteCost, SiteKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from packhaus.decide.distance import Point
    from packhaus.decide.promising.types import Costs, Demand, FreeStock, Headroom, SiteSku

_LOAD_STEPS = 10
_NO_COST = SiteCost(0, 0)
ENDLESS = 1 << 60
"""Units that an unlimited site counts as having of each SKU that it lists."""

Shelf: TypeAlias = dict[Key, int]


@dataclass(frozen=True, slots=True)
class RankedSite:
    """A site that may ship to a destination: how far it is from there, and what it costs where costs are asked."""

    site: Site
    km: float
    is_full: bool = False
    cost: SiteCost = _NO_COST
    load_minor: int = 0

    @property
    def cost_minor(self) -> int:
        """Add up what its parcel would cost."""
        return self.cost.freight_minor + self.cost.time_minor + self.load_minor


Ranking: TypeAlias = tuple[RankedSite, ...]
_Where: TypeAlias = "tuple[Point | None, frozenset[Key] | None, Costs | None]"


@dataclass(frozen=True, slots=True)
class Network:
    """Shelves and headroom are used up as orders are planned; they are copies of what the caller gave."""

    sites: tuple[Site, ...]
    shelves: dict[Key, Shelf]
    headroom: dict[SiteSku, int | None]
    room: dict[Key, int] = field(default_factory=dict)
    rankings: dict[_Where, Ranking] = field(default_factory=dict)

    def rank(self, demand: Demand) -> Ranking:
        """Rank the sites that may serve this demand: those with room, then cheapest, nearest, priority, id."""
        where = (demand.destination, demand.sites, demand.costs)
        ranking = self.rankings.get(where)
        if ranking is None:
            ranking = self.rankings[where] = tuple(
                sorted(
                    (
                        self._rank_site(site, demand)
                        for site in self.sites
                        if site.blocked_by is None and (demand.sites is None or site.site in demand.sites)
                    ),
                    key=_by_cost,
                )
            )
        return ranking

    def _rank_site(self, site: Site, demand: Demand) -> RankedSite:
        km, is_full = _measure(site, demand.destination), self.room.get(site.site, 1) <= 0
        costs = demand.costs
        if costs is None:
            return RankedSite(site, km, is_full)
        load_minor = costs.full_minor * self._count_load(site) // _LOAD_STEPS
        return RankedSite(site, km, is_full, costs.sites.get(site.site, _NO_COST), load_minor)

    def _count_load(self, site: Site) -> int:
        """Return how much of a site's day is taken, in whole tenths; a site without a limit has none."""
        if not site.orders_a_day or site.site not in self.room:
            return 0
        taken = max(0, site.orders_a_day - self.room[site.site])
        return min(_LOAD_STEPS, taken * _LOAD_STEPS // site.orders_a_day)

    def send(self, sites: Iterable[Key]) -> None:
        """Count an order for each site that sends some of it."""
        for key in sites:
            if key in self.room:
                site = next(one for one in self.sites if one.site == key)
                before = self._count_load(site)
                self.room[key] -= 1
                if not self.room[key] or self._count_load(site) != before:
                    self.rankings.clear()

    def take(self, site: Key, sku: Key, units: int) -> None:
        """Take units off a shelf."""
        self.shelves[site][sku] -= units

    def has_room(self, site: Key, needs: Sequence[tuple[Key, int]], used: dict[SiteSku, int]) -> bool:
        """Tell whether a site accepts these backorders beside those in `used`; no limit recorded: yes."""
        for sku, units in needs:
            room = self.headroom.get((site, sku))
            if room is not None and room - used.get((site, sku), 0) < units:
                return False
        return True

    def owe(self, site: Key, sku: Key, units: int) -> None:
        """Use up headroom."""
        room = self.headroom.get((site, sku))
        if room is not None:
            self.headroom[site, sku] = room - units


def open_network(*, sites: Sequence[Site], free: FreeStock, headroom: Headroom) -> Network:
    """Copy the figures into one shelf per site, sites sorted by priority and id. O(free)."""
    ordered = tuple(sorted(sites, key=lambda site: (site.priority, sort_key(site.site))))
    shelves: dict[Key, Shelf] = {site.site: {} for site in ordered}
    endless = {site.site for site in ordered if site.kind is SiteKind.UNLIMITED}
    for (site, sku), units in free.items():
        shelf = shelves.get(site)
        if shelf is not None:
            shelf[sku] = ENDLESS if site in endless else max(units, 0)
    room = {site.site: site.room for site in ordered if site.room is not None}
    return Network(ordered, shelves, dict(headroom), room)


def _measure(site: Site, destination: Point | None) -> float:
    # Without a destination no site is nearer than another, and priority decides.
    return 0.0 if destination is None else measure_km_or_farthest(origin=site.point, target=destination)


def _by_cost(ranked: RankedSite) -> tuple[bool, int, float]:
    # Stable: sites come sorted by priority and id.
    return ranked.is_full, ranked.cost_minor, ranked.km
