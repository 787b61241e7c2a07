"""Which service takes a shipment, at which price."""

from collections.abc import Sequence

from packhaus.decide.pricing_flat import find_price_minor
from packhaus.shipping.types import PricedService, ShipmentDraft, ShipmentRate


def rate_shipment(
    *, draft: ShipmentDraft, services: Sequence[PricedService]
) -> ShipmentRate | dict[str, str]:
    """Choose the wanted service, else the cheapest that may carry every parcel; or say what excluded each. Queries: 0.

    Prices of different currencies do not compare without a rate: services priced in the order's currency go first, else
    those priced in the currency of the best ranked.
    """
    offers: list[ShipmentRate] = []
    excluded: dict[str, str] = {}
    for service in services:
        rate = _try_service(draft, service)
        if isinstance(rate, str):
            excluded[service.code] = rate
        else:
            offers.append(rate)
    if not offers:
        return excluded
    at_home = [rate for rate in offers if rate.service.currency == draft.currency]
    first = min(at_home or offers, key=lambda rate: (rate.service.rank, rate.service.code))
    return min(
        (rate for rate in offers if rate.service.currency == first.service.currency),
        key=lambda rate: (sum(rate.costs_minor), rate.service.rank, rate.service.code),
    )


def _try_service(draft: ShipmentDraft, service: PricedService) -> ShipmentRate | str:
    """Rate with one service, or name the first rule that excludes it."""
    if draft.wanted_service and service.code != draft.wanted_service:
        return "not_wanted"
    if not service.is_active and not draft.wanted_service:
        return "switched_off"
    if service.countries and draft.country not in service.countries:
        return "country"
    if draft.is_cod and not service.can_collect_cash:
        return "cash"
    costs: list[int] = []
    for parcel in draft.parcels:
        size = (parcel.length_mm, parcel.width_mm, parcel.height_mm)
        charged = service.weigh(weight_grams=parcel.weight_grams, size_mm=size)
        price = find_price_minor(steps=service.steps, weight_grams=charged)
        if price is None or parcel.weight_grams > service.max_weight_grams:
            return "weight"
        costs.append(price)
    return ShipmentRate(service, tuple(costs))
