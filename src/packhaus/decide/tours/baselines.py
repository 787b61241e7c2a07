"""Tours as people walk them without a computer, in a warehouse of one block: to compare a better tour with.

Source: C. G. Petersen, An evaluation of order picking routeing policies, International Journal of Operations and
Production Management 17 (1997); largest gap: R. W. Hall, Distance approximations for routing manual pickers in a
warehouse, IIE Transactions 25 (1993).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from packhaus.decide.tours.legs import Column, list_columns
from packhaus.decide.tours.types import Layout, Point, Stop, Tour, measure_path_mm


def walk_s_shape(*, layout: Layout, stops: Iterable[Stop]) -> Tour:
    """Walk through every aisle that has stops; the last of an odd number is left where it was entered."""
    wanted, columns = _prepare(layout, stops)
    front, back = layout.crosses_y_mm
    path: list[Point] = []
    for number, column in enumerate(columns):
        is_up = number % 2 == 0
        places = column.legs[0].places_mm if is_up else column.legs[0].places_mm[::-1]
        ends = (front, back) if is_up else (back, front)
        last_mm = front if is_up and number == len(columns) - 1 else ends[1]
        path += [(column.x_mm, y_mm) for y_mm in (ends[0], *places, last_mm)]
    return _close(layout, path, wanted)


def walk_largest_gap(*, layout: Layout, stops: Iterable[Stop]) -> Tour:
    """Walk through the first and the last aisle that have stops, and leave out the largest gap of each other.

    A gap lies between two stops, or between a stop and a cross aisle; the aisle is entered from both ends.
    """
    wanted, columns = _prepare(layout, stops)
    if len(columns) < 2:
        return walk_return(layout=layout, stops=wanted)
    front, back = layout.crosses_y_mm
    first, *middle, last = columns
    path = _visit(first, first.legs[0].places_mm, front, back)
    for column in middle:
        places = column.legs[0].split_at_largest_gap()[1]
        path += _visit(column, places[::-1], back, back) if places else []
    path += _visit(last, last.legs[0].places_mm[::-1], back, front)
    for column in reversed(middle):
        places = column.legs[0].split_at_largest_gap()[0]
        path += _visit(column, places, front, front) if places else []
    return _close(layout, path, wanted)


def walk_return(*, layout: Layout, stops: Iterable[Stop]) -> Tour:
    """Enter every aisle that has stops from the front, and leave it there."""
    wanted, columns = _prepare(layout, stops)
    front = layout.crosses_y_mm[0]
    path: list[Point] = []
    for column in columns:
        path += _visit(column, column.legs[0].places_mm, front, front)
    return _close(layout, path, wanted)


def _prepare(layout: Layout, stops: Iterable[Stop]) -> tuple[set[Stop], list[Column]]:
    assert layout.blocks == 1, "these policies are of warehouses of one block"
    assert layout.depot_cross == 0, "and of a depot in front"
    wanted = set(stops)
    columns = list_columns(layout, wanted)
    return wanted, [column for column in columns if any(leg.places_mm for leg in column.legs)]


def _visit(column: Column, places_mm: Sequence[int], enter_mm: int, leave_mm: int) -> list[Point]:
    return [(column.x_mm, y_mm) for y_mm in (enter_mm, *places_mm, leave_mm)]


def _close(layout: Layout, path: Sequence[Point], wanted: set[Stop]) -> Tour:
    whole = (layout.depot, *path, layout.depot)
    by_point = {layout.locate(stop): stop for stop in wanted}
    reached = dict.fromkeys(by_point[point] for point in whole if point in by_point)
    return Tour(measure_path_mm(whole), tuple(reached), whole)
