"""Where units that are nowhere wait for stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packhaus.decide.promising.types import SiteKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from packhaus.decide.keys import Key
    from packhaus.decide.promising.network import Network, Ranking
    from packhaus.decide.promising.sourcing import Fill, Short
    from packhaus.decide.promising.types import Promise, SiteSku


def place_backorders(network: Network, ranking: Ranking, fill: Fill) -> list[Promise] | None:
    """Place each short unit at the best site with headroom; None when one finds no place.

    Best: the nearest own site that lists the SKU (all SKUs of a kit), the next such one when its headroom is
    used up; the first site by priority when no own site lists it. Kits wait where others of their line ship, unless
    that site owes nothing, as a partner's: then as everything else.
    """
    owed: list[Promise] = []
    used: dict[SiteSku, int] = {}
    for shorts in _group_by_kit(fill.shorts):
        site = _find_place(network, ranking, shorts, used)
        if site is None:
            return None
        for short in shorts:
            owed.append((short.line.line, site, short.units))
            used[site, short.line.sku] = used.get((site, short.line.sku), 0) + short.units
    return owed


def _group_by_kit(shorts: Sequence[Short]) -> list[list[Short]]:
    groups: dict[tuple[bool, Key], list[Short]] = {}
    for short in shorts:
        kit = short.line.kit
        groups.setdefault((kit is not None, short.line.line if kit is None else kit), []).append(short)
    return list(groups.values())


def _find_place(
    network: Network, ranking: Ranking, shorts: list[Short], used: dict[SiteSku, int]
) -> Key | None:
    needs: dict[Key, int] = {}
    for short in shorts:
        needs[short.line.sku] = needs.get(short.line.sku, 0) + short.units
    for site in _list_places(network, ranking, shorts, list(needs)):
        if network.has_room(site, list(needs.items()), used):
            return site
    return None


def _list_places(network: Network, ranking: Ranking, shorts: list[Short], skus: list[Key]) -> Iterator[Key]:
    shipping = shorts[0].site
    if shipping is not None:
        yield shipping
    own = [
        ranked.site.site
        for ranked in ranking
        if ranked.site.kind is SiteKind.OWN and all(sku in network.shelves[ranked.site.site] for sku in skus)
    ]
    yield from (site for site in own if site != shipping)
    if not own and ranking:
        usable = {ranked.site.site for ranked in ranking}
        # network.sites is sorted by priority and id.
        yield next(site.site for site in network.sites if site.site in usable)
