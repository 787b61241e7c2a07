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
        _explain(network, site, ranked_by_site.get(site.site), winner, wanted)
        for site in network.sites
        if site.site not in winners
    )


def _explain(
    network: Network, site: Site, ranked: RankedSite | None, winner: RankedSite | None, wanted: dict[Key, int]
) -> Exclusion:
    if site.blocked_by is not None:
        return Exclusion(site.site, site.blocked_by)
    if ranked is None:
        return Exclusion(site.site, Rule.NOT_ELIGIBLE)
    shelf = network.shelves[site.site]
    for sku, units in wanted.items():
        if shelf.get(sku, 0) < units:
            return Exclusion(site.site, Rule.SHORT, sku=sku, units=units - shelf.get(sku, 0))
    if winner is None or ranked.km > winner.km:
        return Exclusion(site.site, Rule.FARTHER, km=round(ranked.km - (winner.km if winner else 0.0)))
    rule = Rule.LOWER_PRIORITY if site.priority > winner.site.priority else Rule.LATER_ID
    return Exclusion(site.site, rule)
