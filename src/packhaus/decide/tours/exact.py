"""The shortest tour, aisle by aisle from the left: of all halves in one state only the shortest can be part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from packhaus.decide.tours.euler import Edge, walk_edges
from packhaus.decide.tours.legs import Column, Leg, list_columns
from packhaus.decide.tours.states import Way
from packhaus.decide.tours.steps import Steps, list_steps
from packhaus.decide.tours.types import Layout, Point, Stop, Tour

Draw: TypeAlias = Callable[[], tuple[Edge, ...]]
"""Draws what a step added; most halves are never part of the shortest tour, and nobody asks."""
Half: TypeAlias = "tuple[int, Half | None, Draw | None]"
"""The shortest half in a state: its length in mm, the half before, and what its last step added to that."""
Halves: TypeAlias = dict[int, Half]


def find_shortest_tour(*, layout: Layout, stops: Iterable[Stop]) -> Tour:
    """Find a shortest closed walk from the depot that visits these stops.

    O(aisles x blocks x states): 6 states in one block, 24 in two, 112 in three.
    Source: see `states`.
    """
    wanted = set(stops)
    if not wanted:
        return Tour(0, (), (layout.depot,))
    steps = list_steps(len(layout.crosses_y_mm), layout.depot_cross)
    halves: Halves = {0: (0, None, None)}
    columns = list_columns(layout, wanted)
    for column, after in zip(columns, [*columns[1:], None], strict=True):
        halves = _enter(layout, column, halves, steps)
        if after is not None:
            halves = _cross(layout, column, after, halves, steps)
    best = min((half for state, half in halves.items() if steps.closed[state]), key=lambda half: half[0])
    path = walk_edges(layout.depot, _collect(best))
    return Tour(best[0], _list_stops(layout, path, wanted), path)


def _enter(layout: Layout, column: Column, halves: Halves, steps: Steps) -> Halves:
    if column.x_mm == layout.depot_x_mm:
        halves = {steps.touched[state]: half for state, half in _by_length(halves)}
    for walked, leg in zip(steps.walked, column.legs, strict=False):
        ways = [(way, length, partial(_draw, column.x_mm, leg, way)) for way, length in leg.list_ways()]
        found: Halves = {}
        for state, half in halves.items():
            before_mm, after = half[0], walked[state]
            for way, length_mm, draw in ways:
                reached, whole_mm = after[way], before_mm + length_mm
                known = found.get(reached)
                if known is None or whole_mm < known[0]:
                    found[reached] = (whole_mm, half, draw)
        halves = found
    return halves


def _cross(layout: Layout, column: Column, after: Column, halves: Halves, steps: Steps) -> Halves:
    found: Halves = {}
    width_mm = after.x_mm - column.x_mm
    is_joined = layout.is_joined_behind(column.x_mm, after.x_mm)
    ys_mm = (*layout.crosses_y_mm[:-1], _find_back(layout, column, after))
    for state, half in halves.items():
        for counts, edges, reached in steps.crossed[state]:
            if counts[-1] and not is_joined:
                continue
            whole_mm = half[0] + width_mm * edges
            known = found.get(reached)
            if known is None or whole_mm < known[0]:
                draw = partial(_draw_across, column.x_mm, after.x_mm, ys_mm, counts)
                found[reached] = (whole_mm, half, draw)
    return found


def _find_back(layout: Layout, column: Column, after: Column) -> int:
    """Find where the aisles beside a gap meet the back; the depot's column has none of its own."""
    legs = column.legs or after.legs
    return legs[-1].back_mm if legs else layout.crosses_y_mm[-1]


def _by_length(halves: Halves) -> list[tuple[int, Half]]:
    """List halves from the longest, so that of those which become one state the shortest is kept."""
    return sorted(halves.items(), key=lambda item: -item[1][0])


def _draw(x_mm: int, leg: Leg, way: Way) -> tuple[Edge, ...]:
    through = (leg.front_mm, *leg.places_mm, leg.back_mm)
    if way in {Way.THROUGH, Way.TWICE}:
        return _chain(x_mm, through) * (1 if way is Way.THROUGH else 2)
    if way is Way.FROM_FRONT:
        return _chain(x_mm, through[:-1]) * 2
    if way is Way.FROM_BACK:
        return _chain(x_mm, through[1:]) * 2
    if way is Way.FROM_BOTH:
        near, far = leg.split()
        return (_chain(x_mm, (leg.front_mm, *near)) + _chain(x_mm, (*far, leg.back_mm))) * 2
    return ()


def _chain(x_mm: int, places_mm: tuple[int, ...]) -> tuple[Edge, ...]:
    return tuple(((x_mm, front), (x_mm, back)) for front, back in pairwise(places_mm) if front != back)


def _draw_across(
    left_mm: int, right_mm: int, ys_mm: tuple[int, ...], counts: tuple[int, ...]
) -> tuple[Edge, ...]:
    return tuple(
        ((left_mm, y_mm), (right_mm, y_mm))
        for y_mm, count in zip(ys_mm, counts, strict=True)
        for _ in range(count)
    )


def _collect(half: Half) -> list[Edge]:
    edges: list[Edge] = []
    walked: Half | None = half
    while walked is not None:
        _, before, draw = walked
        if draw is not None:
            edges.extend(draw())
        walked = before
    return edges


def _list_stops(layout: Layout, path: tuple[Point, ...], wanted: set[Stop]) -> tuple[Stop, ...]:
    by_point = {layout.locate(stop): stop for stop in wanted}
    reached = dict.fromkeys(by_point[point] for point in path if point in by_point)
    assert len(reached) == len(wanted), "the tour misses a stop"
    return tuple(reached)
