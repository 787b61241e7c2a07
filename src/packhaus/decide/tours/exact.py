"""The shortest tour, aisle by aisle from the left: of all halves in one state only the shortest can be part of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from packhaus.decide.tours import states
from packhaus.decide.tours.euler import Edge, walk_edges
from packhaus.decide.tours.legs import Column, Leg, list_columns
from packhaus.decide.tours.states import State, Way
from packhaus.decide.tours.types import Layout, Point, Stop, Tour


class Half(NamedTuple):
    """The shortest half in a state; `added` is what its last step added to the half before."""

    length_mm: int
    before: Half | None
    added: tuple[Edge, ...]


Halves: TypeAlias = dict[State, Half]


def find_shortest_tour(*, layout: Layout, stops: Iterable[Stop]) -> Tour:
    """Find a shortest closed walk from the depot that visits these stops.

    O(aisles x blocks x states): 6 states in one block, 24 in two, 112 in three.
    Source: see `states`.
    """
    wanted = set(stops)
    if not wanted:
        return Tour(0, (), (layout.depot,))
    halves: Halves = {states.start(len(layout.crosses_y_mm)): Half(0, None, ())}
    columns = list_columns(layout, wanted)
    for column, after in zip(columns, [*columns[1:], None], strict=True):
        halves = _enter(layout, column, halves)
        if after is not None:
            halves = _cross(layout, column, after, halves)
    best = min(
        (half for state, half in halves.items() if states.is_closed(state)), key=lambda half: half.length_mm
    )
    path = walk_edges(layout.depot, _collect(best))
    return Tour(best.length_mm, _list_stops(layout, path, wanted), path)


def _enter(layout: Layout, column: Column, halves: Halves) -> Halves:
    if column.x_mm == layout.depot_x_mm:
        halves = {states.touch(state, layout.depot_cross): half for state, half in _by_length(halves)}
    for block, leg in enumerate(column.legs):
        ways = [(way, length, _draw(column.x_mm, leg, way)) for way, length in leg.list_ways()]
        found: Halves = {}
        for state, half in halves.items():
            for way, length_mm, added in ways:
                _keep(found, states.walk_block(state, block, way), half, length_mm, added)
        halves = found
    return halves


def _cross(layout: Layout, column: Column, after: Column, halves: Halves) -> Halves:
    found: Halves = {}
    width_mm = after.x_mm - column.x_mm
    is_joined = layout.is_joined_behind(column.x_mm, after.x_mm)
    ys_mm = (*layout.crosses_y_mm[:-1], _find_back(layout, column, after))

    @cache  # a few ways across, each from many states
    def draw(code: int) -> tuple[Edge, ...] | None:
        counts = states.count_edges(code, len(ys_mm))
        if counts[-1] and not is_joined:
            return None
        return tuple(
            ((column.x_mm, y_mm), (after.x_mm, y_mm))
            for y_mm, count in zip(ys_mm, counts, strict=True)
            for _ in range(count)
        )

    for state, half in halves.items():
        for code, state_after in states.cross_over(state):
            added = draw(code)
            if added is not None:
                _keep(found, state_after, half, width_mm * len(added), added)
    return found


def _find_back(layout: Layout, column: Column, after: Column) -> int:
    """Find where the aisles beside a gap meet the back; the depot's column has none of its own."""
    legs = column.legs or after.legs
    return legs[-1].back_mm if legs else layout.crosses_y_mm[-1]


def _keep(found: Halves, state: State, half: Half, length_mm: int, added: tuple[Edge, ...]) -> None:
    length_mm += half.length_mm
    if state not in found or length_mm < found[state].length_mm:
        found[state] = Half(length_mm, half, added)


def _by_length(halves: Halves) -> list[tuple[State, Half]]:
    """List halves from the longest, so that of those which become one state the shortest is kept."""
    return sorted(halves.items(), key=lambda item: -item[1].length_mm)


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


def _collect(half: Half) -> list[Edge]:
    edges: list[Edge] = []
    walked: Half | None = half
    while walked is not None:
        edges.extend(walked.added)
        walked = walked.before
    return edges


def _list_stops(layout: Layout, path: tuple[Point, ...], wanted: set[Stop]) -> tuple[Stop, ...]:
    by_point = {layout.locate(stop): stop for stop in wanted}
    reached = dict.fromkeys(by_point[point] for point in path if point in by_point)
    assert len(reached) == len(wanted), "the tour misses a stop"
    return tuple(reached)
