"""By what the sites of an order are chosen: one row, rarely changed, asked on every order."""

import time
from dataclasses import dataclass

from packhaus.kernel import rows
from packhaus.kernel.kept import forgets

_FRESH_SECONDS = 5.0

_POLICY = """
SELECT is_active, currency, day_minor, split_minor, full_minor, parcel_grams FROM orders_routingpolicy
"""


@dataclass(frozen=True, slots=True)
class RoutingWeights:
    """What a day, a further parcel and a full site count as; not active: distance decides.

    Units: minor units of `currency`, grams of the parcel whose freight stands for an order's.
    """

    is_active: bool = False
    currency: str = "EUR"
    day_minor: int = 0
    split_minor: int = 0
    full_minor: int = 0
    parcel_grams: int = 1_000


class _Kept:
    read_at: float = float("-inf")
    weights: RoutingWeights = RoutingWeights()


def get_routing_weights() -> RoutingWeights:
    """Return the operator's weights, at most five seconds old in this process. Queries: 1, or 0 while fresh."""
    if time.monotonic() - _Kept.read_at > _FRESH_SECONDS:
        found = rows.fetch_rows(RoutingWeights, _POLICY)
        _Kept.weights = found[0] if found else RoutingWeights()
        _Kept.read_at = time.monotonic()
    return _Kept.weights


@forgets
def forget_routing_weights() -> None:
    """Read them anew at the next call: after they were changed here, and between tests."""
    _Kept.read_at = float("-inf")
