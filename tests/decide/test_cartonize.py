"""Every unit is in exactly one carton, in a place that a person could put it."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from itertools import combinations
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from packhaus.decide.cartonize import (
    Cartonization,
    CartonType,
    Item,
    PackedCarton,
    PalletType,
    Placement,
    Size,
    cartonize,
    palletize,
)

SMALL = CartonType("K1", (200, 150, 100), 5_000, 90)
MIDDLE = CartonType("K2", (400, 300, 200), 20_000, 350)
LARGE = CartonType("K3", (600, 400, 400), 30_000, 900)
CARTONS = [LARGE, SMALL, MIDDLE]
Span: TypeAlias = tuple[tuple[int, int], ...]
"""From and to, along x, y and z."""


def assert_carton_is_sound(carton: PackedCarton, items: dict[object, Item]) -> None:
    """Check with arithmetic of its own: inside, no overlap, allowed orientation, counts and weight."""
    kind = {one.carton: one for one in CARTONS}.get(carton.carton)
    inside = carton.size if kind is None else kind.size
    counted = Counter[object]()
    for block in carton.placements:
        counted[block.line] += block.nx * block.ny * block.nz
        item = items[block.line]
        stands = (block.dx, block.dy, block.dz)
        assert sorted(stands) == sorted(item.size)
        assert not item.keep_upright or block.dz == item.size[2]
    assert_blocks_fit(carton.placements, inside)
    assert counted == Counter(dict(carton.items))
    content = sum(items[line].weight_grams * units for line, units in carton.items)
    assert carton.weight_grams == content + (kind.tare_grams if kind else 0)
    assert kind is None or carton.weight_grams <= kind.max_weight_grams


def assert_blocks_fit(placements: tuple[Placement, ...], inside: Size) -> None:
    spans: list[Span] = [
        tuple(
            (corner, corner + side * count)
            for corner, side, count in zip(block[1:4], block[4:7], block[7:10], strict=True)
        )
        for block in placements
    ]
    for span in spans:
        assert all(low >= 0 and high <= room for (low, high), room in zip(span, inside, strict=True))
        assert span[2][0] == 0 or is_carried(span, spans)
    for one, other in combinations(spans, 2):
        assert any(a[1] <= b[0] or b[1] <= a[0] for a, b in zip(one, other, strict=True))


def is_carried(span: Span, spans: list[Span]) -> bool:
    """Tell whether the tops right below cover the whole footprint; tops of one height never overlap."""
    covered = sum(
        max(0, min(below[0][1], span[0][1]) - max(below[0][0], span[0][0]))
        * max(0, min(below[1][1], span[1][1]) - max(below[1][0], span[1][0]))
        for below in spans
        if below[2][1] == span[2][0]
    )
    return covered == (span[0][1] - span[0][0]) * (span[1][1] - span[1][0])


def assert_sound(packed: Cartonization, items: list[Item]) -> None:
    by_line = {item.line: item for item in items}
    total = Counter[object]()
    for carton in packed.cartons:
        assert_carton_is_sound(carton, by_line)
        total.update(dict(carton.items))
    assert total == Counter({item.line: item.quantity for item in items if item.quantity})


SIDES = st.integers(5, 700)
ITEMS = st.lists(
    st.tuples(st.integers(0, 12), st.tuples(SIDES, SIDES, SIDES), st.integers(0, 6_000), st.booleans()),
    max_size=6,
)


@settings(deadline=None)
@given(ITEMS)
def test_whatever_is_packed_is_inside_upright_light_enough_and_complete(
    drawn: list[tuple[int, Size, int, bool]],
) -> None:
    items = [Item(line, *row) for line, row in enumerate(drawn)]
    packed = cartonize(items=items, cartons=CARTONS, pallet=PalletType())
    assert_sound(packed, items)
    assert packed.needs_pallet == (len(packed.cartons) > 10)
    if packed.needs_pallet:
        standing = sorted(index for pallet in packed.pallets for index in pallet.cartons)
        assert standing == list(range(len(packed.cartons)))
        for pallet in packed.pallets:
            assert pallet.weight_grams <= PalletType().max_weight_grams
            assert_blocks_fit(pallet.placements, PalletType().size)


def test_the_smallest_carton_that_holds_all_is_chosen() -> None:
    for size, carton in [((200, 150, 100), "K1"), ((200, 150, 101), "K2"), ((600, 400, 400), "K3")]:
        packed = cartonize(items=[Item("a", 1, size, 100)], cartons=CARTONS)
        assert [one.carton for one in packed.cartons] == [carton]


def test_the_rest_goes_into_a_smaller_carton() -> None:
    items = [Item("a", 9, (200, 200, 250), 100)]
    packed = cartonize(items=items, cartons=CARTONS)
    assert_sound(packed, items)
    assert [one.carton for one in packed.cartons] == ["K3", "K2"]


def test_what_fits_no_carton_ships_as_it_is() -> None:
    items = [Item("rug", 2, (1_800, 200, 200), 9_000), Item("anvil", 1, (100, 100, 100), 50_000)]
    packed = cartonize(items=items, cartons=CARTONS)
    assert [(one.carton, one.weight_grams) for one in packed.cartons] == [
        (None, 9_000),
        (None, 9_000),
        (None, 50_000),
    ]


def test_an_upright_item_is_not_laid_down() -> None:
    upright = Item("vase", 1, (90, 90, 190), 500, keep_upright=True)
    assert cartonize(items=[upright], cartons=CARTONS).cartons[0].carton == "K2"
    assert cartonize(items=[upright._replace(keep_upright=False)], cartons=CARTONS).cartons[0].carton == "K1"


def test_s088_a_weight_limit_splits_and_one_unit_over_it_is_irreducible() -> None:
    carton = CartonType("K", (400, 300, 200), 150)
    mixed = [Item("a", 4, (50, 50, 50), 100), Item("b", 4, (50, 50, 50), 49)]
    packed = cartonize(items=mixed, cartons=[carton])
    assert [one.weight_grams for one in packed.cartons] == [149, 149, 149, 149]
    heavy = cartonize(items=[Item("c", 2, (50, 50, 50), 200)], cartons=[carton])
    assert [one.weight_grams for one in heavy.cartons] == [200, 200]


def test_a_carton_full_by_weight_is_shrunk_to_the_smallest_that_takes_it() -> None:
    items = [Item("weight", 10, (60, 60, 60), 9_800)]
    packed = cartonize(items=items, cartons=CARTONS)
    assert_sound(packed, items)
    assert {one.carton for one in packed.cartons} == {"K2"}


def test_more_than_ten_cartons_go_onto_pallets() -> None:
    kinds = [CartonType("K", (592, 392, 392), 30_000)]
    items = [Item("a", 30, (590, 390, 390), 1_000)]
    packed = cartonize(items=items, cartons=kinds, pallet=PalletType())
    assert packed.needs_pallet
    assert [len(pallet.cartons) for pallet in packed.pallets] == [16, 14]
    for pallet in packed.pallets:
        assert_blocks_fit(pallet.placements, PalletType().size)
    assert not cartonize(items=items, cartons=kinds).needs_pallet


def test_a_carton_too_large_for_the_pallet_stands_alone() -> None:
    rug = cartonize(items=[Item("rug", 1, (2_400, 200, 200), 9_000)], cartons=CARTONS).cartons
    (pallet,) = palletize(cartons=rug, pallet=PalletType())
    assert pallet.cartons == (0,)


def test_hundreds_of_lines_go_into_one_carton() -> None:
    items = [Item(line, 1, (20 + line % 7, 20 + line % 5, 20 + line % 3), 1) for line in range(300)]
    packed = cartonize(items=items, cartons=CARTONS)
    assert_sound(packed, items)
    assert [one.carton for one in packed.cartons] == ["K2"]


def test_what_is_longer_than_a_kilometre_fits_nothing() -> None:
    mistyped = Item("pen", 1, (2_000_000_000, 10, 10), 10)
    endless = CartonType("endless", (2_100_000_000, 2_100_000_000, 2_100_000_000), 30_000)
    packed = cartonize(
        items=[mistyped, Item("cup", 1, (90, 90, 90), 300)],
        cartons=[endless],
        pallet=PalletType(),
        max_cartons=1,
    )
    assert [one.carton for one in packed.cartons] == ["endless", None]
    assert len(packed.pallets) == 2


def test_timing_of_real_sized_orders_is_printed() -> None:
    dice = random.Random(3)
    sizes = [(90, 90, 110), (60, 60, 80), (210, 150, 12), (150, 150, 40), (300, 220, 30), (120, 80, 60)]
    orders = [
        [
            Item(
                line,
                dice.choice([1, 2, 3, 4, 6, 6, 8, 12, 12, 24]),
                dice.choice(sizes),
                dice.randint(30, 400),
            )
            for line in range(max(1, min(120, round(dice.lognormvariate(2.5, 1.1)))))
        ]
        for _ in range(300)
    ]
    started = time.perf_counter()
    packed = [cartonize(items=order, cartons=CARTONS, pallet=PalletType()) for order in orders]
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{len(orders)} orders: {seconds:.2f} s, {sum(len(one.cartons) for one in packed)} cartons\n"
    )
    candles = [Item("candle", 600, (70, 70, 90), 200)]
    started = time.perf_counter()
    cartonize(items=candles, cartons=CARTONS)
    sys.stdout.write(f"600 candles: {(time.perf_counter() - started) * 1_000:.2f} ms\n")
    for one, order in zip(packed[:40], orders[:40], strict=True):
        assert_sound(one, order)
