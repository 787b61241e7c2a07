"""Services with their flat prices: few, rarely changed, asked for every parcel."""

import time
from collections import defaultdict

from packhaus.decide.pricing_flat import WeightStep
from packhaus.kernel import rows
from packhaus.kernel.kept import forgets
from packhaus.shipping.types import PricedService

_FRESH_SECONDS = 5.0

_SERVICES = """
SELECT s.id, s.code, c.code, c.tracking_prefix, s.countries, s.max_weight_grams, s.can_collect_cash, s.rank,
       s.is_active, s.cm3_per_kg, s.takes_dangerous, s.takes_po_boxes, s.takes_signature, s.liable_minor,
       s.product
FROM shipping_service AS s JOIN shipping_carrier AS c ON c.id = s.carrier_id
ORDER BY s.rank, s.code
"""

_PRICES = """
SELECT service_id, currency, up_to_grams, amount_minor FROM shipping_serviceprice ORDER BY service_id, up_to_grams
"""


class _Kept:
    read_at: float = float("-inf")
    services: tuple[PricedService, ...] = ()


def list_priced_services() -> tuple[PricedService, ...]:
    """Return the services by rank, those switched off too: orders that have one leave with it.

    At most five seconds old in this process. Queries: 2, or 0 while fresh.
    """
    if time.monotonic() - _Kept.read_at > _FRESH_SECONDS:
        _Kept.services = _read()
        _Kept.read_at = time.monotonic()
    return _Kept.services


@forgets
def forget_priced_services() -> None:
    """Read them anew at the next call: after one was changed here, and between tests."""
    _Kept.read_at = float("-inf")


def _read() -> tuple[PricedService, ...]:
    steps: defaultdict[object, list[WeightStep]] = defaultdict(list)
    currencies: dict[object, str] = {}
    for service_id, currency, grams, amount in rows.fetch_tuples(_PRICES):
        steps[service_id].append(WeightStep(grams, amount))
        currencies[service_id] = currency
    return tuple(
        PricedService(
            code,
            carrier,
            prefix,
            tuple(countries),
            max_grams,
            cash,
            rank,
            currencies.get(id_, ""),
            tuple(steps[id_]),
            *more,
        )
        for id_, code, carrier, prefix, countries, max_grams, cash, rank, *more in rows.fetch_tuples(
            _SERVICES
        )
    )
