"""Find what can't be right in a rate card, each at its place in the sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from packhaus.decide.rating.compile import clean_place, list_zone_ranges, number_origins
from packhaus.decide.rating.places import find_crossing, make_range
from packhaus.decide.rating.types import CardProblem, Fuel, PriceStep, RateCard


def find_problems(card: RateCard) -> list[CardProblem]:
    """Find everything that is wrong; a card without problems can be compiled. In the order of sheets and rows.

    Codes: missing, unknown (a service, zone or area list that is nowhere else), twice (`other`: the row of the first),
    overlaps (`other`: the row of the other), unpriced (a zone that no service has a price for), order (until before
    from), nothing (a surcharge without an effect), first (a tail without a step).
    """
    order = ("services", "zones", "prices", "surcharges", "areas", "fuel", "discounts")
    found = [*_check_services(card), *_check_names(card), *_check_zones(card), *_check_prices(card),
             *_check_surcharges(card), *_check_areas(card), *_check_fuel(card)]  # fmt: skip
    return sorted(found, key=lambda one: (order.index(one.sheet), one.row, one.column))


def _check_services(card: RateCard) -> Iterator[CardProblem]:
    if not card.services:
        yield CardProblem("services", 1, "service", "missing")
    rows: dict[str, int] = {}
    for one in card.services:
        if one.code in rows:
            yield CardProblem("services", one.row, "service", "twice", str(rows[one.code]))
        rows.setdefault(one.code, one.row)


def _check_names(card: RateCard) -> Iterator[CardProblem]:
    services = {one.code for one in card.services}
    zones = {one.zone for one in card.zones}
    single = [
        *(("zones", one.row, "service", one.service) for one in card.zones if one.service),
        *(("prices", one.row, "service", one.service) for one in card.prices),
        *(("surcharges", one.row, "services", code) for one in card.surcharges for code in one.services),
        *(("fuel", one.row, "services", code) for one in card.fuel for code in one.services),
        *(("discounts", one.row, "services", code) for one in card.discounts for code in one.services),
    ]
    for sheet, row, column, code in single:
        if code not in services:
            yield CardProblem(sheet, row, column, "unknown", code)
    areas = {name for name, _ in card.areas}
    for one in card.surcharges:
        if one.area and one.area not in areas:
            yield CardProblem("surcharges", one.row, "area", "unknown", one.area)
    for tier in card.discounts:
        if tier.zone and tier.zone not in zones:
            yield CardProblem("discounts", tier.row, "zone", "unknown", tier.zone)
    for zone in dict.fromkeys(step.zone for step in card.prices):
        if zone not in zones:
            yield CardProblem("prices", 1, zone, "unknown", zone)


def _check_zones(card: RateCard) -> Iterator[CardProblem]:
    if not card.zones:
        yield CardProblem("zones", 1, "zone", "missing")
    origins = number_origins(card.zones)
    rows_of_origins = {clean_place(one.origin): one.row for one in reversed(card.zones) if one.origin}
    ranges = [make_range(place=place, value=number) for place, number in origins.items()]
    places = list(origins)
    for other, one in find_crossing(ranges):
        row = rows_of_origins[places[one]]
        yield CardProblem("zones", row, "origin_from", "overlaps", str(rows_of_origins[places[other]]))
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for zone in card.zones:
        rows[zone.service].append(zone.row)
    values = {zone.zone: 0 for zone in card.zones}
    for service, layer in list_zone_ranges(card.zones, origins, values).items():
        for other, one in find_crossing(layer):
            first, second = sorted((rows[service][other], rows[service][one]))
            yield CardProblem("zones", second, "from", "overlaps", str(first))


def _check_prices(card: RateCard) -> Iterator[CardProblem]:
    if not card.prices:
        yield CardProblem("prices", 1, "up_to", "missing")
    seen: dict[tuple[str, str, int], int] = {}
    steps: defaultdict[tuple[str, str], list[PriceStep]] = defaultdict(list)
    for step in card.prices:
        key = (step.service, step.zone, (step.each_grams and -1) or step.up_to_grams)
        if key in seen:
            yield CardProblem("prices", step.row, "up_to", "twice", str(seen[key]))
        seen.setdefault(key, step.row)
        steps[step.service, step.zone].append(step)
    for (_, zone), rows in steps.items():
        if all(step.each_grams for step in rows):
            yield CardProblem("prices", rows[0].row, zone, "first")
    priced = {step.zone for step in card.prices}
    for zone_range in {one.zone: one for one in reversed(card.zones)}.values():
        if zone_range.zone not in priced:
            yield CardProblem("zones", zone_range.row, "zone", "unpriced", zone_range.zone)


def _check_surcharges(card: RateCard) -> Iterator[CardProblem]:
    codes: dict[str, int] = {}
    for one in card.surcharges:
        if one.code in codes:
            yield CardProblem("surcharges", one.row, "code", "twice", str(codes[one.code]))
        codes.setdefault(one.code, one.row)
        if _is_turned(one.valid_from, one.valid_until):
            yield CardProblem("surcharges", one.row, "until", "order")
        effects = (one.amount_minor, one.each_amount_minor, one.base_parts, one.value_parts, one.billed_grams)
        if not any(effects):
            yield CardProblem("surcharges", one.row, "amount", "nothing")


def _check_areas(card: RateCard) -> Iterator[CardProblem]:
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for number, (name, _) in enumerate(card.areas):
        lists[name].append(number)
    for numbers in lists.values():
        ranges = [make_range(place=clean_place(card.areas[number][1]), value=1) for number in numbers]
        for other, one in find_crossing(ranges):
            if ranges[other][:2] != ranges[one][:2]:
                yield CardProblem("areas", numbers[one] + 2, "from", "overlaps", str(numbers[other] + 2))


def _check_fuel(card: RateCard) -> Iterator[CardProblem]:
    for one in card.fuel:
        if _is_turned(one.valid_from, one.valid_until):
            yield CardProblem("fuel", one.row, "until", "order")
    for first, second in combinations(card.fuel, 2):
        if _share_a_day(first, second) and _share_a_service(first, second):
            yield CardProblem("fuel", second.row, "from", "overlaps", str(first.row))


def _is_turned(begins: date | None, ends: date | None) -> bool:
    return begins is not None and ends is not None and ends < begins


def _share_a_day(one: Fuel, other: Fuel) -> bool:
    latest = max(one.valid_from or date.min, other.valid_from or date.min)
    return latest <= min(one.valid_until or date.max, other.valid_until or date.max)


def _share_a_service(one: Fuel, other: Fuel) -> bool:
    return not one.services or not other.services or bool(set(one.services) & set(other.services))
