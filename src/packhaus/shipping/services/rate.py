"""Which service takes a shipment, at which price."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from packhaus.decide.pricing_flat import find_price_minor
from packhaus.shipping.types import PricedService, ShipmentDraft, ShipmentRate


class WantedService(NamedTuple):
    """What decides which services may take parcels besides the parcels; an empty code: any service."""

    code: str
    country: str
    is_cod: bool = False


def rate_shipment(
    *, draft: ShipmentDraft, services: Sequence[PricedService]
) -> ShipmentRate | dict[str, str]:
    """Choose the wanted service, else the cheapest that may carry every parcel; or say what excluded each. Queries: 0.

    Prices of different currencies do not compare without a rate: services priced in the order's currency go first, else
    those priced in the currency of the best ranked.
    """
    wanted = WantedService(draft.wanted_service, draft.country, is_cod=draft.is_cod)
    parcels = [
        (parcel.weight_grams, (parcel.length_mm, parcel.width_mm, parcel.height_mm))
        for parcel in draft.parcels
    ]
    offers: list[ShipmentRate] = []
    excluded: dict[str, str] = {}
    for service in services:
        costs = rate_service(wanted=wanted, parcels=parcels, service=service)
        if isinstance(costs, str):
            excluded[service.code] = costs
        else:
            offers.append(ShipmentRate(service, costs))
    if not offers:
        return excluded
    at_home = [rate for rate in offers if rate.service.currency == draft.currency]
    first = min(at_home or offers, key=lambda rate: (rate.service.rank, rate.service.code))
    return min(
        (rate for rate in offers if rate.service.currency == first.service.currency),
        key=lambda rate: (sum(rate.costs_minor), rate.service.rank, rate.service.code),
    )


def rate_service(
    *, wanted: WantedService, parcels: Iterable[tuple[int, tuple[int, int, int]]], service: PricedService
) -> tuple[int, ...] | str:
    """Return what each parcel of (grams, outer millimetres) costs with one service, or the first rule that excludes it.

    Units: minor units of the service's currency. Queries: 0.
    """
    if wanted.code and service.code != wanted.code:
        return "not_wanted"
    if not service.is_active and not wanted.code:
        return "switched_off"
    if service.countries and wanted.country not in service.countries:
        return "country"
    if wanted.is_cod and not service.can_collect_cash:
        return "cash"
    costs: list[int] = []
    for weight_grams, size_mm in parcels:
        charged = service.weigh(weight_grams=weight_grams, size_mm=size_mm)
        price = find_price_minor(steps=service.steps, weight_grams=charged)
        if price is None or weight_grams > service.max_weight_grams:
            return "weight"
        costs.append(price)
    return tuple(costs)
