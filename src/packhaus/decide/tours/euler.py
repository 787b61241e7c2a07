"""A walk along every edge once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from packhaus.decide.tours.types import Point

Edge: TypeAlias = tuple[Point, Point]


def walk_edges(depot: Point, edges: Iterable[Edge]) -> tuple[Point, ...]:
    """Walk every edge once, from the depot back to it. The edges hang together and every point has an even number.

    Source: C. Hierholzer, Über die Möglichkeit, einen Linienzug ohne Wiederholung und ohne Unterbrechung zu umfahren,
    Mathematische Annalen 6 (1873). O(edges).
    """
    ends: dict[Point, list[tuple[int, Point]]] = {}
    for number, (one, other) in enumerate(edges):
        ends.setdefault(one, []).append((number, other))
        ends.setdefault(other, []).append((number, one))
    walked: set[int] = set()
    open_ends, path = [depot], []
    while open_ends:
        onward = ends.get(open_ends[-1], [])
        while onward and onward[-1][0] in walked:
            onward.pop()
        if onward:
            number, point = onward.pop()
            walked.add(number)
            open_ends.append(point)
        else:
            path.append(open_ends.pop())
    return tuple(path)
