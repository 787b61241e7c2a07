"""Why a site did not ship an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packhaus.decide.promising.sourcing import sum_costs, sum_wanted
from packhaus.decide.promising.types import CostGap, Exclusion, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packhaus.decide.keys import Key
    from packhaus.decide.promising.network import Network, RankedSite, Ranking
    from packhaus.decide.promising.types import Costs, Demand, Promise, Site


def explain_losers(
    network: Network, demand: Demand, ranking: Ranking, winners: tuple[Key, ...], taken: Sequence[Promise]
) -> tuple[Exclusion, ...]:
    """Explain for each site that ships nothing of an order which rule excluded it first.

    Called after the order took its units: only winners' shelves changed, so losers' are as they were judged.
    """
    ranked_by_site = {ranked.site.site: ranked for ranked in ranking}
    chosen = [ranked_by_site[site] for site in winners] if taken else []
    wanted = sum_wanted(demand)
    return tuple(
        (_find_short(network, site, wanted) if site.site in ranked_by_site else None)
        or _explain_rank(site, ranked_by_site.get(site.site), chosen, demand.costs)
        for site in network.sites
        if site.site not in winners
    )


def explain_later(network: Network, demand: Demand, ranking: Ranking) -> tuple[Exclusion, ...]:
    """Explain why every other site comes after the first of the ranking, which ships everything.

    What they have on their shelves decided nothing.
    """
    first = ranking[0]
    ranked_by_site = {ranked.site.site: ranked for ranked in ranking}
    return tuple(
        _explain_rank(site, ranked_by_site.get(site.site), (first,), demand.costs)
        for site in network.sites
        if site.site != first.site.site
    )


def _find_short(network: Network, site: Site, wanted: dict[Key, int]) -> Exclusion | None:
    shelf = network.shelves[site.site]
    for sku, units in wanted.items():
        if shelf.get(sku, 0) < units:
            return Exclusion(site.site, Rule.SHORT, sku=sku, units=units - shelf.get(sku, 0))
    return None


def _explain_rank(
    site: Site, ranked: RankedSite | None, chosen: Sequence[RankedSite], costs: Costs | None
) -> Exclusion:
    if site.blocked_by is not None:
        return Exclusion(site.site, site.blocked_by)
    if ranked is None:
        return Exclusion(site.site, Rule.NOT_ELIGIBLE)
    winner = chosen[0] if chosen else None
    if ranked.is_full and (winner is None or not winner.is_full):
        return Exclusion(site.site, Rule.FULL)
    if costs is not None and chosen:
        gap = _measure_gap(ranked, chosen, costs)
        if gap.minor > 0:
            return Exclusion(site.site, Rule.DEARER, cost=gap)
    if winner is None or ranked.km > winner.km:
        return Exclusion(site.site, Rule.FARTHER, km=round(ranked.km - (winner.km if winner else 0.0)))
    rule = Rule.LOWER_PRIORITY if site.priority > winner.site.priority else Rule.LATER_ID
    return Exclusion(site.site, rule)


def _measure_gap(ranked: RankedSite, chosen: Sequence[RankedSite], costs: Costs) -> CostGap:
    """Return what the whole order would have cost more from one site than from those that were chosen."""
    latest = max(chosen, key=lambda one: one.cost.time_minor)
    days = (ranked.cost.days, latest.cost.days)
    return CostGap(
        costs.currency,
        ranked.cost_minor - sum_costs(chosen, costs),
        ranked.cost.freight_minor - sum(one.cost.freight_minor for one in chosen),
        ranked.cost.time_minor - latest.cost.time_minor,
        ranked.load_minor - sum(one.load_minor for one in chosen),
        -costs.split_minor * (len(chosen) - 1),
        None if days[0] is None or days[1] is None else days[0] - days[1],
    )
