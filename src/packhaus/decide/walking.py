"""In which order the stops of a walk come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from packhaus.decide.keys import Key

NaturalKey: TypeAlias = tuple[tuple[int, int, str], ...]


class Stop(NamedTuple):
    """A location to be visited; without coordinates the order of its codes stands for the way."""

    location: Key
    zone: str = ""
    aisle: str = ""
    bay: str = ""
    level: str = ""
    bin: str = ""
    x_mm: int | None = None
    y_mm: int | None = None


def order_walk(*, stops: Iterable[Stop]) -> list[Key]:
    """Order locations along an S: zone by zone, aisle by aisle, every other visited aisle from its far end.

    Aisles follow their x coordinate when every stop has one, else their code; within an aisle the y coordinate,
    else the bay; at one place levels from the floor up. Codes sort as people read them (A-2 before A-10).
    Source: S-shape (traversal) heuristic, R. W. Hall, Distance approximations for routing manual pickers in a
    warehouse, IIE Transactions 25 (1993). O(n log n).
    """
    rows = list(stops)
    has_points = all(stop.x_mm is not None and stop.y_mm is not None for stop in rows)
    walk: list[Key] = []
    for _, zone in groupby(sorted(rows, key=_rank_zone), key=_rank_zone):
        in_zone = sorted(zone, key=lambda stop: _rank_aisle(stop, has_points=has_points))
        aisles = groupby(in_zone, key=lambda stop: _rank_aisle(stop, has_points=has_points))
        for number, (_, aisle) in enumerate(aisles):
            walk.extend(_order_aisle(list(aisle), has_points=has_points, is_reversed=bool(number % 2)))
    return walk


def measure_walk_mm(*, points: Sequence[tuple[int, int]]) -> int:
    """Measure a walk between points (x, y in mm), straight along and across aisles.

    A lower bound: the way around the end of a rack is not known here.
    """
    return sum(abs(to[0] - start[0]) + abs(to[1] - start[1]) for start, to in pairwise(points))


@lru_cache(maxsize=65_536)
def sort_naturally(code: str) -> NaturalKey:
    """Give a key that sorts codes as people read them: numbers by value, letters without regard to case."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in re.split(r"(\d+)", code)
        if part
    )


def _rank_zone(stop: Stop) -> NaturalKey:
    return sort_naturally(stop.zone)


def _rank_aisle(stop: Stop, *, has_points: bool) -> tuple[int, NaturalKey]:
    return (stop.x_mm or 0 if has_points else 0, sort_naturally(stop.aisle))


def _order_aisle(stops: list[Stop], *, has_points: bool, is_reversed: bool) -> list[Key]:
    # Stable sorts: the place in the aisle decides last, so levels and bins ascend in both directions.
    stops.sort(key=lambda stop: (sort_naturally(stop.level), sort_naturally(stop.bin)))
    stops.sort(
        key=lambda stop: (stop.y_mm or 0 if has_points else 0, sort_naturally(stop.bay)), reverse=is_reversed
    )
    return [stop.location for stop in stops]
