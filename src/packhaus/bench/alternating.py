"""Limit and product in turn, three times: a machine that slows down slows both."""

from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

from packhaus.bench.types import Measure

ROUNDS = 3


def alternate(
    *, limit: Callable[[int], Measure], product: Callable[[int], Measure], rounds: int = ROUNDS
) -> dict[str, Any]:
    """Run both sides in turn and return the ratio of their medians, with the spread of the product's runs.

    Each side is given the number of the round, so that it never repeats its own keys.
    """
    limits, products = [], []
    for number in range(rounds):
        limits.append(limit(number))
        products.append(product(number))
    product_rate = median(run.per_second for run in products)
    limit_rate = median(run.per_second for run in limits)
    rates = [run.per_second for run in products]
    extra: Mapping[str, Any] = products[-1].extra
    return {
        "product_per_s": round(product_rate, 1),
        "limit_per_s": round(limit_rate, 1),
        "ratio": round(product_rate / limit_rate, 3),
        "spread_percent": round(100 * (max(rates) - min(rates)) / product_rate, 1),
        "client_cpu_s": round(median(run.client_cpu_seconds for run in products), 2),
        **extra,
    }
