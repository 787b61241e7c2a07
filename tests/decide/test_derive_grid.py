"""Bins that stand in aisles show a warehouse; bins that do not, show none."""

from __future__ import annotations

import pytest

from packhaus.decide.tours import Grid, Layout, Point, Spot, Stop, derive_grid, walk_nearest


def list_spots(*, aisles: int = 3, ys_mm: tuple[int, ...] = tuple(range(6_000, 16_000, 1_000))) -> list[Spot]:
    return [
        Spot(f"{aisle}-{y_mm}", "A", str(aisle), 3_000 * aisle, y_mm)
        for aisle in range(aisles)
        for y_mm in ys_mm
    ]


def derive(spots: list[Spot], depots: list[Point] | None = None) -> Grid:
    grid = derive_grid(spots=spots, depots=depots or [])
    assert grid is not None
    return grid


def test_aisles_run_between_a_cross_aisle_in_front_and_one_behind() -> None:
    grid = derive(list_spots(), [(0, 0), (3_000, 0), (6_000, 0)])
    assert grid.layout == Layout((0, 3_000, 6_000), (5_500, 15_500), depot_x_mm=3_000)
    assert grid.stops["1-6000"] == Stop(1, 6_000)


def test_a_band_without_bins_is_a_cross_aisle() -> None:
    behind = [
        spot._replace(location=f"B{spot.location}", zone="B", y_mm=spot.y_mm + 12_500)
        for spot in list_spots()
    ]
    assert derive(list_spots() + behind).layout.crosses_y_mm == (5_500, 16_750, 28_000)


def test_both_sides_of_an_aisle_are_one() -> None:
    across = [spot._replace(location=f"r{spot.location}", x_mm=spot.x_mm + 1_600) for spot in list_spots()]
    assert derive(list_spots() + across).layout.aisles_x_mm == (800, 3_800, 6_800)


def test_a_depot_at_the_far_end_turns_the_site_around() -> None:
    grid = derive(list_spots(), [(3_000, 30_000)])
    assert grid.layout.crosses_y_mm == (-15_500, -5_500)
    assert grid.stops["1-15000"] == Stop(1, -15_000)


def test_aisles_without_names_are_told_by_where_they_lie() -> None:
    spots = [spot._replace(zone="", aisle="") for spot in list_spots()]
    assert derive(spots).layout == derive(list_spots()).layout


def test_longer_aisles_are_joined_to_shorter_ones_in_front_only() -> None:
    longer = [
        Spot(f"D{aisle}-{y_mm}", "D", str(aisle), 20_000 + 3_000 * aisle, y_mm)
        for aisle in range(2)
        for y_mm in range(6_000, 30_000, 1_000)
    ]
    layout = derive(list_spots() + longer).layout
    assert layout.ends_y_mm == (15_500, 15_500, 15_500, 29_500, 29_500)
    assert [layout.is_joined_behind(*gap) for gap in ((3_000, 6_000), (6_000, 20_000), (20_000, 23_000))] == [
        True,
        False,
        True,
    ]


def test_a_bin_that_nobody_measured_has_no_stop() -> None:
    grid = derive([*list_spots(), Spot("new", "A", "1", 0, 0)])
    assert "new" not in grid.stops


@pytest.mark.parametrize(
    "spots",
    [
        [],
        [Spot(number, "A", "1", 0, 0) for number in range(9)],  # measured nowhere
        [Spot(number, "", "", 997 * number, 3_001 * number % 10_000) for number in range(1, 40)],  # strewn
        [Spot(number, "A", "1", 1_000 * number, 500 * number) for number in range(1, 40)],  # aslant
    ],
)
def test_bins_that_stand_in_no_aisles_are_no_grid(spots: list[Spot]) -> None:
    assert derive_grid(spots=spots) is None


def test_between_places_that_are_no_grid_the_walk_is_made_short() -> None:
    points = [(0, 1), (10, 1), (5, 1), (7, 9), (2, 9)]
    length, walk = walk_nearest(depot=(0, 0), points=points)
    assert sorted(walk) == sorted(points)
    assert length == 38
    assert walk_nearest(depot=(4, 4), points=[]) == (0, [])
