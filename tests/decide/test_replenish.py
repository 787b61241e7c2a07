"""How much goes to which face, by tables."""

from datetime import UTC, date, datetime

import pytest

from packhaus.decide.replenish import Face, Lack, Need, PlannedMove, Source, fit_packagings, plan_faces

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
EVENING = datetime(2026, 11, 3, 18, tzinfo=UTC)
DAY = date(2026, 10, 1)


def make_face(**changes: int) -> Face:
    return Face("face", "mug", 10, 50, 5, 5, 0)._replace(**changes)


def plan(
    face: Face, *sources: Source, needs: tuple[Need, ...] = (), sizes: tuple[int, ...] = ()
) -> list[tuple[object, int, datetime | None]]:
    found = plan_faces(faces=[face], needs=needs, sources=sources, packagings={"mug": sizes})
    return [(move.source, move.units, move.needed_at) for move in found.moves]


PALLET = Source("pallet", "mug", 500, DAY, None)


@pytest.mark.parametrize(
    ("face", "sizes", "units"),
    [
        (make_face(), (), 45),  # below its minimum: up to its maximum
        (make_face(), (12,), 36),  # whole cases only, 3 of them fit
        (make_face(), (12, 6), 42),  # the largest first, then what still fits
        (make_face(maximum=14), (12,), 9),  # no case fits, and pieces are better than an empty face
        (make_face(on_hand=10, free=10), (), 0),  # at its minimum: nothing
        (make_face(on_hand=10, free=2), (), 40),  # orders have the rest: it counts what is free
        (make_face(incoming=20), (), 0),  # enough is on its way
        (make_face(on_hand=50, free=0), (), 0),  # full, whoever it belongs to
    ],
)
def test_a_face_is_filled_as_far_as_it_has_room(face: Face, sizes: tuple[int, ...], units: int) -> None:
    assert sum(count for _, count, _ in plan(face, PALLET, sizes=sizes)) == units


def test_what_orders_will_take_is_brought_before_the_earliest_that_would_wait() -> None:
    needs = (
        Need("mug", EVENING, 15, is_released=False),
        Need("mug", NOON, 15, is_released=False),
        Need("mug", None, 5, is_released=False),
    )
    full = make_face(on_hand=20, free=20)
    assert plan(full, PALLET, needs=needs) == [("pallet", 30, EVENING)]
    assert plan(full, PALLET, needs=needs[1:2]) == []


def test_units_that_are_allocated_in_reserve_come_along_although_the_face_is_not_low() -> None:
    released = (Need("mug", NOON, 4, is_released=True),)
    assert plan(make_face(on_hand=20, free=20), PALLET, needs=released) == [("pallet", 30, NOON)]
    assert plan(make_face(on_hand=20, free=20, incoming=4), PALLET, needs=released) == []


def test_sources_are_drawn_first_expired_then_first_in_then_the_bin_that_the_take_empties() -> None:
    late = Source("late", "mug", 100, DAY, date(2027, 5, 1))
    early = Source("early", "mug", 10, date(2026, 10, 9), date(2027, 1, 1))
    assert plan(make_face(), late, early) == [("early", 10, None), ("late", 35, None)]
    older = Source("older", "mug", 10, date(2026, 9, 1), None)
    assert plan(make_face(), PALLET, older) == [("older", 10, None), ("pallet", 35, None)]
    rest = Source("rest", "mug", 12, DAY, None)
    assert plan(make_face(), PALLET, rest) == [("rest", 12, None), ("pallet", 33, None)]


def test_what_no_reserve_bin_has_is_said() -> None:
    found = plan_faces(faces=[make_face()], needs=[], sources=[PALLET._replace(free=8)], packagings={})
    assert found.moves == (PlannedMove("face", "pallet", 8, None),)
    assert found.lacks == (Lack("face", 37),)


def test_two_faces_of_an_item_share_its_reserve() -> None:
    faces = [make_face()._replace(key="one"), make_face()._replace(key="two")]
    found = plan_faces(faces=faces, needs=[], sources=[PALLET._replace(free=60)], packagings={})
    assert [(move.face, move.units) for move in found.moves] == [("one", 45), ("two", 15)]


@pytest.mark.parametrize(("units", "fitted"), [(100, 96), (5, 0), (6, 6), (48, 48)])
def test_packagings_fit_the_largest_first(units: int, fitted: int) -> None:
    assert fit_packagings(units=units, sizes=[6, 48]) == fitted
