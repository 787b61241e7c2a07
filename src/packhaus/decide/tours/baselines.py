"""Tours as people walk them without a computer, in a warehouse of one block: to compare a better tour with.

Source: C. G. Petersen, An evaluation of order picking routeing policies, International Journal of Operations and
Production Management 17 (1997); largest gap: R. W. Hall, Distance approximations for routing manual pickers in a
warehouse, IIE Transactions 25 (1993).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from packhaus.decide.tours.legs import Column, list_visited_columns
from packhaus.decide.tours.types import Layout, Point, Stop, Tour, measure_path_mm


def walk_s_shape(*, layout: Layout, stops: Iterable[Stop]) -> Tour:
    """Walk through every aisle that has stops; the last of an odd number is left where it was entered.

    So is the last before aisles that end elsewhere: these are reached by the front only.
    """
    wanted, columns = _prepare(layout, stops)
    path: list[Point] = []
    is_up = True
    for column, after in zip(columns, [*columns[1:], None], strict=True):
        leg = column.legs[0]
        is_last = after is None or not _is_joined(layout, column, after)
        ends = (leg.front_mm, leg.back_mm) if is_up else (leg.back_mm, leg.front_mm)
        last_mm = leg.front_mm if is_up and is_last else ends[1]
        path += _visit(column, leg.places_mm if is_up else leg.places_mm[::-1], ends[0], last_mm)
        is_up = last_mm == leg.front_mm
    return _close(layout, path, wanted)


def walk_largest_gap(*, layout: Layout, stops: Iterable[Stop]) -> Tour:
    """Walk through the first and the last aisle that have stops, and leave out the largest gap of each other.

    A gap lies between two stops, or between a stop and a cross aisle; the aisle is entered from both ends.
    """
    wanted, columns = _prepare(layout, stops)
    assert not layout.ends_y_mm, "the largest gap wants aisles of one length"
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
    return wanted, list_visited_columns(layout, wanted)


def _is_joined(layout: Layout, column: Column, after: Column) -> bool:
    xs_mm = [x_mm for x_mm in layout.aisles_x_mm if column.x_mm <= x_mm <= after.x_mm]
    return all(layout.is_joined_behind(*gap) for gap in pairwise(xs_mm))


def _visit(column: Column, places_mm: Sequence[int], enter_mm: int, leave_mm: int) -> list[Point]:
    return [(column.x_mm, y_mm) for y_mm in (enter_mm, *places_mm, leave_mm)]


def _close(layout: Layout, path: Sequence[Point], wanted: set[Stop]) -> Tour:
    whole = (layout.depot, *path, layout.depot)
    by_point = {layout.locate(stop): stop for stop in wanted}
    reached = dict.fromkeys(by_point[point] for point in whole if point in by_point)
    return Tour(measure_path_mm(whole), tuple(reached), whole)
