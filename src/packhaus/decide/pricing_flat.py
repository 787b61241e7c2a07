"""A flat price per service by weight step, until rate cards come."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class WeightStep(NamedTuple):
    """Up to and including this weight a parcel costs this much."""

    max_weight_grams: int
    amount_minor: int


def find_price_minor(*, steps: Sequence[WeightStep], weight_grams: int) -> int | None:
    """Find what a parcel of this weight costs; None when it is heavier than the service takes.

    Steps ascend by weight. Units: grams, minor units of the service's currency. O(log steps).
    """
    assert weight_grams >= 0
    assert all(one.max_weight_grams < other.max_weight_grams for one, other in pairwise(steps))
    place = bisect_left(steps, weight_grams, key=lambda step: step.max_weight_grams)
    return steps[place].amount_minor if place < len(steps) else None
