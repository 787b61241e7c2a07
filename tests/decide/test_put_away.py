"""Where goods go: the same together, waited-for ones near the door, nothing where it may not lie."""

from collections import Counter
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from packhaus.decide.putaway.plan import plan_put_away
from packhaus.decide.putaway.types import Bin, Content, Item, Load, Part, Placement, Rule

MUG, LAMP = UUID(int=1), UUID(int=2)


def load(sku: UUID = MUG, units: int = 1, *, each: int = 1, is_unit: bool = False, **changes: object) -> Load:
    item = Item(sku, volume_mm3=each, weight_grams=each, **changes)  # type: ignore[arg-type]
    return Load((Part(item, units),), is_unit=is_unit, pallets=int(is_unit))


def shelf(number: int, **changes: object) -> Bin:
    return Bin(**({"id": number, "kind": "reserve", "rank": number} | changes))  # type: ignore[arg-type]


def plan(
    *loads: Load, bins: list[Bin], rules: tuple[Rule, ...] = (), **waited_for: int
) -> list[tuple[int, int | None, str]]:
    waits = {MUG: waited_for.get("mugs", 0)}
    found = plan_put_away(loads=loads, bins=bins, rules=rules, waited_for=waits)
    return [(one.quantity, one.bin_id, one.why) for one in found]


def test_the_same_comes_before_the_nearest_empty_and_that_before_what_has_room() -> None:
    bins = [
        shelf(1, contents=frozenset({Content(LAMP)})),
        shelf(2),
        shelf(3, contents=frozenset({Content(MUG)}), max_volume_mm3=10, volume_mm3=8),
    ]
    assert plan(load(units=5), bins=bins) == [(2, 3, "same"), (3, 2, "empty")]
    assert plan(load(units=5), bins=bins[:1]) == [(5, 1, "shared")]


def test_a_second_load_goes_to_the_first_and_never_beyond_the_room() -> None:
    bins = [shelf(1, max_weight_grams=4), shelf(2, max_weight_grams=4)]
    assert plan(load(units=3), load(units=3), bins=bins) == [(3, 1, "empty"), (1, 1, "same"), (2, 2, "empty")]


def test_a_pallet_needs_a_position_and_goes_whole() -> None:
    bins = [shelf(1, max_pallets=0), shelf(2, max_pallets=1, max_weight_grams=9), shelf(3, max_pallets=1)]
    assert plan(load(units=10, is_unit=True), bins=bins) == [(10, 3, "empty")]


def test_units_that_orders_wait_for_stay_near_the_door() -> None:
    bins = [shelf(1), shelf(2, kind="cross_dock"), shelf(3, kind="pick_face")]
    assert plan(load(units=10), bins=bins, mugs=4) == [(4, 2, "waited_for"), (6, 1, "empty")]
    assert plan(load(units=10, is_unit=True), bins=bins, mugs=4) == [(10, 3, "waited_for")]
    assert plan(load(units=10, is_unit=True), bins=bins, mugs=12) == [(10, 2, "waited_for")]
    final = Rule(sku_id=MUG, kind="reserve", is_final=True)
    assert plan(load(units=10), bins=bins, rules=(final,), mugs=4) == [(10, 1, "empty")]


def test_a_full_house_says_what_ruled_out_how_many() -> None:
    bins = [
        shelf(1, max_volume_mm3=0), shelf(2, is_blocked=True), shelf(3, is_reported=True),
        shelf(4, contents=frozenset({Content(LAMP, hazard="3")})),
        shelf(5, mixing="one_sku", contents=frozenset({Content(LAMP)})), shelf(6, zone="H"),
    ]  # fmt: skip
    rules = (Rule(hazard="*", zones=frozenset({"H"})),)
    [left] = plan_put_away(loads=[load(units=5)], bins=bins, rules=rules, waited_for={})
    assert left == Placement(
        0, 5, None, "",
        {"volume": 1, "blocked": 1, "reported": 1, "hazard": 1, "mixed_sku": 1, "hazard_zone": 1},
    )  # fmt: skip


LOADS = st.lists(
    st.tuples(st.sampled_from([MUG, LAMP]), st.integers(1, 9), st.integers(0, 3), st.booleans()), max_size=12
)
BINS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "pick_face", "cross_dock"]),
        st.none() | st.integers(0, 12),
        st.none() | st.integers(0, 2),
        st.sampled_from(["mixed", "one_sku"]),
        st.booleans(),
    ),
    max_size=6,
)


@settings(deadline=None)  # the first example imports, and machines are busy
@given(LOADS, BINS, st.integers(0, 9))
def test_every_unit_is_told_of_once_and_no_place_is_overfilled(
    wants: list[tuple[UUID, int, int, bool]], places: list[tuple[str, int, int, str, bool]], waits: int
) -> None:
    loads = [load(sku, units, each=each, is_unit=is_unit) for sku, units, each, is_unit in wants]
    bins = {
        n: Bin(
            n, kind, max_volume_mm3=volume, max_pallets=pallets, mixing=mixing, is_blocked=is_blocked, rank=n
        )
        for n, (kind, volume, pallets, mixing, is_blocked) in enumerate(places)
    }
    found = plan_put_away(loads=loads, bins=bins.values(), rules=(), waited_for={MUG: waits})
    told, volume, pallets = Counter[int](), Counter[int](), Counter[int]()
    skus: dict[int, set[UUID]] = {}
    for one in found:
        told[one.load] += one.quantity
        if one.bin_id is not None:
            part = loads[one.load].parts[0]
            volume[one.bin_id] += one.quantity * part.item.volume_mm3
            pallets[one.bin_id] += loads[one.load].pallets
            skus.setdefault(one.bin_id, set()).add(part.item.sku_id)
            assert not loads[one.load].is_unit or one.quantity == part.quantity
    assert told == Counter({n: one.quantity for n, one in enumerate(loads)})
    for n, place in bins.items():
        assert place.max_volume_mm3 is None or volume[n] <= place.max_volume_mm3
        assert place.max_pallets is None or pallets[n] <= place.max_pallets
        assert place.mixing == "mixed" or len(skus.get(n, ())) <= 1
        assert not place.is_blocked or n not in skus
