"""What is loaded is proven box by box; the search never gets worse for being given more.

Over 5 s when the search has changed: it is compiled then, and kept for the next run.
"""

from __future__ import annotations

import random

import pytest

from packhaus.decide.loading import BoxKind, Hold, Load, LoadedBox, find_faults
from packhaus.decide.loading.load import load_hold
from packhaus.decide.loading.many import load_holds

ONE = BoxKind("one", 2, ((2, 2, 2),))
CUBE = Hold((4, 4, 4))


def turn(length: int, width: int, height: int) -> tuple[tuple[int, int, int], ...]:
    return (
        (length, width, height),
        (width, length, height),
        (length, height, width),
        (height, length, width),
    )


def draw_kinds(seed: int, count: int, most: int) -> list[BoxKind]:
    dice = random.Random(seed)
    return [
        BoxKind(
            number,
            dice.randint(1, most),
            turn(dice.randint(20, 90), dice.randint(15, 70), dice.randint(10, 60)),
            dice.randint(1, 30),
            carries_nothing=dice.random() < 0.2,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("is_supported", [False, True])
def test_every_load_is_inside_apart_turned_as_allowed_light_enough_and_supported(is_supported: bool) -> None:  # noqa: FBT001  # a parameter of the table
    for seed in range(12):
        kinds = draw_kinds(seed, count=1 + seed % 7, most=12)
        hold = Hold((200 + 13 * seed, 150, 140), max_weight=400 + 50 * seed)
        load = load_hold(kinds=kinds, hold=hold, supported=is_supported, seconds=5, widest=2)
        assert find_faults(load=load, kinds=kinds, hold=hold, supported=is_supported) == []
        assert load.boxes


def test_boxes_cut_from_a_hold_fill_it_again() -> None:
    kinds = [
        BoxKind("wall", 2, ((10, 40, 40),)),
        BoxKind("half", 2, ((20, 20, 40),)),
        BoxKind("rest", 2, turn(20, 20, 20)),
    ]
    hold = Hold((40, 40, 40))
    load = load_hold(kinds=kinds, hold=hold, supported=True, seconds=5, widest=4)
    assert load.volume >= 0.99 * (2 * 16_000 + 2 * 16_000)


def test_a_wider_beam_loads_no_less() -> None:
    kinds = draw_kinds(3, count=8, most=10)
    hold = Hold((240, 160, 150))
    narrow, wide = (
        load_hold(kinds=kinds, hold=hold, supported=False, seconds=30, widest=widest).volume
        for widest in (1, 6)
    )
    assert wide >= narrow


def test_the_dearer_boxes_go_first_when_worth_is_not_volume() -> None:
    kinds = [BoxKind("large", 1, ((4, 4, 4),)), BoxKind("dear", 1, ((2, 2, 2),), worth=1_000)]
    load = load_hold(kinds=kinds, hold=CUBE, supported=True, seconds=5, widest=2)
    assert [box.kind for box in load.boxes] == ["dear"]


def test_what_fits_no_hold_is_in_none() -> None:
    kinds = [BoxKind("long", 1, ((9, 1, 1),)), ONE]
    assert [
        box.kind for box in load_hold(kinds=kinds, hold=CUBE, supported=True, seconds=5, widest=2).boxes
    ] == ["one"] * 2
    loads = load_holds(kinds=kinds, hold=CUBE, supported=True, seconds=5)
    assert [box.kind for load in loads for box in load.boxes] == ["one"] * 2
    assert load_hold(kinds=kinds[:1], hold=CUBE, supported=True, seconds=5).boxes == ()


def test_everything_is_loaded_once_into_as_few_holds_as_its_volume_allows() -> None:
    kinds = [BoxKind("a", 9, ((2, 4, 4),)), BoxKind("b", 14, ((2, 2, 4), (4, 2, 2), (2, 4, 2)))]
    loads = load_holds(kinds=kinds, hold=CUBE, supported=False, seconds=5)
    assert len(loads) == 8  # 9 * 32 + 14 * 16 = 512 = 8 * 64
    for load in loads:
        assert find_faults(load=load, kinds=kinds, hold=CUBE, supported=False) == []
    loaded = [box.kind for load in loads for box in load.boxes]
    assert (loaded.count("a"), loaded.count("b")) == (9, 14)


FAULTY = [
    ((LoadedBox("one", (3, 0, 0), (2, 2, 2)),), "outside"),
    ((LoadedBox("one", (-1, 0, 0), (2, 2, 2)),), "outside"),
    ((LoadedBox("one", (0, 0, 0), (2, 2, 2)), LoadedBox("one", (1, 1, 1), (2, 2, 2))), "overlap"),
    ((LoadedBox("one", (0, 0, 0), (2, 2, 3)),), "stands as"),
    ((LoadedBox("one", (0, 0, 1), (2, 2, 2)),), "not supported"),
    # Half of its base hangs over.
    ((LoadedBox("one", (0, 0, 0), (2, 2, 2)), LoadedBox("one", (1, 0, 2), (2, 2, 2))), "not supported"),
    (tuple(LoadedBox("one", (2 * step, 0, 0), (1, 1, 1)) for step in range(3)), "3 of one are loaded"),
]


@pytest.mark.parametrize(("boxes", "fault"), FAULTY)
def test_the_checker_finds_what_is_wrong(boxes: tuple[LoadedBox, ...], fault: str) -> None:
    found = find_faults(load=Load(boxes), kinds=[ONE], hold=CUBE, supported=True)
    assert any(fault in one for one in found), found


def test_the_checker_weighs_and_knows_what_carries_nothing() -> None:
    tower = Load((LoadedBox("one", (0, 0, 0), (2, 2, 2)), LoadedBox("one", (0, 0, 2), (2, 2, 2))))
    assert find_faults(load=tower, kinds=[ONE], hold=CUBE, supported=True) == []
    heavy = ONE._replace(weight=6)
    assert find_faults(load=tower, kinds=[heavy], hold=Hold((4, 4, 4), 11), supported=True) == [
        "12 is too heavy"
    ]
    fragile = ONE._replace(carries_nothing=True)
    assert "carries nothing" in find_faults(load=tower, kinds=[fragile], hold=CUBE, supported=True)[0]
