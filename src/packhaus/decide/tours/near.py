"""A short walk where nothing is known but places: the nearest next, then improved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from packhaus.decide.tours.improve import improve_round
from packhaus.decide.tours.types import Point

IMPROVED_AT_MOST = 120
"""Of more places only the nearest next is taken: improving is cubic."""


def walk_nearest(*, depot: Point, points: Sequence[Point]) -> tuple[int, list[Point]]:
    """Walk from the depot to the nearest place left, again and again, and back; then improve that by 2-opt and Or-opt.

    Gives the length and the places in walking order. Distances go straight along and across, which no way around a
    rack can be shorter than. Units: mm.
    """
    left = sorted(set(points))
    walk = [depot]
    while left:
        here = walk[-1]
        nearest = min(left, key=lambda point: (_measure(here, point), point))
        left.remove(nearest)
        walk.append(nearest)
    if len(walk) <= IMPROVED_AT_MOST:
        order = improve_round(distances_mm=[[_measure(one, other) for other in walk] for one in walk])
        walk = [walk[at] for at in order]
    closed = [*walk, depot]
    length_mm = sum(_measure(one, other) for one, other in pairwise(closed))
    return length_mm, walk[1:]


def _measure(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])
