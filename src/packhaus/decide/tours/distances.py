"""How far it is from one place in the aisles to another."""

from __future__ import annotations

from packhaus.decide.tours.types import Layout, Point


def measure_way_mm(*, layout: Layout, one: Point, other: Point) -> int:
    """Measure the shortest way between two points: within an aisle straight, else around by a cross aisle."""
    return abs(one[0] - other[0]) + measure_along_mm(layout=layout, one=one, other=other)


def measure_along_mm(*, layout: Layout, one: Point, other: Point) -> int:
    """Measure the part of the shortest way that goes along aisles, not from one to another."""
    straight = abs(one[1] - other[1])
    if one[0] == other[0]:
        return straight
    low, high = sorted((one[1], other[1]))
    return min(straight + 2 * max(0, low - cross_mm, cross_mm - high) for cross_mm in layout.crosses_y_mm)


def choose_cross_mm(*, layout: Layout, one: Point, other: Point) -> int:
    """Choose the cross aisle on which the shortest way between two points of different aisles changes aisles."""
    return min(layout.crosses_y_mm, key=lambda cross_mm: abs(one[1] - cross_mm) + abs(other[1] - cross_mm))


def lay_path(*, layout: Layout, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Lay the way through these points in their order along aisles and cross aisles."""
    path = list(points[:1])
    for point in points[1:]:
        last = path[-1]
        if last[0] != point[0]:
            cross_mm = choose_cross_mm(layout=layout, one=last, other=point)
            path += [(last[0], cross_mm), (point[0], cross_mm)]
        path.append(point)
    return tuple(point for number, point in enumerate(path) if not number or point != path[number - 1])
