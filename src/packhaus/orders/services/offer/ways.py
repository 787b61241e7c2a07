"""By which services what a cart asks for could travel: for how much, and when it would arrive."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.orders.services.offer.departures import Departure
from packhaus.orders.services.offer.types import ExcludedService, OfferedService
from packhaus.orders.services.place.surroundings import Surroundings
from packhaus.orders.types import OrderDraft
from packhaus.shipping.queries.transit_times import Arrival, as_place
from packhaus.shipping.services.rate import WantedService, rate_service
from packhaus.shipping.types import PricedService

_Parcel = tuple[int, tuple[int, int, int]]


def offer_services(
    *,
    draft: OrderDraft,
    departures: Sequence[Departure],
    services: Sequence[PricedService],
    surroundings: Surroundings,
) -> tuple[list[OfferedService], list[ExcludedService]]:
    """Return the services that could take every parcel, the cheapest first, and why the others could not.

    Prices of different currencies do not compare: those in the draft's come first, else those of the best ranked.
    """
    if not departures:
        return [], []
    wanted = WantedService("", draft.address.country, is_cod=draft.payment_term == "cod")
    offers: list[tuple[PricedService, OfferedService]] = []
    excluded: list[ExcludedService] = []
    for service in services:
        parcels = [parcel for departure in departures for parcel in pack_departure(departure, service)]
        costs = rate_service(wanted=wanted, parcels=parcels, service=service)
        if isinstance(costs, str):
            excluded.append(ExcludedService(service.code, costs))
        else:
            offers.append((service, _offer(draft, departures, service, sum(costs), surroundings)))
    currencies = [service.currency for service, _ in offers]
    first = draft.currency if draft.currency in currencies else next(iter(currencies), "")
    offers.sort(key=lambda one: (one[0].currency != first, one[0].currency, one[1].amount_minor, one[0].rank))
    return [offer for _, offer in offers], excluded


def pack_departure(departure: Departure, service: PricedService) -> list[_Parcel]:
    """Spread a departure evenly over as few parcels as the service takes; a unit too heavy for it stays too heavy."""
    weight, volume = departure.weight_grams, departure.volume_mm3
    most = min(service.max_weight_grams, service.steps[-1].max_weight_grams) if service.steps else 0
    if departure.heaviest_grams > most:
        return [(departure.heaviest_grams, (0, 0, 0))]
    charged = service.weigh(weight_grams=weight, size_mm=(volume, 1, 1))
    count = max(1, -(-charged // most)) if most else 1
    return [(-(-weight // count), (-(-volume // count), 1, 1))] * count


def _offer(
    draft: OrderDraft,
    departures: Sequence[Departure],
    service: PricedService,
    amount_minor: int,
    surroundings: Surroundings,
) -> OfferedService:
    leaves = [_find_leaving(departure, service, surroundings) for departure in departures]
    known = [at for at in leaves if at is not None]
    if len(known) < len(leaves):
        dates, ship_by, undated = None, None, "no_restock_date"
    else:
        dates, ship_by = _find_arrival(draft, departures, service, known, surroundings), max(known)
        undated = "" if dates else "no_transit_time"
    return OfferedService(
        service=service.code,
        carrier=service.carrier_code,
        currency=service.currency,
        amount_minor=amount_minor,
        ship_by=ship_by,
        deliver_from=dates.first if dates else None,
        deliver_by=dates.last if dates else None,
        undated=undated,
    )


def _find_leaving(
    departure: Departure, service: PricedService, surroundings: Surroundings
) -> datetime | None:
    if departure.ready_at is None:
        return None
    return surroundings.find_leaving(
        departure.site.key, carrier_code=service.carrier_code, ready_at=departure.ready_at
    )


def _find_arrival(
    draft: OrderDraft,
    departures: Sequence[Departure],
    service: PricedService,
    leaves: Sequence[datetime],
    surroundings: Surroundings,
) -> Arrival | None:
    address = draft.address
    to = as_place(country=address.country, postal_code=address.postal_code, region=address.region)
    found = [
        surroundings.find_arrival(departure.site.key, service=service.code, to=to, leaves=at)
        for departure, at in zip(departures, leaves, strict=True)
    ]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    return Arrival(min(one.first for one in known), max(one.last for one in known))
