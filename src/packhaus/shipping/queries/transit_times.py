"""How long services take: lanes and delivery weekdays, few, rarely changed, asked for every promise."""

import time
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from packhaus.decide.delivery import Lane, LaneIndex, Place, find_delivery_day, find_lane, index_lanes
from packhaus.kernel import rows
from packhaus.kernel.kept import forgets
from packhaus.network.queries.places import fold_key
from packhaus.network.queries.public_holidays import is_public_holiday

_FRESH_SECONDS = 5.0
_REMEMBERED_AT_MOST = 50_000

_LANES = """
SELECT s.code, s.delivery_weekdays, t.from_country, t.from_postal, t.to_country, t.to_postal, t.to_region, t.min_days,
       t.max_days
FROM shipping_transittime AS t JOIN shipping_service AS s ON s.id = t.service_id
"""


class Arrival(NamedTuple):
    """The first and the last day on which a parcel is expected."""

    first: date
    last: date


@dataclass(slots=True)
class TransitTimes:
    """Lanes of every service that has some; the lane of a journey is looked for once."""

    lanes: dict[str, LaneIndex] = field(default_factory=dict)
    weekdays: dict[str, str] = field(default_factory=dict)
    _found: dict[tuple[str, Place, Place], Lane | None] = field(default_factory=dict)

    def find_arrival(self, *, service: str, origin: Place, to: Place, leaves_on: date) -> Arrival | None:
        """Return when a parcel arrives that leaves on this day; None when nobody said how long the service takes.

        Queries: 0.
        """
        if service not in self.lanes:
            return None
        lane = self._find_lane(service, origin, to)
        if lane is None:
            return None
        weekdays = self.weekdays[service]
        first = _find_day(leaves_on, lane.min_days, weekdays, to.country, to.region)
        last = _find_day(leaves_on, lane.max_days, weekdays, to.country, to.region)
        return None if first is None or last is None else Arrival(first, last)

    def _find_lane(self, service: str, origin: Place, to: Place) -> Lane | None:
        key = (service, origin, to)
        if key not in self._found:
            if len(self._found) > _REMEMBERED_AT_MOST:
                self._found.clear()
            self._found[key] = find_lane(self.lanes[service], origin=origin, to=to)
        return self._found[key]


class _Kept:
    read_at: float = float("-inf")
    times: TransitTimes = TransitTimes()


def read_transit_times() -> TransitTimes:
    """Return how long services take, at most five seconds old in this process. Queries: 1, or 0 while fresh."""
    if time.monotonic() - _Kept.read_at > _FRESH_SECONDS:
        _Kept.times = _read()
        _Kept.read_at = time.monotonic()
    return _Kept.times


@forgets
def forget_transit_times() -> None:
    """Read them anew at the next call: after some were changed here, and between tests."""
    _Kept.read_at = float("-inf")


@lru_cache(maxsize=50_000)
def as_place(*, country: str, postal_code: str, region: str = "") -> Place:
    """Return one end of a journey as lanes name it."""
    return Place(country, fold_key(postal_code), fold_key(region))


@lru_cache(maxsize=50_000)
def _find_day(leaves_on: date, days: int, weekdays: str, country: str, region: str) -> date | None:
    return find_delivery_day(
        leaves_on=leaves_on,
        days=days,
        weekdays=weekdays,
        is_holiday=lambda day: is_public_holiday(day, country=country, region=region),
    )


def _read() -> TransitTimes:
    lanes: dict[str, list[Lane]] = {}
    weekdays: dict[str, str] = {}
    for code, days, *lane in rows.fetch_tuples(_LANES):
        lanes.setdefault(code, []).append(Lane(*lane))
        weekdays[code] = days
    return TransitTimes({code: index_lanes(found) for code, found in lanes.items()}, weekdays)
