"""Rate many parcels with all services of a card at once, and write out what one price is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from packhaus.decide.rating.compile import (
    ALL_SERVICES,
    ANY_ORIGIN,
    GRAMS_BITS,
    NO_PAIR,
    CompiledCard,
    Flags,
)
from packhaus.decide.rating.extras import ParcelColumns, bill_at_least, charge_extras
from packhaus.decide.rating.places import NOWHERE, Keys, Numbers, find_values, list_keys, make_stem
from packhaus.decide.rating.types import (
    ANYWHERE,
    PARTS,
    Charge,
    ChargeKind,
    PlaceKind,
    Quote,
    RatedParcel,
    Refusal,
)

_NO_PRICE_NUMBER = -1
_ELSEWHERE = make_stem(country=ANYWHERE, code="", kind=PlaceKind.POSTAL)


class Ratings(NamedTuple):
    """What parcels (rows) cost with services (columns); a refused pair costs `-1` and says why.

    Discounts are negative. `extras`: each surcharge that was charged at all, by its number in the card.
    """

    total: Numbers
    refusals: Numbers
    zones: Numbers
    billed_grams: Numbers
    dimensional_grams: Numbers
    base: Numbers
    discount: Numbers
    minimum: Numbers
    extras: dict[int, Numbers]
    fuel: Numbers
    discount_parts: Numbers
    fuel_parts: Numbers


def rate_parcels(*, card: CompiledCard, parcels: Sequence[RatedParcel], volume: int = 0) -> Ratings:
    """Rate every parcel with every service; `volume` is the parcels of a month that the discount is agreed for.

    O(parcels x services x log steps). Rounding: each percentage once, half up, to the minor unit.
    """
    columns = ParcelColumns.of(parcels)
    zones = _find_zones(card, columns)
    dimensional = _weigh_space(card, columns)
    billed = np.maximum(columns.grams[:, None], dimensional)
    billed = np.maximum(billed, bill_at_least(card, columns))
    base, refusals = _price(card, columns, zones, billed)
    discount_parts = _find_discounts(card, zones, volume)
    discount = -take_parts(base, discount_parts)
    minimum = np.maximum(card.limits.minimum[None, :] - (base + discount), 0)
    net = base + discount + minimum
    extras, fuelled = charge_extras(card, columns, billed, net)
    fuel_parts = _find_fuel(card, columns.days)
    fuel = take_parts(net + fuelled, fuel_parts)
    total = net + fuel
    for amount in extras.values():
        total = total + amount
    total = np.where(refusals == Refusal.NONE, total, _NO_PRICE_NUMBER)
    return Ratings(
        total, refusals, zones, billed, dimensional, base, discount, minimum, extras, fuel, discount_parts,
        fuel_parts,
    )  # fmt: skip


def write_quote(*, card: CompiledCard, ratings: Ratings, parcel: int, service: int) -> Quote:
    """Write out one price: its charges add up to its total."""
    at = (parcel, service)
    zone = int(ratings.zones[at])
    refusal = Refusal(int(ratings.refusals[at]))
    quote = Quote(
        card.services[service],
        refusal,
        card.zones[zone] if zone != NOWHERE else "",
        int(ratings.billed_grams[at]),
        int(ratings.dimensional_grams[at]),
        (),
    )
    if refusal is not Refusal.NONE:
        return quote
    charges = [Charge(ChargeKind.BASE, int(ratings.base[at]))]
    if ratings.discount[at]:
        parts = int(ratings.discount_parts[at])
        charges.append(Charge(ChargeKind.DISCOUNT, int(ratings.discount[at]), parts=parts))
    if ratings.minimum[at]:
        charges.append(Charge(ChargeKind.MINIMUM, int(ratings.minimum[at])))
    for number, amounts in ratings.extras.items():
        rule = card.extras[number].rule
        if amounts[at]:
            charges.append(Charge(ChargeKind.SURCHARGE, int(amounts[at]), rule.code, rule.name))
    if ratings.fuel[at]:
        charges.append(Charge(ChargeKind.FUEL, int(ratings.fuel[at]), parts=int(ratings.fuel_parts[at])))
    quote = quote._replace(charges=tuple(charges))
    assert quote.total_minor == int(ratings.total[at])
    return quote


def take_parts(amounts: Numbers, parts: Numbers | int) -> Numbers:
    """Return so many parts of 100,000 of amounts that are not negative, rounded half up."""
    shares: Numbers = (amounts * parts + PARTS // 2) // PARTS
    return shares


def _find_zones(card: CompiledCard, columns: ParcelColumns) -> Numbers:
    """Find each parcel's zone for each service: its own layer before all services', its origin before anywhere."""
    count = columns.grams.size
    origins = find_values(card.origins, list_keys(columns.origins, np.zeros(count, dtype=np.int64)))
    keys = [
        list_keys(way, within)
        for within in (np.where(origins == NOWHERE, ANY_ORIGIN, origins), np.full(count, ANY_ORIGIN))
        for way in (columns.area_stems, columns.postal_stems, [_ELSEWHERE] * count)
    ]
    found = {layer: _search(card, layer, keys) for layer in card.layers}
    common = found.get(ALL_SERVICES, np.full(count, NOWHERE))
    zones = np.empty((count, len(card.services)), dtype=np.int64)
    for service in range(len(card.services)):
        own = found.get(service)
        zones[:, service] = common if own is None else np.where(own == NOWHERE, common, own)
    return zones


def _search(card: CompiledCard, layer: int, keys: Sequence[Keys]) -> Numbers:
    values = find_values(card.layers[layer], keys[0])
    for more in keys[1:]:
        is_open = values == NOWHERE
        if not is_open.any():
            break
        values[is_open] = find_values(card.layers[layer], more[is_open])
    return values


def _weigh_space(card: CompiledCard, columns: ParcelColumns) -> Numbers:
    """Return what each parcel's space counts as in grams, started ones whole; 0 where only weight counts."""
    mm3 = columns.mm3[:, None]
    divisor = card.limits.mm3_per_kg[None, :]
    grams = -(-mm3 * 1_000 // np.maximum(divisor, 1))
    dimensional: Numbers = np.where((divisor > 0) & (mm3 >= card.limits.light_mm3[None, :]), grams, 0)
    return dimensional


def _price(
    card: CompiledCard, columns: ParcelColumns, zones: Numbers, billed: Numbers
) -> tuple[Numbers, Numbers]:
    """Return what each pair costs by weight and zone, and why it costs nothing."""
    refusals = np.zeros(zones.shape, dtype=np.int64)
    refusals[zones == NOWHERE] = Refusal.NO_ZONE
    column = np.arange(len(card.services))[None, :]
    pairs = card.pairs[column, np.maximum(zones, 0)] if card.zones else np.full(zones.shape, NO_PAIR)
    refusals[(refusals == 0) & (pairs == NO_PAIR)] = Refusal.NO_PRICE
    base, is_heavy = _find_steps(card, np.maximum(pairs, 0), billed)
    refusals[(refusals == 0) & (is_heavy | (columns.grams[:, None] > card.limits.grams))] = Refusal.TOO_HEAVY
    is_large = (columns.length[:, None] > card.limits.length_mm) | (
        columns.girth[:, None] > card.limits.girth_mm
    )
    refusals[(refusals == 0) & is_large] = Refusal.TOO_LARGE
    return np.where(refusals == 0, base, 0), refusals


def _find_steps(card: CompiledCard, pairs: Numbers, billed: Numbers) -> tuple[Numbers, Flags]:
    """Return the amount of each pair's step, and where a parcel is above the last one without a tail."""
    steps = card.steps
    if not steps.keys.size:
        return np.zeros(pairs.shape, dtype=np.int64), np.ones(pairs.shape, dtype=np.bool_)
    at = np.searchsorted(steps.keys, pairs << GRAMS_BITS | billed)
    ends = steps.ends[pairs]
    last = ends - 1
    last_grams = steps.keys[last] & ((1 << GRAMS_BITS) - 1)
    each = steps.tail_grams[pairs]
    more = -(-(billed - last_grams) // np.maximum(each, 1)) * steps.tail_amounts[pairs]
    is_above = at >= ends
    amounts = np.where(is_above, steps.amounts[last] + more, steps.amounts[np.minimum(at, last)])
    return amounts, is_above & (each == 0)


def _find_discounts(card: CompiledCard, zones: Numbers, volume: int) -> Numbers:
    """Return the percentage of each pair: of the highest tier reached, the one for its zone before all zones'."""
    services = np.array(card.services)
    parts = np.zeros(zones.shape, dtype=np.int64)
    tiers: defaultdict[bool, list[tuple[int, int]]] = defaultdict(list)
    for number, one in enumerate(card.discounts):
        if one.from_parcels <= volume:
            tiers[bool(one.zone)].append((one.from_parcels, number))
    for is_zoned in (False, True):
        for _, number in sorted(tiers[is_zoned]):
            one = card.discounts[number]
            is_meant = np.isin(services, one.services) if one.services else np.ones(services.size, np.bool_)
            where = np.broadcast_to(is_meant[None, :], zones.shape)
            if one.zone:
                zone = card.zones.index(one.zone) if one.zone in card.zones else NOWHERE - 1
                where = where & (zones == zone)
            parts = np.where(where, one.parts, parts)
    return parts


def _find_fuel(card: CompiledCard, days: Numbers) -> Numbers:
    parts = np.zeros((days.size, len(card.services)), dtype=np.int64)
    for rate in card.fuel:
        is_valid = (days >= rate.first) & (days <= rate.last)
        parts = np.where(is_valid[:, None] & rate.services[None, :], rate.parts, parts)
    return parts
