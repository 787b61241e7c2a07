"""Why a site did not ship an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packhaus.decide.promising.sourcing import sum_wanted
from packhaus.decide.promising.types import Exclusion, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packhaus.decide.keys import Key
    from packhaus.decide.promising.network import Network, RankedSite, Ranking
    from packhaus.decide.promising.types import Demand, Promise, Site


def explain_losers(
    network: Network, demand: Demand, ranking: Ranking, winners: tuple[Key, ...], taken: Sequence[Promise]
) -> tuple[Exclusion, ...]:
    """Explain for each site that ships nothing of an order which rule excluded it first.

    Called after the order took its units: only winners' shelves changed, so losers' are as they were judged.
    """
    ranked_by_site = {ranked.site.site: ranked for ranked in ranking}
    winner = ranked_by_site[winners[0]] if taken and winners else None
    wanted = sum_wanted(demand)
    return tuple(
        (_find_short(network, site, wanted) if site.site in ranked_by_site else None)
        or _explain_rank(site, ranked_by_site.get(site.site), winner)
        for site in network.sites
        if site.site not in winners
    )


def explain_later(network: Network, ranking: Ranking) -> tuple[Exclusion, ...]:
    """Explain why every other site comes after the first of the ranking, which ships everything.

    What they have on their shelves decided nothing.
    """
    first = ranking[0]
    ranked_by_site = {ranked.site.site: ranked for ranked in ranking}
    return tuple(
        _explain_rank(site, ranked_by_site.get(site.site), first)
        for site in network.sites
        if site.site != first.site.site
    )


def _find_short(network: Network, site: Site, wanted: dict[Key, int]) -> Exclusion | None:
    shelf = network.shelves[site.site]
    for sku, units in wanted.items():
        if shelf.get(sku, 0) < units:
            return Exclusion(site.site, Rule.SHORT, sku=sku, units=units - shelf.get(sku, 0))
    return None


def _explain_rank(site: Site, ranked: RankedSite | None, winner: RankedSite | None) -> Exclusion:
    if site.blocked_by is not None:
        return Exclusion(site.site, site.blocked_by)
    if ranked is None:
        return Exclusion(site.site, Rule.NOT_ELIGIBLE)
    if ranked.is_full and (winner is None or not winner.is_full):
        return Exclusion(site.site, Rule.FULL)
    if winner is None or ranked.km > winner.km:
        return Exclusion(site.site, Rule.FARTHER, km=round(ranked.km - (winner.km if winner else 0.0)))
    rule = Rule.LOWER_PRIORITY if site.priority > winner.site.priority else Rule.LATER_ID
    return Exclusion(site.site, rule)
