"""Items go where recent walks would have been shorter; nothing moves that does not fit or does not pay."""

from collections.abc import Sequence
from itertools import product
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pytest

from packhaus.decide.slotting import (
    REACH_MM,
    Item,
    Proposal,
    Replay,
    Rules,
    Slot,
    Why,
    advise_slots,
    guess_golden,
)
from packhaus.decide.tours import Layout, Stop, find_shortest_tour

RULES = Rules(weeks=4, payback_weeks=8, handling_mm=100_000, reach_mm=REACH_MM, keeps_zones=True)
LAYOUTS = (
    Layout((0, 3_000, 6_000, 9_000), (-700, 14_000), 0),
    Layout((0, 3_000, 6_000, 9_000), (-700, 6_500, 14_000), 4_500),
)


def slot_at(stop: Stop, **changes: Any) -> Slot:
    usual: dict[str, Any] = {"kind": "pick_face", "zone": "A", "is_golden": False, "is_free": False}
    return Slot(stop, **(usual | changes))


def item_in(slot: int, **changes: Any) -> Item:
    usual = {
        "can_move": True,
        "is_alone": True,
        "is_hazardous": False,
        "volume_mm3": 1_000,
        "weight_grams": 100,
    }
    return Item(slot, **(usual | changes))


class House(NamedTuple):
    """A made-up warehouse: slots, items at random in them, and walks whose orders come in families."""

    layout: Layout
    slots: list[Slot]
    items: list[Item]
    walks: list[list[int]]


def make_house(seed: int, layout: Layout) -> House:
    random = Random(seed)
    stops = [Stop(aisle, 1_300 * bay) for aisle, bay in product(range(4), range(10))]
    slots = [slot_at(stop, is_golden=level == 2) for stop in stops for level in (1, 2, 3)]
    filled = random.sample(range(len(slots)), 100)
    slots = [slot._replace(is_free=at not in set(filled)) for at, slot in enumerate(slots)]
    items = [item_in(at) for at in filled]
    families = [random.sample(range(100), 4) for _ in range(12)]
    weights = [1 / (rank + 1) for rank in range(12)]
    walks = [
        sorted(
            {item for family in random.choices(families, weights, k=3) for item in random.sample(family, 2)}
        )
        for _ in range(300)
    ]
    return House(layout, slots, items, walks)


def advise(house: House, rules: Rules = RULES) -> list[Proposal]:
    return advise_slots(
        layout=house.layout, slots=house.slots, items=house.items, walks=house.walks, rules=rules,
        share_spent=lambda: 0.0,
    )  # fmt: skip


def walk_all(house: House, slot_of: Sequence[int]) -> int:
    """Walk every walk anew by the exact tours, which know nothing of the replay."""
    tours = (
        find_shortest_tour(layout=house.layout, stops={house.slots[slot_of[item]].stop for item in walk})
        for walk in house.walks
    )
    return sum(tour.length_mm for tour in tours)


def follow(house: House, proposals: Sequence[Proposal]) -> list[int]:
    slot_of = [item.slot for item in house.items]
    for proposal in proposals:
        if proposal.other is not None:
            slot_of[proposal.other] = slot_of[proposal.item]
        slot_of[proposal.item] = proposal.slot
    return slot_of


@pytest.mark.parametrize(("seed", "layout"), [(1, LAYOUTS[0]), (2, LAYOUTS[1]), (3, LAYOUTS[0])])
def test_the_replayed_walking_falls_by_what_was_said(seed: int, layout: Layout) -> None:
    house = make_house(seed, layout)
    proposals = advise(house)
    before = walk_all(house, [item.slot for item in house.items])
    after = walk_all(house, follow(house, proposals))
    said = sum(proposal.walking_mm for proposal in proposals) * RULES.weeks
    assert said == pytest.approx(before - after, abs=1)
    assert after < 0.85 * before
    assert all(proposal.payback_weeks <= RULES.payback_weeks for proposal in proposals)
    touched = [slot for one in proposals for slot in (one.slot, house.items[one.item].slot)]
    assert len(touched) == len(set(touched))


def test_a_replay_is_as_long_as_the_shortest_tours() -> None:
    house = make_house(4, LAYOUTS[1])
    stops = sorted({slot.stop for slot in house.slots})
    replay = Replay(layout=house.layout, stops=stops, walks=house.walks)
    places = replay.places[[stops.index(house.slots[item.slot].stop) for item in house.items]]
    measured = replay.measure_mm(positions=places, walks=np.arange(len(house.walks)))
    assert measured == walk_all(house, [item.slot for item in house.items])


NEAR, FAR = Stop(0, 0), Stop(3, 13_000)


def make_pair(**changes: Any) -> House:
    """An item far away that every walk wants, and an empty slot at the depot."""
    near = slot_at(NEAR, **({"is_free": True, "max_volume_mm3": 10_000, "max_weight_grams": 1_000} | changes))
    item = item_in(0, volume_mm3=5_000, weight_grams=500)
    return House(LAYOUTS[0], [slot_at(FAR), near], [item], [[0]] * 100)


def test_an_item_that_every_walk_wants_comes_to_the_depot() -> None:
    (proposal,) = advise(make_pair())
    assert (proposal.item, proposal.slot, proposal.other, proposal.why) == (0, 1, None, Why.NEARER)


@pytest.mark.parametrize(
    "changes",
    [
        {"max_volume_mm3": 4_999},  # too small
        {"max_weight_grams": 499},  # too weak
        {"kind": "reserve"},  # another kind of place
        {"zone": "B"},  # zones are kept
        {"is_free": False},  # something lies there that cannot move
    ],
)
def test_nothing_goes_where_it_does_not_belong(changes: dict[str, object]) -> None:
    assert not advise(make_pair(**changes))


def test_hazardous_items_keep_their_zone_where_others_need_not() -> None:
    house = make_pair(zone="B")
    assert advise(house, RULES._replace(keeps_zones=False))
    hazardous = [house.items[0]._replace(is_hazardous=True)]
    assert not advise(house._replace(items=hazardous), RULES._replace(keeps_zones=False))


def test_a_move_that_does_not_pay_back_is_left() -> None:
    assert not advise(make_pair(), RULES._replace(handling_mm=100_000_000))


def test_what_is_picked_often_comes_to_hand_height() -> None:
    slots = [slot_at(NEAR), slot_at(NEAR, is_golden=True, is_free=True)]
    house = House(LAYOUTS[0], slots, [item_in(0)], [[0]] * 200)
    (proposal,) = advise(house)
    assert (proposal.why, proposal.walking_mm, proposal.reaching_mm) == (Why.GOLDEN, 0, 200 * REACH_MM / 4)


def test_what_is_ordered_together_comes_together() -> None:
    slots = [
        slot_at(Stop(0, 13_000)),  # the partner, which cannot move
        slot_at(Stop(3, 0)),
        slot_at(Stop(0, 11_700), is_free=True),
        slot_at(Stop(2, 0), is_free=True),
    ]
    items = [item_in(0, can_move=False), item_in(1)]
    (proposal,) = advise(House(LAYOUTS[0], slots, items, [[0, 1]] * 100))
    assert proposal.slot == 2


def test_the_golden_zone_is_guessed_from_the_levels() -> None:
    assert guess_golden(levels=["1", "10", "2", "3"]) == {"2", "3"}
    assert guess_golden(levels=["1", "2"]) == frozenset()
