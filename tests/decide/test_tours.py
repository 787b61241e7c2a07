"""A shortest tour is as short as the best of all, visits every stop, and can be drawn."""

from __future__ import annotations

import random

import pytest

from packhaus.bench.tours_brute import (
    draw_layout,
    draw_stops,
    draw_uneven_layout,
    measure_shortest_mm,
)
from packhaus.decide.batching import WalkOrder
from packhaus.decide.batching.arrays import lay_out
from packhaus.decide.batching.measure import make_scratch
from packhaus.decide.batching.savings import measure_alone
from packhaus.decide.tours import (
    Layout,
    Stop,
    Tour,
    find_good_tour,
    find_shortest_tour,
    find_tour,
    walk_largest_gap,
    walk_return,
    walk_s_shape,
)
from packhaus.decide.tours.types import measure_path_mm

ONE_BLOCK = Layout(aisles_x_mm=(0, 10, 20), crosses_y_mm=(0, 100), depot_x_mm=0)


def assert_walkable(layout: Layout, tour: Tour, stops: list[Stop]) -> None:
    """The path begins and ends at the depot, turns only at cross aisles, and is as long as the tour says."""
    assert sorted(tour.stops) == sorted(set(stops))
    assert tour.path[0] == tour.path[-1] == layout.depot
    assert measure_path_mm(tour.path) == tour.length_mm
    crosses = {*layout.crosses_y_mm, *layout.ends_y_mm}
    for start, end in zip(tour.path, tour.path[1:], strict=False):
        assert start[0] == end[0] or (start[1] == end[1] and start[1] in crosses)


@pytest.mark.parametrize("blocks", [1, 2, 3, 4])
def test_a_shortest_tour_is_as_short_as_the_best_of_all(blocks: int) -> None:
    for seed in range(8):
        source = random.Random(100 * blocks + seed)
        layout = draw_layout(source=source, blocks=blocks)
        stops = draw_stops(source=source, layout=layout, count=1 + seed % 6)
        tour = find_shortest_tour(layout=layout, stops=stops)
        assert tour.length_mm == measure_shortest_mm(layout=layout, stops=stops), (layout, stops)
        assert_walkable(layout, tour, stops)


def test_aisles_of_two_lengths_are_walked_best_too() -> None:
    """Every policy's tour can be walked there and is no shorter; the compiled search measures the same lengths."""
    for seed in range(30):
        source = random.Random(seed)
        layout = draw_uneven_layout(source=source)
        stops = draw_stops(source=source, layout=layout, count=1 + seed % 6)
        tour = find_shortest_tour(layout=layout, stops=stops)
        assert tour.length_mm == measure_shortest_mm(layout=layout, stops=stops), (layout, stops)
        assert_walkable(layout, tour, stops)
        baseline = walk_s_shape(layout=layout, stops=stops)
        assert_walkable(layout, baseline, stops)
        assert baseline.length_mm >= tour.length_mm
        assert measure_compiled_mm(layout, stops) == tour.length_mm


def measure_compiled_mm(layout: Layout, stops: list[Stop]) -> int:
    orders = [WalkOrder("one", tuple(stops), ())]
    ground, arrays = lay_out(layout=layout, orders=orders, limits=())
    return int(measure_alone(ground, arrays, make_scratch(ground, arrays))[0])


@pytest.mark.parametrize(
    ("stops", "length_mm"),
    [
        ([], 0),
        ([Stop(0, 0)], 0),  # at the depot itself
        ([Stop(0, 30)], 60),  # there and back
        ([Stop(0, 100)], 200),  # the far end
        ([Stop(0, 90), Stop(1, 90)], 220),  # up one aisle, down the next
        ([Stop(0, 10), Stop(1, 10)], 60),  # a short way into each
        # One aisle through, the next through, a short way into the last from the back.
        ([Stop(0, 90), Stop(1, 10), Stop(1, 90), Stop(2, 90)], 260),
    ],
)
def test_tours_of_one_block_that_one_can_check_by_hand(stops: list[Stop], length_mm: int) -> None:
    tour = find_tour(layout=ONE_BLOCK, stops=stops)
    assert tour.length_mm == length_mm
    assert_walkable(ONE_BLOCK, tour, stops)


def test_a_middle_cross_aisle_saves_the_way_to_the_back() -> None:
    stops = [Stop(0, 40), Stop(1, 40)]
    two_blocks = Layout(aisles_x_mm=(0, 10), crosses_y_mm=(0, 50, 100), depot_x_mm=0)
    assert find_tour(layout=two_blocks, stops=stops).length_mm == 120
    assert find_tour(layout=Layout((0, 10), (0, 100), 0), stops=stops).length_mm == 180


@pytest.mark.parametrize(
    ("walk", "length_mm"),
    [
        (walk_s_shape, 2 * 20 + 2 * 100 + 2 * 90),  # through two aisles, into the third and back
        (walk_largest_gap, 2 * 20 + 2 * 100 + 2 * 10 + 2 * 10),
        (walk_return, 2 * 20 + 2 * (90 + 90 + 90)),
    ],
)
def test_policies_walk_as_they_are_described(walk: object, length_mm: int) -> None:
    stops = [Stop(0, 90), Stop(1, 10), Stop(1, 90), Stop(2, 90)]
    assert callable(walk)
    tour = walk(layout=ONE_BLOCK, stops=stops)
    assert tour.length_mm == length_mm
    assert_walkable(ONE_BLOCK, tour, stops)


@pytest.mark.parametrize("walk", [walk_s_shape, walk_largest_gap, walk_return])
def test_no_policy_is_shorter_than_the_shortest(walk: object) -> None:
    assert callable(walk)
    source = random.Random(7)
    for _ in range(20):
        stops = [Stop(source.randrange(3), source.randint(0, 100)) for _ in range(source.randint(1, 9))]
        tour = walk(layout=ONE_BLOCK, stops=stops)
        assert tour.length_mm >= find_shortest_tour(layout=ONE_BLOCK, stops=stops).length_mm
        assert_walkable(ONE_BLOCK, tour, stops)


def test_a_good_tour_of_many_blocks_is_near_the_shortest() -> None:
    source = random.Random(3)
    layout = Layout(tuple(range(0, 60, 10)), (0, 25, 50, 75, 100), depot_x_mm=0)
    good_mm = shortest_mm = 0
    for _ in range(3):
        stops = [Stop(source.randrange(6), source.randint(0, 100)) for _ in range(15)]
        tour = find_tour(layout=layout, stops=stops)
        assert_walkable(layout, tour, stops)
        good_mm += tour.length_mm
        shortest_mm += find_shortest_tour(layout=layout, stops=stops).length_mm
    assert shortest_mm <= good_mm <= 1.05 * shortest_mm


def test_a_good_tour_of_nothing_stays_at_the_depot() -> None:
    assert find_good_tour(layout=ONE_BLOCK, stops=[]).length_mm == 0


def test_the_same_stop_twice_is_visited_once() -> None:
    assert find_tour(layout=ONE_BLOCK, stops=[Stop(1, 5), Stop(1, 5)]).stops == (Stop(1, 5),)
