"""Turn a rate card into arrays, so that many parcels are rated at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from packhaus.decide.rating.places import Numbers, Range, Ranges, clean_code, flatten, make_range
from packhaus.decide.rating.types import (
    Discount,
    Fuel,
    Place,
    PriceStep,
    RateCard,
    ServiceTerms,
    Surcharge,
    ZoneRange,
)

NO_PAIR = -1
ANY_ORIGIN = 0
GRAMS_BITS = 32
"""A pair of service and zone and a weight are one number: the weight takes the lower bits."""
UNLIMITED = 2**31
Flags = NDArray[np.bool_]


class Steps(NamedTuple):
    """Price steps of all pairs of service and zone, one pair after the other, by weight."""

    keys: Numbers
    amounts: Numbers
    ends: Numbers
    tail_grams: Numbers
    tail_amounts: Numbers


class Limits(NamedTuple):
    """What holds for each service; no `mm3_per_kg` (0): only weight counts."""

    mm3_per_kg: Numbers
    light_mm3: Numbers
    minimum: Numbers
    grams: Numbers
    length_mm: Numbers
    girth_mm: Numbers


class Extra(NamedTuple):
    """A surcharge and for which services it is."""

    rule: Surcharge
    services: Flags


class FuelRate(NamedTuple):
    """A fuel percentage, its days as ordinals, and for which services it is."""

    parts: int
    first: int
    last: int
    services: Flags


class CompiledCard(NamedTuple):
    """A rate card as arrays. `layers`: zones of all services (-1) and of single ones, by the service's number."""

    services: tuple[str, ...]
    zones: tuple[str, ...]
    limits: Limits
    origins: Ranges
    layers: dict[int, Ranges]
    pairs: Numbers
    steps: Steps
    extras: tuple[Extra, ...]
    areas: dict[str, Ranges]
    fuel: tuple[FuelRate, ...]
    discounts: tuple[Discount, ...]


ALL_SERVICES = -1


def compile_card(card: RateCard) -> CompiledCard:
    """Compile a card that `find_problems` finds nothing wrong with."""
    services = {service.code: number for number, service in enumerate(card.services)}
    zones = {name: number for number, name in enumerate(sorted({one.zone for one in card.zones}))}
    origins = number_origins(card.zones)
    pairs, steps = _compile_prices(card.prices, services, zones)
    return CompiledCard(
        services=tuple(services),
        zones=tuple(zones),
        limits=_compile_limits(card.services),
        origins=flatten(make_range(place=place, value=number) for place, number in origins.items()),
        layers=_compile_zones(card.zones, services, zones, origins),
        pairs=pairs,
        steps=steps,
        extras=tuple(Extra(rule, _mask(rule.services, services)) for rule in card.surcharges),
        areas=_compile_areas(card.areas),
        fuel=tuple(_compile_fuel(one, services) for one in card.fuel),
        discounts=card.discounts,
    )


@lru_cache(maxsize=1 << 16)
def clean_place(place: Place) -> Place:
    """Return a range of places with its codes as they are compared."""
    return place._replace(low=clean_code(place.low), high=clean_code(place.high))


def number_origins(zones: Iterable[ZoneRange]) -> dict[Place, int]:
    """Return each origin's number, from 1 on; 0 is anywhere."""
    origins = dict.fromkeys(clean_place(one.origin) for one in zones if one.origin is not None)
    return {place: number for number, place in enumerate(origins, ANY_ORIGIN + 1)}


def list_zone_ranges(
    zones: Sequence[ZoneRange], origins: dict[Place, int], values: dict[str, int]
) -> dict[str, list[Range]]:
    """Return the ranges of each service's layer, in the order given; all services' is the layer without a name."""
    layers: defaultdict[str, list[Range]] = defaultdict(list)
    for one in zones:
        within = ANY_ORIGIN if one.origin is None else origins[clean_place(one.origin)]
        place = clean_place(one.destination)
        layers[one.service].append(make_range(place=place, value=values[one.zone], within=within))
    return dict(layers)


def _compile_zones(
    zones: Sequence[ZoneRange], services: dict[str, int], names: dict[str, int], origins: dict[Place, int]
) -> dict[int, Ranges]:
    return {
        services[service] if service else ALL_SERVICES: flatten(ranges)
        for service, ranges in list_zone_ranges(zones, origins, names).items()
    }


def _compile_limits(services: Sequence[ServiceTerms]) -> Limits:
    def draw(values: Iterable[int | None], otherwise: int) -> Numbers:
        return np.array([otherwise if value is None else value for value in values], dtype=np.int64)

    return Limits(
        draw((one.mm3_per_kg for one in services), 0),
        draw((one.light_mm3 for one in services), 0),
        draw((one.minimum_minor for one in services), 0),
        draw((one.max_weight_grams for one in services), UNLIMITED),
        draw((one.max_length_mm for one in services), UNLIMITED),
        draw((one.max_girth_mm for one in services), UNLIMITED),
    )


def _compile_prices(
    prices: Sequence[PriceStep], services: dict[str, int], zones: dict[str, int]
) -> tuple[Numbers, Steps]:
    by_pair: defaultdict[tuple[int, int], list[PriceStep]] = defaultdict(list)
    for step in prices:
        if step.zone in zones:
            by_pair[services[step.service], zones[step.zone]].append(step)
    pairs = np.full((len(services), len(zones)), NO_PAIR, dtype=np.int64)
    keys: list[int] = []
    amounts: list[int] = []
    ends: list[int] = []
    tails: list[tuple[int, int]] = []
    for number, ((service, zone), steps) in enumerate(by_pair.items()):
        pairs[service, zone] = number
        fixed = sorted((step.up_to_grams, step.amount_minor) for step in steps if not step.each_grams)
        keys += [number << GRAMS_BITS | grams for grams, _ in fixed]
        amounts += [amount for _, amount in fixed]
        ends.append(len(keys))
        tails.append(
            next(((step.each_grams, step.amount_minor) for step in steps if step.each_grams), (0, 0))
        )
    columns = (keys, amounts, ends, [grams for grams, _ in tails], [amount for _, amount in tails])
    return pairs, Steps(*(np.array(column, dtype=np.int64) for column in columns))


def _compile_areas(areas: Sequence[tuple[str, Place]]) -> dict[str, Ranges]:
    lists: defaultdict[str, list[Range]] = defaultdict(list)
    for name, place in areas:
        lists[name].append(make_range(place=clean_place(place), value=1))
    return {name: flatten(ranges) for name, ranges in lists.items()}


def _compile_fuel(one: Fuel, services: dict[str, int]) -> FuelRate:
    return FuelRate(
        one.parts,
        one.valid_from.toordinal() if one.valid_from else 0,
        one.valid_until.toordinal() if one.valid_until else UNLIMITED,
        _mask(one.services, services),
    )


def _mask(named: Sequence[str], services: dict[str, int]) -> Flags:
    return np.array([not named or code in named for code in services], dtype=np.bool_)
