"""When a parcel arrives: which lane it travels, and delivery days counted on the calendar of where it goes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

LATEST_DAYS = 500
"""No calendar is looked at farther ahead: a destination without a delivery day in so long has none."""


class Place(NamedTuple):
    """One end of a journey; codes and regions folded: capitals, no spaces, no hyphens."""

    country: str
    postal_code: str = ""
    region: str = ""


class Lane(NamedTuple):
    """How many delivery days a service takes between two areas, at least and at most.

    An area is a country, part of it by the beginning of its postal codes, or everywhere (an empty country). Where it
    goes to may be a region instead. Codes and regions are folded as in `Place`.
    """

    from_country: str
    from_postal: str
    to_country: str
    to_postal: str
    to_region: str
    min_days: int
    max_days: int


LaneIndex = dict[tuple[str, str, str], list[Lane]]
"""Lanes by (country, "postal" | "region" | "", key) of where they go to, those of the narrowest origin first."""


def index_lanes(lanes: Iterable[Lane]) -> LaneIndex:
    """Arrange the lanes of one service for `find_lane`."""
    index: LaneIndex = {}
    for lane in lanes:
        kind = "postal" if lane.to_postal else "region" if lane.to_region else ""
        index.setdefault((lane.to_country, kind, lane.to_postal or lane.to_region), []).append(lane)
    for found in index.values():
        found.sort(key=lambda lane: (-len(lane.from_postal), lane.from_country == "", lane))
    return index


def find_lane(
    index: Mapping[tuple[str, str, str], Sequence[Lane]], *, origin: Place, to: Place
) -> Lane | None:
    """Return the most specific lane: the narrowest destination, and of those the narrowest origin.

    A longer beginning of the postal code is narrower than a shorter one, that than a region, that than the country, and
    that than everywhere.
    """
    for key in _list_keys(to):
        for lane in index.get(key, ()):
            if lane.from_country in ("", origin.country) and origin.postal_code.startswith(lane.from_postal):
                return lane
    return None


def _list_keys(to: Place) -> Iterator[tuple[str, str, str]]:
    for length in range(len(to.postal_code), 0, -1):
        yield to.country, "postal", to.postal_code[:length]
    if to.region:
        yield to.country, "region", to.region
    yield to.country, "", ""
    yield "", "", ""


def find_delivery_day(
    *, leaves_on: date, days: int, weekdays: str, is_holiday: Callable[[date], bool]
) -> date | None:
    """Return the delivery day that is `days` after a parcel left; None when there is none within `LATEST_DAYS`.

    `weekdays`: seven signs from Monday, 1 where the carrier delivers; on public holidays of the destination it does
    not. No days: the day it leaves, where that is a delivery day, else the next one.
    """
    day, left = leaves_on, days
    for _ in range(LATEST_DAYS):
        is_delivery_day = weekdays[day.weekday()] == "1" and not is_holiday(day)
        if is_delivery_day and (day > leaves_on or not days):
            left -= 1
            if left <= 0:
                return day
        day += timedelta(days=1)
    return None
