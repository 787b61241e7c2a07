"""The shortest tour by trying them all, on small warehouses drawn at random: what an exact method must equal."""

import random
from itertools import pairwise, product

from packhaus.decide.tours import Layout, Stop
from packhaus.decide.tours.types import Point

FAR = 10**12


def draw_layout(*, source: random.Random, blocks: int) -> Layout:
    """Draw a warehouse of up to six aisles, its depot anywhere along a cross aisle."""
    aisles_x_mm = tuple(sorted(source.sample(range(40), source.randint(1, 6))))
    crosses_y_mm = tuple(sorted(source.sample(range(14 * blocks), blocks + 1)))
    depot_x_mm = source.choice([source.choice(aisles_x_mm), source.randrange(-2, 42)])
    return Layout(aisles_x_mm, crosses_y_mm, depot_x_mm, source.choice([0, source.randrange(blocks + 1)]))


def draw_uneven_layout(*, source: random.Random) -> Layout:
    """Draw a warehouse of one block whose aisles end at one of two places."""
    even = draw_layout(source=source, blocks=1)
    front, back = even.crosses_y_mm
    nearer = (front + back + 1) // 2
    ends = [source.choice([nearer, back]) for _ in even.aisles_x_mm]
    ends[source.randrange(len(ends))] = back
    return Layout(even.aisles_x_mm, even.crosses_y_mm, even.depot_x_mm, 0, tuple(ends))


def draw_stops(*, source: random.Random, layout: Layout, count: int) -> list[Stop]:
    """Draw up to so many stops; one may lie on a cross aisle, or at the depot."""
    aisles = [source.randrange(len(layout.aisles_x_mm)) for _ in range(count)]
    crosses = [layout.list_crosses(aisle) for aisle in aisles]
    return sorted(
        {Stop(aisle, source.randint(ends[0], ends[-1])) for aisle, ends in zip(aisles, crosses, strict=True)}
    )


def measure_shortest_mm(*, layout: Layout, stops: list[Stop]) -> int:
    """Measure the shortest tour: ways by Floyd and Warshall, rounds by Held and Karp. O(2^stops x stops²).

    Source: R. W. Floyd, Algorithm 97, Communications of the ACM 5 (1962); M. Held and R. M. Karp, A dynamic
    programming approach to sequencing problems, Journal of SIAM 10 (1962).
    """
    ways = _measure_ways(layout, stops)
    points = [layout.locate(stop) for stop in stops]
    best = {(1 << number, number): ways[layout.depot, point] for number, point in enumerate(points)}
    for visited in range(1, 1 << len(points)):
        for last, nearest in product(range(len(points)), repeat=2):
            if not visited >> last & 1 or visited >> nearest & 1:
                continue
            length = best[visited, last] + ways[points[last], points[nearest]]
            key = (visited | 1 << nearest, nearest)
            best[key] = min(best.get(key, FAR), length)
    whole = (1 << len(points)) - 1
    return min(
        (best[whole, last] + ways[point, layout.depot] for last, point in enumerate(points)), default=0
    )


def _measure_ways(layout: Layout, stops: list[Stop]) -> dict[tuple[Point, Point], int]:
    ways: dict[tuple[Point, Point], int] = {}
    for x_mm in layout.aisles_x_mm:
        crosses = layout.list_crosses(layout.aisles_x_mm.index(x_mm))
        ys = {*crosses, *(y for x, y in map(layout.locate, stops) if x == x_mm)}
        _link(ways, [(x_mm, y_mm) for y_mm in sorted(ys)])
    for number, y_mm in enumerate(layout.crosses_y_mm):
        xs = {*layout.aisles_x_mm, *([layout.depot_x_mm] if number == layout.depot_cross else [])}
        if number and layout.ends_y_mm:
            _link_ends(ways, layout)
        else:
            _link(ways, [(x_mm, y_mm) for x_mm in sorted(xs)])
    points = sorted({point for way in ways for point in way} | {layout.depot})
    ways.update({(point, point): 0 for point in points})
    for over, one, other in product(points, repeat=3):
        length = ways.get((one, over), FAR) + ways.get((over, other), FAR)
        if length < ways.get((one, other), FAR):
            ways[one, other] = length
    return ways


def _link_ends(ways: dict[tuple[Point, Point], int], layout: Layout) -> None:
    ends = zip(layout.aisles_x_mm, layout.ends_y_mm, strict=True)
    for one, other in pairwise(ends):
        if one[1] == other[1]:
            _link(ways, [one, other])


def _link(ways: dict[tuple[Point, Point], int], points: list[Point]) -> None:
    for one, other in pairwise(points):
        ways[one, other] = ways[other, one] = abs(one[0] - other[0]) + abs(one[1] - other[1])
