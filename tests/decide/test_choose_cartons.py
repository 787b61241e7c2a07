"""The parcels of an order cost as little as they can, and nothing in them is crushed, turned or ill-matched."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from packhaus.decide.cartonize import (
    CartonType,
    Item,
    PackedCarton,
    PalletType,
    Parcel,
    cartonize,
    plan_parcels,
)
from packhaus.decide.cartonize.check import find_parcel_faults
from packhaus.decide.cartonize.choose import choose_cartons
from packhaus.decide.cartonize.price import Freight, PackingRules, price_carton, price_freight

SMALL = CartonType("K1", (200, 150, 100), 5_000, 90, cost_minor=30)
MIDDLE = CartonType("K2", (400, 300, 200), 20_000, 350, cost_minor=70)
LARGE = CartonType("K3", (600, 400, 400), 30_000, 900, cost_minor=150)
FLAT = CartonType("F", (500, 400, 60), 10_000, 200, cost_minor=60)
CARTONS = [LARGE, SMALL, MIDDLE, FLAT]
RULES = PackingRules(
    Freight(((2_000, 400), (5_000, 550), (10_000, 800), (30_000, 1_500)), 100),
    fill_litre_minor=2,
    apart=frozenset({frozenset({"acid", "base"})}),
)
SIDES = st.integers(5, 450)
ITEMS = st.lists(
    st.tuples(
        st.integers(0, 8),
        st.tuples(SIDES, SIDES, SIDES),
        st.integers(0, 6_000),
        st.booleans(),
        st.sampled_from([None, 0, 500, 5_000]),
        st.sampled_from([None, None, "acid", "base"]),
    ),
    max_size=6,
)


def choose(
    items: list[Item], cartons: list[CartonType] = CARTONS, rules: PackingRules = RULES
) -> tuple[Parcel, ...]:
    parcels = choose_cartons(items=items, cartons=cartons, rules=rules)
    assert find_parcel_faults(parcels=parcels, items=items, cartons=cartons, rules=rules) == []
    return parcels


def name(parcels: tuple[Parcel, ...]) -> list[object]:
    return [parcel.packed.carton for parcel in parcels]


@settings(deadline=None)
@given(ITEMS)
def test_whatever_is_packed_can_be_done_and_is_complete(
    drawn: list[tuple[int, tuple[int, int, int], int, bool, int | None, str | None]],
) -> None:
    choose([Item(line, *row) for line, row in enumerate(drawn)])


@settings(deadline=None)
@given(ITEMS, st.integers(0, 3))
def test_a_floors_plan_can_be_done_and_costs_no_more_than_the_smallest_cartons(
    drawn: list[tuple[int, tuple[int, int, int], int, bool, int | None, str | None]], limits: int
) -> None:
    items = [Item(line, *(row if line < limits else row[:4])) for line, row in enumerate(drawn)]
    plan = plan_parcels(items=items, cartons=CARTONS, rules=RULES)
    assert find_parcel_faults(parcels=plan.parcels, items=items, cartons=CARTONS, rules=RULES) == []
    if not limits:
        plain = cartonize(items=items, cartons=CARTONS).cartons
        priced = [price_packed(packed, items) for packed in plain]
        assert sum(parcel.cost_minor for parcel in plan.parcels) <= sum(priced)


def price_packed(packed: PackedCarton, items: list[Item]) -> int:
    carton = next((one for one in CARTONS if one.carton == packed.carton), None)
    if carton is None:
        return price_freight(freight=RULES.freight, weight_grams=packed.weight_grams, size=packed.size)
    sizes = {item.line: item.size[0] * item.size[1] * item.size[2] for item in items}
    return price_carton(
        carton=carton,
        content_grams=packed.weight_grams - carton.tare_grams,
        content_mm3=sum(sizes[line] * units for line, units in packed.items),
        rules=RULES,
    )


def test_an_order_of_many_lines_is_planned_without_a_search_and_stands_on_pallets() -> None:
    items = [Item(line, 40, (290, 190, 95), 900) for line in range(30)]
    plan = plan_parcels(items=items, cartons=CARTONS, rules=RULES, pallet=PalletType())
    assert sum(units for parcel in plan.parcels for _, units in parcel.packed.items) == 1_200
    assert sorted(index for pallet in plan.pallets for index in pallet.cartons) == list(
        range(len(plan.parcels))
    )


def test_the_cheapest_carton_is_taken_not_the_smallest() -> None:
    item = Item("book", 1, (190, 140, 90), 800)
    assert name(choose([item])) == ["K1"]
    dear = [SMALL._replace(cost_minor=600), MIDDLE]
    assert name(choose([item], dear)) == ["K2"]


def test_dimensional_weight_makes_a_flat_carton_cheaper_than_a_smaller_bulky_one() -> None:
    item = Item("poster", 1, (390, 290, 20), 300)
    tariff = PackingRules(Freight(((1_500, 300), (3_000, 600), (99_000, 5_000)), mm3_per_gram=5_000))
    flat = CartonType("flat", (500, 400, 30), 9_000, cost_minor=90)  # 508 * 408 * 38 / 5,000 = 1,576 g
    bulky = CartonType("bulky", (400, 300, 100), 9_000, cost_minor=10)  # 408 * 308 * 108 / 5,000 = 2,715 g
    assert name(choose([item], [flat, bulky], tariff)) == ["bulky"]
    lighter = flat._replace(size=(480, 380, 30))
    assert name(choose([item], [lighter, bulky], tariff)) == ["flat"]


def test_two_cartons_are_taken_where_one_costs_more() -> None:
    items = [Item("rod", 1, (580, 30, 30), 200), Item("cube", 1, (380, 290, 190), 900)]
    rod = CartonType("rod", (600, 40, 40), 5_000, cost_minor=20)
    cheap_twice = PackingRules(Freight(((1_000, 100), (6_000, 500), (30_000, 5_000))))
    assert name(choose(items, [rod, MIDDLE, LARGE], cheap_twice)) == ["rod", "K2"]
    same_price = PackingRules(Freight(((30_000, 500),), mm3_per_gram=None))
    assert name(choose(items, [rod, MIDDLE, LARGE], same_price)) == ["K3"]


def test_nothing_stands_on_what_is_fragile() -> None:
    items = [Item("glass", 1, (190, 140, 40), 300, carries_grams=0), Item("brick", 1, (190, 140, 40), 3_000)]
    (parcel,) = choose(items)
    heights = {block.line: block.z for block in parcel.packed.placements}
    assert heights == {"brick": 0, "glass": 40}
    both = [item._replace(carries_grams=0) for item in items]
    assert name(choose(both)) != ["K1"]


def test_a_stack_is_no_higher_than_its_lowest_unit_carries() -> None:
    tin = Item("tin", 4, (190, 140, 24), 1_000, carries_grams=2_000)
    assert name(choose([tin._replace(quantity=3)])) == ["K1"]
    assert name(choose([tin], [SMALL])) == ["K1", "K1"]
    assert name(choose([tin._replace(carries_grams=3_000)])) == ["K1"]


def test_hazards_that_react_travel_apart() -> None:
    items = [Item("a", 1, (50, 50, 50), 100, hazard="acid"), Item("b", 1, (50, 50, 50), 100, hazard="base")]
    assert name(choose(items)) == ["K1", "K1"]
    assert name(choose([item._replace(hazard="acid") for item in items])) == ["K1"]


def test_many_units_cost_little_time_and_repeat_their_carton() -> None:
    parcels = choose([Item("candle", 600, (70, 70, 90), 200)])
    assert sum(units for parcel in parcels for _, units in parcel.packed.items) == 600


def test_what_fits_no_carton_ships_as_it_is_for_its_own_price() -> None:
    (parcel,) = choose([Item("rug", 1, (1_800, 200, 200), 9_000)])
    assert (parcel.packed.carton, parcel.empty_share) == (None, 0.0)
    assert parcel.cost_minor == 1_500  # 72,000,000 / 5,000 = 14,400 g


def test_freight_is_charged_by_the_greater_weight() -> None:
    freight = Freight(((1_000, 100), (2_000, 180)), kilogram_beyond_minor=50)
    for grams, size, price in [
        (1_000, (100, 100, 100), 100),
        (1_001, (100, 100, 100), 180),
        (100, (200, 200, 200), 180),  # 1,600 g by size
        (100, (100, 100, 501), 180),  # 1,002 g
        (4_100, (100, 100, 100), 330),  # 3 kilograms more
    ]:
        assert price_freight(freight=freight, weight_grams=grams, size=size) == price
    real = freight._replace(mm3_per_gram=None)
    assert price_freight(freight=real, weight_grams=100, size=(900, 900, 900)) == 100


def test_hundreds_of_lines_stand_in_one_carton() -> None:
    items = [
        Item(line, 1, (20 + line % 7, 20 + line % 5, 20 + line % 3), 10, carries_grams=1_000)
        for line in range(150)
    ]
    assert name(choose(items)) == ["K1"]
