"""Which service an order will probably leave with: decided at intake so that waves can be cut by carrier."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from packhaus.kernel import rows
from packhaus.kernel.kept import forgets

_FRESH_SECONDS = 5.0

_SERVICES = """
SELECT s.code, c.code AS carrier_code, s.countries, s.can_collect_cash
FROM shipping_service AS s JOIN shipping_carrier AS c ON c.id = s.carrier_id
WHERE s.is_active ORDER BY s.rank, s.code
"""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service and where it goes; no countries means everywhere."""

    code: str
    carrier_code: str
    countries: list[str]
    can_collect_cash: bool


class _Kept:
    read_at: float = float("-inf")
    services: tuple[ServiceRow, ...] = ()


def list_services() -> tuple[ServiceRow, ...]:
    """Return the active services by rank, at most five seconds old in this process. Queries: 1, or 0 while fresh."""
    if time.monotonic() - _Kept.read_at > _FRESH_SECONDS:
        _Kept.services = tuple(rows.fetch_rows(ServiceRow, _SERVICES))
        _Kept.read_at = time.monotonic()
    return _Kept.services


@forgets
def forget_services() -> None:
    """Read the services anew at the next call: after one was changed here, and between tests."""
    _Kept.read_at = float("-inf")


def find_service(*, wanted: str, country: str, is_cod: bool) -> ServiceRow | None:
    """Return the wanted service, or the first that reaches the country and takes cash if it has to."""
    return choose_service(list_services(), wanted=wanted, country=country, is_cod=is_cod)


def choose_service(
    services: Sequence[ServiceRow], *, wanted: str, country: str, is_cod: bool
) -> ServiceRow | None:
    """Return what `find_service` does, of services read before."""
    for service in services:
        if wanted:
            if service.code == wanted:
                return service
        elif (not service.countries or country in service.countries) and (
            service.can_collect_cash or not is_cod
        ):
            return service
    return None
