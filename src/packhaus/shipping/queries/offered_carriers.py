"""Carriers with what they offer, for those who choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from packhaus.kernel import rows

# Shared reference: the same for everybody.
_SERVICES = """
SELECT c.code, c.name, s.code, s.name, s.countries, s.max_weight_grams, s.can_collect_cash
FROM shipping_carrier AS c JOIN shipping_service AS s ON s.carrier_id = c.id AND s.is_active
ORDER BY c.code, s.rank, s.code
"""


@dataclass(frozen=True, slots=True)
class CarrierService:
    """One product of a carrier; no countries: it goes everywhere. Units: grams a parcel."""

    code: str
    name: str
    countries: Sequence[str]
    max_weight_grams: int
    can_collect_cash: bool


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """A carrier with its active services, the preferred first."""

    code: str
    name: str
    services: Sequence[CarrierService]


def list_offered_carriers() -> list[CarrierRow]:
    """Return the carriers that can be chosen, by code. Queries: 1."""
    found = rows.fetch_tuples(_SERVICES)
    return [
        CarrierRow(code, name, tuple(CarrierService(*row[2:]) for row in own))
        for (code, name), own in groupby(found, key=lambda row: (row[0], row[1]))
    ]
