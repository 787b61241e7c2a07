"""Every service from the site of a part, and the best way from every other site, with what excludes the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.promising import Rule
from packhaus.decide.remedies import Proposal, Way, keeps_day, propose_remedy
from packhaus.network.queries.sourcing import SourcingSite
from packhaus.orders.queries.parts_to_send import (
    ItemToSend,
    PartToSend,
    fetch_free,
    fetch_items,
    get_parts,
    list_parts_at_risk,
)
from packhaus.orders.services.offer.departures import Departure
from packhaus.orders.services.offer.ways import pack_departure
from packhaus.orders.services.place.surroundings import Surroundings, read_surroundings
from packhaus.orders.services.plan_sites import is_stale
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.shipping.queries.transit_times import as_place
from packhaus.shipping.services.rate import WantedService, rate_service
from packhaus.shipping.types import PricedService
from packhaus.terms.queries.get_terms import get_terms

LOOKED_AT = 100
"""So many parts at risk at most, those that must leave first: the others are looked at when these are settled."""


class SiteWay(NamedTuple):
    """Another site and its best way, or the first rule that excludes it: `sku` and `units` of what it lacks."""

    site_code: str
    site_id: UUID
    way: Way | None
    rule: str = ""
    sku: str = ""
    units: int = 0


@dataclass(frozen=True, slots=True)
class PartWays:
    """A part, the way that it has, the other services of its site, the other sites, and what is proposed.

    `excluded` are services with the first rule that excludes each.
    """

    part: PartToSend
    site: SourcingSite
    zone: str
    promised_on: date | None
    own: Way | None
    services: Sequence[Way]
    excluded: Sequence[tuple[str, str]]
    sites: Sequence[SiteWay]
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is read once for all parts. `ready_at`: when work that begins now is packed, by site."""

    scope: Scope
    now: datetime
    surroundings: Surroundings
    services: Sequence[PricedService]
    items: Mapping[UUID, Sequence[ItemToSend]]
    free: Mapping[tuple[UUID, UUID], int]
    ready_at: Mapping[UUID, datetime]


def find_ways(
    *, scope: Scope, fulfillment_ids: Sequence[UUID], ready_at: Mapping[UUID, datetime], now: datetime
) -> list[PartWays]:
    """Return how else parts of orders could travel. Queries: 3, and a few while what a process keeps is not fresh."""
    with transaction(scope):
        return _find(scope, get_parts(scope=scope, ids=fulfillment_ids), ready_at, now)


def list_risks(
    *,
    scope: Scope,
    ready_at: Mapping[UUID, datetime],
    now: datetime,
    merchant_id: UUID | None = None,
    at_most: int = LOOKED_AT,
) -> list[PartWays]:
    """Return what is late or will be, what must leave first first, each with what is proposed.

    At risk is what is not packed and would be packed, begun now, only after its cut-off. Nothing of it is stored.
    Queries: as `find_ways`.
    """
    with transaction(scope):
        limits = list(ready_at.items())
        parts = list_parts_at_risk(scope=scope, limits=limits, merchant_id=merchant_id, at_most=at_most)
        return _find(scope, parts, ready_at, now)


def _find(
    scope: Scope, parts: Sequence[PartToSend], ready_at: Mapping[UUID, datetime], now: datetime
) -> list[PartWays]:
    if not parts:
        return []
    items = fetch_items([part.id for part in parts])
    skus = {item.sku_id for own in items.values() for item in own}
    ground = _Ground(
        scope, now, read_surroundings(now=now), list_priced_services(), items, fetch_free(skus), ready_at
    )
    return [_find_one(ground, part) for part in parts if str(part.site_id) in ground.surroundings.sites]


