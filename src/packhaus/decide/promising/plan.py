"""Plan promises for many orders at once."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from packhaus.decide.promising.backorder import place_backorders
from packhaus.decide.promising.explain import explain_later, explain_losers
from packhaus.decide.promising.network import open_network
from packhaus.decide.promising.sourcing import choose_fill
from packhaus.decide.promising.types import Policy, PromiseOutcome, ShortLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from packhaus.decide.keys import Key
    from packhaus.decide.promising.network import Network, Ranking, Shelf
    from packhaus.decide.promising.sourcing import Fill
    from packhaus.decide.promising.types import Demand, DemandLine, FreeStock, Headroom, Promise, Site

NO_LIMITS: Headroom = MappingProxyType({})


def plan_promises(
    *,
    demands: Iterable[Demand],
    sites: Sequence[Site],
    free: FreeStock,
    headroom: Headroom = NO_LIMITS,
    explain: bool = True,
) -> list[PromiseOutcome]:
    """Plan promises for orders in the order given; one outcome per demand.

    One site if one can ship everything (who is not full for the day, then nearest, then priority, then id), else the
    fewest sites, ties by the sum of distances; where a demand has costs, what costs least, each further parcel at its
    price, then as above. What is nowhere becomes a backorder as the order's policy allows, or it
    is refused with every short line. A kit's components share one site; of several kits some may ship and others wait
    elsewhere. A site in `free` with zero units still lists the SKU, which makes it a place for backorders; an
    unlimited site has endless units of what it lists. A (site, SKU) absent from `headroom` has no limit. Nothing given
    is changed. With `explain` each losing site gets the first rule that excluded it.
    Units: base units. Cost: O(lines) while first choices can ship all; else up to 2^8 site sets per order.
    """
    network = open_network(sites=sites, free=free, headroom=headroom)
    only = network.sites[0].site if len(network.sites) == 1 and network.sites[0].blocked_by is None else None
    lonely = only is not None
    outcomes: list[PromiseOutcome] = []
    for demand in demands:
        ranking: Ranking = ()
        if lonely and demand.sites is None:
            first = only
        else:
            ranking = network.rank(demand)
            first = ranking[0].site.site if ranking else None
        taken = None if first is None else _take_all(network.shelves[first], first, demand.lines)
        if taken is None or first is None:
            outcomes.append(_plan_apart(network, demand, explain=explain))
            continue
        losers = explain_later(network, demand, ranking) if explain and ranking else ()
        network.send((first,))
        outcomes.append(PromiseOutcome(demand.order, taken, [], (), (first,), losers))
    return outcomes


def promise_from_first(*, demand: Demand, sites: Sequence[Site]) -> PromiseOutcome | None:
    """Promise everything from the site that comes first for a demand, whatever stock it has; None when none may ship.

    Who ships whole comes before everybody else in `plan_promises` too; whether the units are there is for the caller
    to find out.
    """
    network = open_network(sites=sites, free={}, headroom=NO_LIMITS)
    ranking = network.rank(demand)
    if not ranking:
        return None
    first = ranking[0].site.site
    promised = [(line.line, first, line.quantity) for line in demand.lines]
    losers = explain_later(network, demand, ranking) if len(network.sites) > 1 else ()
    return PromiseOutcome(demand.order, promised, [], (), (first,), losers)


def _take_all(shelf: Shelf, site: Key, lines: tuple[DemandLine, ...]) -> list[Promise] | None:
    """Take every line from one shelf, or nothing at all."""
    taken: list[Promise] = []
    for line, sku, quantity, _, _, _ in lines:
        left = shelf.get(sku, 0) - quantity
        if left < 0:
            for (_, sku_back, quantity_back, _, _, _), _ in zip(lines, taken, strict=False):
                shelf[sku_back] += quantity_back
            return None
        shelf[sku] = left
        taken.append((line, site, quantity))
    return taken


def _plan_apart(network: Network, demand: Demand, *, explain: bool) -> PromiseOutcome:
    """Plan an order that its first-choice site cannot ship alone."""
    ranking = network.rank(demand)
    fill = choose_fill(network, demand, ranking)
    owed = place_backorders(network, ranking, fill)
    if _is_refused(demand, fill, has_places=owed is not None):
        winners: tuple[Key, ...] = ()
        outcome = PromiseOutcome(demand.order, [], [], _list_shorts(fill), (), ())
        losers = explain_losers(network, demand, ranking, winners, []) if explain else ()
        return outcome._replace(losers=losers)
    owed = owed or []
    wanted = {line.line: line.sku for line in demand.lines}
    for line, site, units in fill.promised:
        network.take(site, wanted[line], units)
    for line, site, units in owed:
        network.owe(site, wanted[line], units)
    winners = tuple(dict.fromkeys(site for _, site, _ in (*fill.promised, *owed)))
    losers = explain_losers(network, demand, ranking, winners, fill.promised) if explain else ()
    network.send(dict.fromkeys(site for _, site, _ in fill.promised))
    waits = bool(owed) and demand.policy is Policy.SHIP_COMPLETE
    return PromiseOutcome(demand.order, fill.promised, owed, (), winners, losers, waits)


def _is_refused(demand: Demand, fill: Fill, *, has_places: bool) -> bool:
    if not fill.shorts:
        return False
    if demand.policy is Policy.FILL_OR_KILL or not has_places:
        return True
    return any(not short.line.may_backorder for short in fill.shorts)


def _list_shorts(fill: Fill) -> tuple[ShortLine, ...]:
    return tuple(
        ShortLine(line.line, line.sku, line.quantity, line.quantity - units, units)
        for line, units, _ in fill.shorts
    )
