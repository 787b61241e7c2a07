"""Which service takes a shipment, at which price, and why it and not another."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from packhaus.decide.pricing_flat import find_price_minor
from packhaus.decide.rating import Choice, Loser, Offer, Option, Wish, choose_service
from packhaus.shipping.types import (
    ContractPrice,
    PricedService,
    Rival,
    ServiceReasons,
    ShipmentDraft,
    ShipmentRate,
)

_UNSAID = frozenset({"not_wanted", "switched_off"})
"""Reasons that nobody asks for afterwards: the order named another service, or this one is not offered at all."""


class WantedService(NamedTuple):
    """What decides which services may take parcels besides the parcels; an empty code: any service."""

    code: str
    country: str
    is_cod: bool = False


class Rules(NamedTuple):
    """What the merchant's terms say of a shipment for which no service was named."""

    excluded: frozenset[str] = frozenset()
    is_insured: bool = False
    is_signed: bool = False


class Known(NamedTuple):
    """What is known of a shipment besides its parcels: contract prices and days of arrival by service, and its date."""

    prices: Mapping[str, ContractPrice] = {}
    arrivals: Mapping[str, date] = {}
    arrive_by: date | None = None
    is_po_box: bool = False
    rules: Rules = Rules()


_NOTHING = Known()


def rate_shipment(
    *, draft: ShipmentDraft, services: Sequence[PricedService], known: Known = _NOTHING
) -> ShipmentRate | dict[str, str]:
    """Choose the wanted service, else the cheapest that may carry all and keeps the date; or say what excluded each.

    A service costs what a contract says; where none names it, its flat price. Prices of different currencies do not
    compare without a rate: services priced in the order's currency go first, else those priced in the currency of the
    best ranked. Queries: 0.
    """
    wanted = WantedService(draft.wanted_service, draft.country, is_cod=draft.is_cod)
    parcels = [
        (parcel.weight_grams, (parcel.length_mm, parcel.width_mm, parcel.height_mm))
        for parcel in draft.parcels
    ]
    rates: dict[str, ShipmentRate] = {}
    excluded: dict[str, str] = {}
    for service in services:
        rate = _rate(wanted, parcels, service, known.prices.get(service.code))
        if isinstance(rate, str):
            excluded[service.code] = rate
        else:
            rates[service.code] = rate
    choice = _choose(draft, rates, known)
    if choice is None or choice.taken is None:
        barred = choice.losers if choice else ()
        return excluded | {loser.offer.service: loser.bar.value for loser in barred if loser.bar}
    taken = rates[choice.taken.service]
    reasons = _write_reasons(choice, taken.reasons, known, excluded)
    return taken._replace(reasons=reasons)


def rate_service(
    *, wanted: WantedService, parcels: Iterable[tuple[int, tuple[int, int, int]]], service: PricedService
) -> tuple[int, ...] | str:
    """Return what each parcel of (grams, outer millimetres) costs by flat prices, or the first rule that excludes it.

    Units: minor units of the service's currency. Queries: 0.
    """
    rule = _find_rule(wanted, service)
    if rule:
        return rule
    costs: list[int] = []
    for weight_grams, size_mm in parcels:
        charged = service.weigh(weight_grams=weight_grams, size_mm=size_mm)
        price = find_price_minor(steps=service.steps, weight_grams=charged)
        if price is None or weight_grams > service.max_weight_grams:
            return "weight"
        costs.append(price)
    return tuple(costs)


def _find_rule(wanted: WantedService, service: PricedService) -> str:
    """Return the first rule that excludes a service whatever it costs, or nothing."""
    rules = (
        (bool(wanted.code) and service.code != wanted.code, "not_wanted"),
        (not service.is_active and not wanted.code, "switched_off"),
        (bool(service.countries) and wanted.country not in service.countries, "country"),
        (wanted.is_cod and not service.can_collect_cash, "cash"),
    )
    return next((name for is_excluded, name in rules if is_excluded), "")


def _rate(
    wanted: WantedService,
    parcels: Sequence[tuple[int, tuple[int, int, int]]],
    service: PricedService,
    price: ContractPrice | None,
) -> ShipmentRate | str:
    if price is None:
        costs = rate_service(wanted=wanted, parcels=parcels, service=service)
        return costs if isinstance(costs, str) else ShipmentRate(service, costs)
    rule = _find_rule(wanted, service)
    if rule or price.refusal:
        return rule or price.refusal
    if any(weight_grams > service.max_weight_grams for weight_grams, _ in parcels):
        return "weight"
    return ShipmentRate(service.under(price.currency), price.costs_minor, ServiceReasons(price.version_id))


def _choose(draft: ShipmentDraft, rates: Mapping[str, ShipmentRate], known: Known) -> Choice | None:
    """Choose in the order's currency, else in the currency of the best ranked that may go."""
    offers = [_offer(rate, known) for rate in rates.values()]
    choice = None
    for currency in _rank_currencies(draft, rates):
        choice = choose_service(offers=offers, wish=_wish(draft, known, currency))
        if choice.taken:
            break
    return choice


def _wish(draft: ShipmentDraft, known: Known, currency: str) -> Wish:
    """Return what the shipment needs. A service that the order names goes before the date and the merchant's rules."""
    needed = {Option.CASH: draft.is_cod, Option.DANGEROUS: draft.is_dangerous}
    if draft.wanted_service:
        options = frozenset(option for option, is_needed in needed.items() if is_needed)
        return Wish(currency, options=options, is_po_box=known.is_po_box)
    needed[Option.SIGNATURE] = known.rules.is_signed
    return Wish(
        currency,
        known.arrive_by,
        frozenset(option for option, is_needed in needed.items() if is_needed),
        is_po_box=known.is_po_box,
        value_minor=draft.value_minor if draft.currency == currency else 0,
        insured_above_minor=0 if known.rules.is_insured else None,
        excluded=known.rules.excluded,
    )


def _offer(rate: ShipmentRate, known: Known) -> Offer:
    service = rate.service
    able = {
        Option.CASH: service.can_collect_cash,
        Option.DANGEROUS: service.takes_dangerous,
        Option.SIGNATURE: service.takes_signature,
    }
    return Offer(
        service.code,
        sum(rate.costs_minor),
        service.currency,
        known.arrivals.get(service.code),
        service.rank,
        frozenset(option for option, is_able in able.items() if is_able),
        takes_po_boxes=service.takes_po_boxes,
        insured_minor=service.liable_minor,
    )


def _rank_currencies(draft: ShipmentDraft, rates: Mapping[str, ShipmentRate]) -> list[str]:
    ranked = sorted((rate.service for rate in rates.values()), key=lambda one: (one.rank, one.code))
    found = dict.fromkeys(service.currency for service in ranked)
    return [draft.currency, *found] if draft.currency in found else list(found)


def _write_reasons(
    choice: Choice, reasons: ServiceReasons, known: Known, excluded: Mapping[str, str]
) -> ServiceReasons:
    assert choice.taken
    second = choice.runner_up
    rivals = (
        *(_write_rival(one) for one in choice.losers),
        *(Rival(code, reason) for code, reason in excluded.items() if reason not in _UNSAID),
    )
    return ServiceReasons(
        reasons.version_id,
        choice.taken.arrives_on,
        known.arrive_by,
        is_late=choice.is_late,
        runner_up=second.service if second else "",
        runner_up_minor=second.amount_minor if second else None,
        rivals=rivals,
    )


def _write_rival(loser: Loser) -> Rival:
    offer = loser.offer
    return Rival(offer.service, loser.bar or "", offer.amount_minor, offer.currency, offer.arrives_on)