def _find_one(ground: _Ground, part: PartToSend) -> PartWays:
    site = ground.surroundings.sites[str(part.site_id)]
    zone = ground.surroundings.calendars[site.id].zone
    promised_on = part.deliver_by.astimezone(zone).date() if part.deliver_by else None
    ways, excluded = _list_ways(ground, part, site)
    own = next((way for way in ways if way.service == part.service_code), None)
    services = sorted(
        (way for way in ways if way is not own), key=lambda way: (way.currency, way.cost_minor, way.leaves_at)
    )
    sites = [
        _judge_site(ground, part, other, promised_on, own)
        for other in ground.surroundings.sites.values()
        if other.id != site.id
    ]
    others = [*services] if part.is_all_planned else []
    others += [one.way for one in sites if one.way is not None] if part.can_move else []
    return PartWays(
        part, site, str(zone), promised_on, own, services, excluded, sites,
        propose_remedy(own=own, others=others, promised_on=promised_on, waits=part.waits),
    )  # fmt: skip


def _list_ways(
    ground: _Ground, part: PartToSend, site: SourcingSite
) -> tuple[list[Way], list[tuple[str, str]]]:
    """Return a way for each service that takes the part from a site, and the rule that excludes each other one."""
    items = ground.items.get(part.id, ())
    departure = Departure(
        site,
        max(ground.now, ground.ready_at.get(site.id, ground.now)),
        sum(item.quantity * item.weight_grams for item in items),
        sum(item.quantity * item.volume_mm3 for item in items),
        max((item.weight_grams for item in items), default=0),
    )
    wanted = WantedService("", part.country, is_cod=part.is_cod)
    ways: list[Way] = []
    excluded: list[tuple[str, str]] = []
    for service in ground.services:
        costs = rate_service(wanted=wanted, parcels=pack_departure(departure, service), service=service)
        if isinstance(costs, str):
            excluded.append((service.code, costs))
        else:
            ways.append(_make_way(ground, part, departure, service, sum(costs)))
    return ways, excluded


def _make_way(
    ground: _Ground, part: PartToSend, departure: Departure, service: PricedService, cost_minor: int
) -> Way:
    assert departure.ready_at is not None
    key = departure.site.key
    leaves = ground.surroundings.find_leaving(
        key, carrier_code=service.carrier_code, ready_at=departure.ready_at
    )
    to = as_place(country=part.country, postal_code=part.postal_code, region=part.region)
    arrival = ground.surroundings.find_arrival(key, service=service.code, to=to, leaves=leaves)
    last = arrival.last if arrival else None
    return Way(departure.site.code, service.code, leaves, last, cost_minor, service.currency)


def _judge_site(
    ground: _Ground, part: PartToSend, site: SourcingSite, promised_on: date | None, own: Way | None
) -> SiteWay:
    """Return the best way from another site, or the first rule that excludes it, in the order of `Rule`."""
    codes = get_terms(ground.scope, merchant_id=part.merchant_id, at=ground.now).ship_from
    if is_stale(site=site, now=ground.now):
        return SiteWay(site.code, site.id, None, Rule.FEED_TOO_OLD)
    if codes and site.code not in codes:
        return SiteWay(site.code, site.id, None, Rule.NOT_ELIGIBLE)
    wanted: dict[UUID, tuple[str, int]] = {}
    for item in ground.items.get(part.id, ()):
        wanted[item.sku_id] = (item.sku_code, wanted.get(item.sku_id, ("", 0))[1] + item.quantity)
    for sku_id, (code, units) in wanted.items():
        if (free := ground.free.get((site.id, sku_id), 0)) < units:
            return SiteWay(site.code, site.id, None, Rule.SHORT, code, units - free)
    ways, _ = _list_ways(ground, part, site)
    if not ways:
        return SiteWay(site.code, site.id, None, "no_service")
    return SiteWay(site.code, site.id, min(ways, key=lambda way: _rank(way, promised_on, own)))


def _rank(way: Way, promised_on: date | None, own: Way | None) -> tuple[bool, bool, int, date]:
    """Rank what keeps the day first, then prices that compare, then the cheapest, then the soonest."""
    is_other_money = own is not None and way.currency != own.currency
    return not keeps_day(way, promised_on), is_other_money, way.cost_minor, way.arrives_on or date.max
