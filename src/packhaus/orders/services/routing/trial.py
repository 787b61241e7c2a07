"""What other weights would have changed of the last orders: the same decision, and nothing written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.promising import (
    Costs,
    Demand,
    DemandLine,
    Policy,
    plan_promises,
    sum_freight,
)
from packhaus.orders.queries.parts_to_send import fetch_free
from packhaus.orders.queries.routed_orders import SentOrder, list_sent_orders
from packhaus.orders.queries.routing import RoutingWeights
from packhaus.orders.services.place.costs import Lane, find_costs
from packhaus.orders.services.place.surroundings import Surroundings, read_surroundings
from packhaus.orders.services.plan_sites import as_plan_site
from packhaus.orders.services.routing.save import check_weights
from packhaus.shipping.queries.lane_prices import prepare_contracts
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.terms.queries.get_terms import get_terms

LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class RoutedOrder:
    """An order that would go from other sites: codes of those that sent it, and of those that would.

    `freight_minor` and `days`: what the others cost more and how much later they arrive; None: unknown.
    """

    number: str
    merchant_code: str
    placed_at: datetime
    before: list[str]
    after: list[str]
    freight_minor: int
    days: int | None


@dataclass(frozen=True, slots=True)
class RoutingTrial:
    """What weights would have come to over the last orders; amounts are minor units of `currency`.

    Freight and days are of the reference parcel, by today's prices and trucks. `dated` orders have days for both.
    """

    currency: str
    looked_at: int
    changed: list[RoutedOrder]
    freight_before: int
    freight_after: int
    parcels_before: int
    parcels_after: int
    dated: int
    days_before: int
    days_after: int


def try_routing(
    *, scope: Scope, weights: RoutingWeights, now: datetime, at_most: int = LOOKED_AT
) -> RoutingTrial:
    """Choose the sites of the last orders anew by these weights, with the stock that there is now and their own units.

    Each stands for itself. Weights that are not active are tried as the distance would decide. Queries: 3, and a few
    while what a process keeps is not fresh. Raises: Invalid with what is wrong with the weights.
    """
    check_weights(weights)
    with transaction(scope):
        orders = list_sent_orders(scope=scope, at_most=at_most)
        prepare_contracts()
        surroundings = replace(
            read_surroundings(now=now),
            weights=replace(weights, is_active=True),
            priced=list_priced_services(),
        )
        free = fetch_free({sku for order in orders for _, sku in order.units})
        ground = _Ground(scope, weights, surroundings, free)
        routed = [_try(ground, order) for order in orders]
    return _sum_up(weights.currency, routed)


@dataclass(frozen=True, slots=True)
class _Ground:
    scope: Scope
    weights: RoutingWeights
    surroundings: Surroundings
    free: Mapping[tuple[UUID, UUID], int]


@dataclass(frozen=True, slots=True)
class _Routed:
    order: SentOrder
    before: Sequence[str]
    after: Sequence[str]
    freight: tuple[int, int]
    days: tuple[int | None, int | None]
    codes: Mapping[str, str]


def _try(ground: _Ground, order: SentOrder) -> _Routed:
    lane = Lane(
        order.country, order.postal_code, order.region, order.service_code, order.is_cod, order.is_residential
    )
    found = find_costs(merchant_id=order.merchant_id, lanes=[lane], surroundings=ground.surroundings)
    costs, rows = found[lane], ground.surroundings.sites
    before = list(dict.fromkeys(str(site) for site, _ in order.units))
    demand = _draw_demand(ground, order, costs if ground.weights.is_active else None)
    ids = {site.id for site in rows.values()} | {site for site, _ in order.units}
    own = {
        (site, sku): ground.free.get((site, sku), 0)
        for site in ids
        for sku in {sku for _, sku in order.units}
    }
    free = {
        (str(site), str(sku)): units + order.units.get((site, sku), 0) for (site, sku), units in own.items()
    }
    sites = [as_plan_site(site=site, now=ground.surroundings.now) for site in rows.values()]
    (outcome,) = plan_promises(demands=[demand], sites=sites, free=free, explain=False)
    after = [str(site) for site in outcome.winners] or before
    return _Routed(
        order, before, after,
        (sum_freight(costs, before), sum_freight(costs, after)),
        (_find_days(costs, before), _find_days(costs, after)),
        {key: site.code for key, site in rows.items()},
    )  # fmt: skip


def _draw_demand(ground: _Ground, order: SentOrder, costs: Costs | None) -> Demand:
    wanted: dict[str, int] = {}
    for (_, sku), units in order.units.items():
        wanted[str(sku)] = wanted.get(str(sku), 0) + units
    lines = tuple(DemandLine(number, sku, units) for number, (sku, units) in enumerate(wanted.items()))
    codes = get_terms(ground.scope, merchant_id=order.merchant_id, at=ground.surroundings.now).ship_from
    keys = frozenset(site.key for site in ground.surroundings.sites.values() if site.code in codes)
    point = None if order.latitude is None or order.longitude is None else (order.latitude, order.longitude)
    return Demand(order.number, Policy.FILL_OR_KILL, lines, point, keys or None, costs)


def _find_days(costs: Costs, sites: Collection[str]) -> int | None:
    days = [costs.sites[site].days if site in costs.sites else None for site in sites]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _sum_up(currency: str, routed: Sequence[_Routed]) -> RoutingTrial:
    dated = [(one.days[0], one.days[1]) for one in routed]
    known = [(before, after) for before, after in dated if before is not None and after is not None]
    return RoutingTrial(
        currency=currency,
        looked_at=len(routed),
        changed=[_tell(one) for one in routed if set(one.before) != set(one.after)],
        freight_before=sum(one.freight[0] for one in routed),
        freight_after=sum(one.freight[1] for one in routed),
        parcels_before=sum(len(one.before) for one in routed),
        parcels_after=sum(len(one.after) for one in routed),
        dated=len(known),
        days_before=sum(before for before, _ in known),
        days_after=sum(after for _, after in known),
    )


def _tell(one: _Routed) -> RoutedOrder:
    before, after = one.days
    return RoutedOrder(
        one.order.number,
        one.order.merchant_code,
        one.order.placed_at,
        [one.codes.get(site, "–") for site in one.before],
        [one.codes.get(site, "–") for site in one.after],
        one.freight[1] - one.freight[0],
        None if before is None or after is None else after - before,
    )
