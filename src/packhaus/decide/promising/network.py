"""The sites, what is left on their shelves while orders are planned, and how they rank for a destination."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from packhaus.decide.distance import measure_km_or_farthest
from packhaus.decide.keys import Key, sort_key
from packhaus.decide.promising.types import Site, SiteKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from packhaus.decide.distance import Point
    from packhaus.decide.promising.types import Demand, FreeStock, Headroom, SiteSku

ENDLESS = 1 << 60
"""Units that an unlimited site counts as having of each SKU that it lists."""

Shelf: TypeAlias = dict[Key, int]


@dataclass(frozen=True, slots=True)
class RankedSite:
    """A site that may ship to a destination, and how far it is from there."""

    site: Site
    km: float
    is_full: bool = False


Ranking: TypeAlias = tuple[RankedSite, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Shelves and headroom are used up as orders are planned; they are copies of what the caller gave."""

    sites: tuple[Site, ...]
    shelves: dict[Key, Shelf]
    headroom: dict[SiteSku, int | None]
    room: dict[Key, int] = field(default_factory=dict)
    rankings: dict[tuple[Point | None, frozenset[Key] | None], Ranking] = field(default_factory=dict)

    def rank(self, demand: Demand) -> Ranking:
        """Rank the sites that may serve this demand: those with room, then nearest, then priority, then id."""
        where = (demand.destination, demand.sites)
        ranking = self.rankings.get(where)
        if ranking is None:
            ranking = self.rankings[where] = tuple(
                RankedSite(site, _measure(site, demand.destination), self.room.get(site.site, 1) <= 0)
                for site in self.sites
                if site.blocked_by is None and (demand.sites is None or site.site in demand.sites)
            )
            ranking = self.rankings[where] = tuple(sorted(ranking, key=_by_distance))
        return ranking

    def send(self, sites: Iterable[Key]) -> None:
        """Count an order for each site that sends some of it."""
        for site in sites:
            if site in self.room:
                self.room[site] -= 1
                if not self.room[site]:
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


def _by_distance(ranked: RankedSite) -> tuple[bool, float]:
    # Stable: sites come sorted by priority and id.
    return ranked.is_full, ranked.km
