"""Bench `rating`: parcels times services of two contracts, priced with every part of each price.

The contracts are a published tariff and the same with discounts by volume, a minimum, fuel and a peak surcharge. Its
looked-up prices must be met to the cent. The limit is the bare look-up: one search for the zone, one dense table by
zone and pound.
"""

import random
import time
from datetime import date
from statistics import median
from typing import Any

import numpy as np

from packhaus.bench.ups_tariff import (
    COUNTRY,
    FOLDER,
    GROUND,
    compile_tariff,
    list_mismatches,
    read_card,
    read_golden,
    read_inches,
    read_pounds,
)
from packhaus.decide.rating import (
    CompiledCard,
    Discount,
    Fuel,
    Option,
    Place,
    RateCard,
    RatedParcel,
    Surcharge,
    compile_card,
    rate_parcels,
    write_quote,
)

PARCELS = 10_000
ROUNDS = 3
VOLUME = 2_500
SITES = ("10001", "30301", "60007", "75201", "90001")
HEAVIEST_POUNDS = 150


def run(*, limit: int = PARCELS) -> dict[str, Any]:
    """Rate so many parcels with all services of both contracts; the median of three rounds, beside the bare look-up."""
    if not FOLDER.exists():
        return {"skipped": f"{FOLDER} is not there"}
    began = time.perf_counter()
    cards = [compile_tariff(), compile_card(agree_discounts(read_card()))]
    compiled_s = time.perf_counter() - began
    parcels = draw_parcels(limit)
    ratings = len(parcels) * sum(len(card.services) for card in cards)
    limits, seconds = [], []
    for _ in range(ROUNDS):
        limits.append(_time_limit(cards, parcels))
        began = time.perf_counter()
        rated = [rate_parcels(card=card, parcels=parcels, volume=VOLUME) for card in cards]
        seconds.append(time.perf_counter() - began)
    offered = sum(int((one.total >= 0).sum()) for one in rated)
    taken = median(seconds)
    return {
        "ratings": ratings,
        "seconds": round(taken, 3),
        "golden_quotes": len(read_golden()),
        "golden_mismatches": len(list_mismatches()),
        "offered": offered,
        "unexplained": sum(count_unexplained(card, parcels) for card in cards),
        "compile_s": round(compiled_s, 2),
        "product_per_s": round(ratings / taken),
        "limit_per_s": round(ratings / median(limits)),
        "ratio": round(median(limits) / taken, 3),
        "spread_percent": round(100 * (max(seconds) - min(seconds)) / taken, 1),
    }


def agree_discounts(card: RateCard) -> RateCard:
    """Return the contract with what is negotiated: tiers, a minimum per parcel, fuel by month and a peak season."""
    fuel = (
        Fuel(9_250, date(2006, 1, 1), date(2006, 6, 30)),
        Fuel(12_500, date(2006, 7, 1), date(2006, 12, 31)),
    )
    peak = Surcharge(
        "PEAK",
        "Peak season",
        75,
        is_residential=True,
        valid_from=date(2006, 11, 19),
        valid_until=date(2006, 12, 24),
    )
    discounts = (
        Discount(18_000),
        Discount(24_500, from_parcels=2_000),
        Discount(31_000, from_parcels=5_000),
        Discount(35_000, from_parcels=2_000, services=tuple(one.code for one in card.services[1:])),
    )
    services = tuple(one._replace(minimum_minor=340 if one.code == GROUND else 600) for one in card.services)
    return card._replace(
        services=services, surcharges=(*card.surcharges, peak), fuel=fuel, discounts=discounts
    )


def draw_parcels(count: int) -> list[RatedParcel]:
    """Draw parcels of a shop: from five sites to anywhere in the country, most of them small and to homes."""
    source = random.Random(20060102)  # noqa: S311 - a workload, not a secret
    days = [date(2006, month, 15) for month in range(1, 13)]
    options = [frozenset[Option]()] * 17 + [frozenset({option}) for option in Option][:3]
    return [
        RatedParcel(
            Place(COUNTRY, source.choice(SITES)),
            Place(COUNTRY, f"{source.randint(1_000, 99_999):05}"),
            read_pounds(max(1, int(source.expovariate(0.15)))) % read_pounds(HEAVIEST_POUNDS),
            (
                read_inches(source.randint(4, 40)),
                read_inches(source.randint(4, 24)),
                read_inches(source.randint(2, 20)),
            ),
            source.choice(days),
            is_residential=source.random() < 0.7,
            options=source.choice(options),
        )
        for _ in range(count)
    ]


def count_unexplained(card: CompiledCard, parcels: list[RatedParcel]) -> int:
    """Count the written prices of some parcels whose parts do not add up to the price."""
    some = parcels[:200]
    ratings = rate_parcels(card=card, parcels=some, volume=VOLUME)
    return sum(
        write_quote(card=card, ratings=ratings, parcel=parcel, service=service).total_minor
        != max(int(ratings.total[parcel, service]), 0)
        for parcel in range(len(some))
        for service in range(len(card.services))
    )


def _time_limit(cards: list[CompiledCard], parcels: list[RatedParcel]) -> float:
    """Time one search for each parcel's zone and a table of prices asked by zone, service and pound for each pair."""
    source = np.random.default_rng(1)
    shape = (len(cards[0].zones), len(cards[0].services), HEAVIEST_POUNDS + 1)
    table = source.integers(300, 20_000, shape)
    starts = np.array([f"{number:05}" for number in range(0, 100_000, 10)], dtype="S5")
    zone_of = source.integers(0, shape[0], starts.size)
    began = time.perf_counter()
    for card in cards:
        codes = np.array([parcel.destination.low for parcel in parcels], dtype="S5")
        pounds = np.array([parcel.weight_grams for parcel in parcels]) * 100 // 45_360
        zones = zone_of[np.searchsorted(starts, codes, side="right") - 1]
        table[zones[:, None], np.arange(len(card.services))[None, :], pounds[:, None]].sum()
    return time.perf_counter() - began
