"""What an order would cost from each site, by its destination: freight of the best service, and its days as money.

Prices and days of a destination are worked out once and kept for five seconds; of a batch, all that are new at once.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.decide.pricing_flat import find_price_minor
from packhaus.decide.promising import Costs, SiteCost
from packhaus.decide.rating import Option, Place, RatedParcel
from packhaus.kernel.kept import forgets
from packhaus.network.queries.sourcing import SourcingSite
from packhaus.orders.queries.routing import RoutingWeights, get_routing_weights
from packhaus.orders.services.place.surroundings import Surroundings
from packhaus.orders.types import OrderDraft
from packhaus.shipping.queries.lane_prices import LanePrice, prepare_contracts, price_parcels
from packhaus.shipping.queries.transit_times import as_place
from packhaus.shipping.types import PricedService

_FRESH_SECONDS = 5.0
_KEPT_AT_MOST = 20_000


class Lane(NamedTuple):
    """Where an order goes, as far as what it costs depends on it; an empty service: whichever is best."""

    country: str
    postal_code: str
    region: str
    service: str = ""
    is_cod: bool = False
    is_residential: bool = True


class Way(NamedTuple):
    """What the reference parcel costs with a service from a site, and in how many days it is there (None: unknown)."""

    service: str
    freight_minor: int
    days: int | None


class _Kept:
    read_at: float = float("-inf")
    costs: dict[tuple[UUID, Lane, datetime, RoutingWeights], Costs] = {}


def refresh_routing() -> None:
    """Read what routing needs of contracts, before a merchant's transaction begins. Queries: 0 while fresh."""
    if get_routing_weights().is_active:
        prepare_contracts()


def find_lane(draft: OrderDraft) -> Lane:
    """Return where a draft goes."""
    address = draft.address
    return Lane(
        address.country, address.postal_code, address.region, draft.service_code,
        draft.payment_term == "cod", not draft.contact.company,
    )  # fmt: skip


def find_costs(
    *, merchant_id: UUID, lanes: Iterable[Lane], surroundings: Surroundings
) -> Mapping[Lane, Costs]:
    """Return what sites cost for destinations; nothing where distance decides. Queries: 0."""
    weights = surroundings.weights
    if not weights.is_active:
        return {}
    if time.monotonic() - _Kept.read_at > _FRESH_SECONDS or len(_Kept.costs) > _KEPT_AT_MOST:
        _Kept.costs, _Kept.read_at = {}, time.monotonic()
    minute = surroundings.now.replace(second=0, microsecond=0)
    asked = list(dict.fromkeys(lanes))
    kept = _Kept.costs
    new = [lane for lane in asked if (merchant_id, lane, minute, weights) not in kept]
    if new:
        worked_out = _work_out(merchant_id, new, surroundings)
        for lane, costs in zip(new, worked_out, strict=True):
            kept[merchant_id, lane, minute, weights] = costs
    return {lane: kept[merchant_id, lane, minute, weights] for lane in asked}


def _work_out(merchant_id: UUID, lanes: Sequence[Lane], surroundings: Surroundings) -> list[Costs]:
    # A partner sends with its own carriers, at prices that nobody told us.
    sites = [site for site in surroundings.sites.values() if site.run_by == "own"]
    parcels = [_draw_parcel(lane, site, surroundings) for lane in lanes for site in sites]
    prices = iter(price_parcels(merchant_id=merchant_id, parcels=parcels))
    found = []
    for lane in lanes:
        ways = {site.key: _list_ways(lane, site, next(prices), surroundings) for site in sites}
        found.append(_compare(ways, surroundings.sites, surroundings.weights))
    return found


def _draw_parcel(lane: Lane, site: SourcingSite, surroundings: Surroundings) -> RatedParcel:
    return RatedParcel(
        Place(site.country, site.postal_code),
        Place(lane.country, lane.postal_code),
        surroundings.weights.parcel_grams,
        (0, 0, 0),
        surroundings.now.date(),
        is_residential=lane.is_residential,
        options=frozenset({Option.CASH}) if lane.is_cod else frozenset(),
    )


def _list_ways(
    lane: Lane,
    site: SourcingSite,
    prices: Mapping[str, LanePrice],
    surroundings: Surroundings,
) -> list[Way]:
    ways = []
    for service in surroundings.priced:
        price = _find_price(lane, service, prices.get(service.code), surroundings.weights)
        if price is not None:
            ways.append(Way(service.code, price, _count_days(lane, site, service, surroundings)))
    return ways


def _find_price(
    lane: Lane, service: PricedService, price: LanePrice | None, weights: RoutingWeights
) -> int | None:
    """Return what the parcel costs by contract, else by flat prices; None where the service does not take it."""
    may_go = (
        (service.code == lane.service if lane.service else service.is_active)
        and (not service.countries or lane.country in service.countries)
        and (service.can_collect_cash or not lane.is_cod)
        and weights.parcel_grams <= service.max_weight_grams
    )
    if not may_go:
        return None
    if price is not None:
        return price.amount_minor if price.currency == weights.currency else None
    if service.currency != weights.currency:
        return None
    return find_price_minor(steps=service.steps, weight_grams=weights.parcel_grams)


def _count_days(
    lane: Lane, site: SourcingSite, service: PricedService, surroundings: Surroundings
) -> int | None:
    """Count the days, of every kind, from the order to its arrival."""
    if service.code not in surroundings.transit.lanes:
        return None
    leaves = surroundings.find_leaving(
        site.key, carrier_code=service.carrier_code, ready_at=surroundings.find_ready(site.key)
    )
    to = as_place(country=lane.country, postal_code=lane.postal_code, region=lane.region)
    arrival = surroundings.find_arrival(site.key, service=service.code, to=to, leaves=leaves)
    zone = surroundings.calendars[site.id].zone
    return None if arrival is None else (arrival.last - surroundings.now.astimezone(zone).date()).days


def _compare(ways: Mapping[str, Sequence[Way]], sites: Iterable[str], weights: RoutingWeights) -> Costs:
    """Return the best way of each site as money; what nobody said counts as the slowest and the dearest known."""
    slowest = max((way.days for found in ways.values() for way in found if way.days is not None), default=0)

    def weigh(way: Way) -> tuple[int, int]:
        time_minor = weights.day_minor * (slowest if way.days is None else way.days)
        return way.freight_minor + time_minor, way.freight_minor

    best = {site: min(found, key=weigh) for site, found in ways.items() if found}
    dearest = max((way.freight_minor for way in best.values()), default=0)
    costs = {}
    for site in sites:
        way = best.get(site) or Way("", dearest, None)
        days = slowest if way.days is None else way.days
        costs[site] = SiteCost(way.freight_minor, weights.day_minor * days, way.days)
    return Costs(weights.currency, costs, weights.split_minor, weights.full_minor)


@forgets
def forget_costs() -> None:
    """Work everything out anew: after weights or prices were changed here, and between tests."""
    _Kept.read_at, _Kept.costs = float("-inf"), {}
