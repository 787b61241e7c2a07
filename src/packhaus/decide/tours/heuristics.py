"""Good tours where a shortest one would take too long: warehouses of many blocks.

The order in which parts of aisles come follows two heuristics, either way around; in which direction each part is
walked is then chosen best for that order, and a local search improves the whole.
Source: K. J. Roodbergen and R. de Koster, Routing methods for warehouses with multiple cross aisles, International
Journal of Production Research 39 (2001): "combined"; R. T. Vaughan and C. G. Petersen, The effect of warehouse cross
aisles on order picking efficiency, ibid. 37 (1999): "aisle by aisle".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from packhaus.decide.tours.distances import lay_path, measure_way_mm
from packhaus.decide.tours.improve import improve_round
from packhaus.decide.tours.legs import Column, list_visited_columns
from packhaus.decide.tours.types import Layout, Point, Stop, Tour, measure_path_mm

Part: TypeAlias = tuple[Point, ...]
"""Points of one aisle from front to back."""


def find_good_tour(*, layout: Layout, stops: Iterable[Stop]) -> Tour:
    """Find a short closed walk from the depot that visits these stops; O(stops²) a pass of its local search."""
    wanted = {layout.locate(stop): stop for stop in stops}
    columns = list_visited_columns(layout, wanted.values())
    orders = [order for side in (columns, columns[::-1]) for order in (_by_aisle(side), _by_block(side))]
    paths = [_improve(layout, _direct(layout, order)) for order in orders]
    path = min(paths, key=measure_path_mm)
    return Tour(measure_path_mm(path), tuple(dict.fromkeys(wanted[at] for at in path if at in wanted)), path)


def _by_aisle(columns: Sequence[Column]) -> list[Part]:
    return [_list_points(column) for column in columns]


def _by_block(columns: Sequence[Column]) -> list[Part]:
    """Go up the first aisle to the farthest block, then bring block after block home, each from its nearer end."""
    if not columns:
        return []
    farthest = max(block for column in columns for block, leg in enumerate(column.legs) if leg.places_mm)
    way_up = [(columns[0], block) for block in range(farthest)]
    parts = way_up.copy()
    for block in range(farthest, -1, -1):
        left = [(column, block) for column in columns if (column, block) not in way_up]
        x_mm = parts[-1][0].x_mm if parts else columns[0].x_mm
        is_nearer_from_end = bool(left) and abs(left[-1][0].x_mm - x_mm) < abs(left[0][0].x_mm - x_mm)
        parts += left[::-1] if is_nearer_from_end else left
    points = [tuple((column.x_mm, y_mm) for y_mm in column.legs[block].places_mm) for column, block in parts]
    return [part for part in points if part]


def _list_points(column: Column) -> Part:
    return tuple((column.x_mm, y_mm) for leg in column.legs for y_mm in leg.places_mm)


def _direct(layout: Layout, parts: Sequence[Part]) -> list[Point]:
    """Choose the direction in which each part is walked so that the tour in this order is shortest."""
    best: list[tuple[int, list[Point]]] = [(0, [layout.depot])]
    for part in parts:
        best = [
            min(
                (
                    (length + measure_way_mm(layout=layout, one=walk[-1], other=way[0]), [*walk, *way])
                    for length, walk in best
                ),
                key=lambda found: found[0],
            )
            for way in (part, part[::-1])
        ]
    closed = (
        (length + measure_way_mm(layout=layout, one=walk[-1], other=layout.depot), walk)
        for length, walk in best
    )
    return min(closed, key=lambda found: found[0])[1]


def _improve(layout: Layout, walk: Sequence[Point]) -> tuple[Point, ...]:
    distances = [[measure_way_mm(layout=layout, one=one, other=other) for other in walk] for one in walk]
    order = improve_round(distances_mm=distances)
    return lay_path(layout=layout, points=tuple(walk[number] for number in [*order, 0]))
