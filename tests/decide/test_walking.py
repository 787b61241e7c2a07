"""A picker walks up one aisle and down the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.walking import Stop, measure_walk_mm, order_walk, sort_naturally


def stop(code: str, x_mm: int | None = None, y_mm: int | None = None) -> Stop:
    zone, aisle, bay, level = code.split("-")
    return Stop(code, zone, aisle, bay, level, "", x_mm, y_mm)


def walk(*codes: str) -> list[object]:
    return order_walk(stops=[stop(code) for code in codes])


def test_every_other_visited_aisle_is_walked_from_its_far_end() -> None:
    assert walk("A-1-1-1", "A-1-9-1", "A-3-2-1", "A-3-8-1", "A-4-5-1", "A-4-1-1") == [
        "A-1-1-1",
        "A-1-9-1",
        "A-3-8-1",  # aisle 2 is not visited: aisle 3 is the second one
        "A-3-2-1",
        "A-4-1-1",
        "A-4-5-1",
    ]


def test_levels_ascend_whichever_way_the_aisle_is_walked() -> None:
    assert walk("A-1-1-1", "A-2-5-2", "A-2-5-1", "A-2-4-1") == ["A-1-1-1", "A-2-5-1", "A-2-5-2", "A-2-4-1"]


def test_zones_come_one_after_the_other_and_each_starts_anew() -> None:
    assert walk("B-1-2-1", "B-1-1-1", "A-1-1-1") == ["A-1-1-1", "B-1-1-1", "B-1-2-1"]


def test_ten_comes_after_two() -> None:
    assert walk("A-10-1-1", "A-2-1-1") == ["A-2-1-1", "A-10-1-1"]
    assert sorted(["b10", "B2", "a"], key=sort_naturally) == ["a", "B2", "b10"]


def test_coordinates_come_before_codes() -> None:
    stops = [stop("A-1-1-1", x_mm=9_000, y_mm=0), stop("A-2-1-1", x_mm=0, y_mm=0)]
    assert order_walk(stops=stops) == ["A-2-1-1", "A-1-1-1"]


def test_two_sides_of_one_aisle_are_one_aisle() -> None:
    stops = [
        stop("A-1-1-1", x_mm=0, y_mm=0),
        stop("A-1-2-1", x_mm=0, y_mm=500),
        stop("A-1-3-1", x_mm=0, y_mm=250),
    ]
    assert order_walk(stops=stops) == ["A-1-1-1", "A-1-3-1", "A-1-2-1"]


CODES = st.lists(st.tuples(*[st.integers(0, 12)] * 4), unique=True, max_size=30)


@given(CODES, st.booleans())
def test_every_stop_is_visited_once_and_no_aisle_twice(
    drawn: list[tuple[int, int, int, int]],
    with_points: bool,  # noqa: FBT001 - hypothesis passes it
) -> None:
    stops = [
        Stop(code, str(code[0]), str(code[1]), str(code[2]), str(code[3]))._replace(
            x_mm=code[1] * 3_000 if with_points else None, y_mm=code[2] * 900 if with_points else None
        )
        for code in drawn
    ]
    ordered = order_walk(stops=stops)
    assert sorted(ordered) == sorted(drawn)
    assert ordered == order_walk(stops=reversed(stops))
    visited = [location[:2] for location in ordered]
    assert len(
        [place for place, before in zip(visited, [None, *visited], strict=False) if place != before]
    ) == len(set(visited))


def test_a_walk_is_measured_along_and_across_aisles() -> None:
    assert measure_walk_mm(points=[(0, 0), (0, 5_000), (3_000, 4_000)]) == 9_000
    assert measure_walk_mm(points=[]) == 0
