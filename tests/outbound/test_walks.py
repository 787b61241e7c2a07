"""Walks are short in aisles that bins show, and said to be what they are elsewhere."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.decide.batching import spend_rounds
from packhaus.inventory.models import Location
from packhaus.outbound.errors import WaveNotFound
from packhaus.outbound.models import PickBatch, PickTask, SiteFloor
from packhaus.outbound.queries.floor_rules import get_floor_rules
from packhaus.outbound.queries.open_picks import list_open_picks, list_unbatched
from packhaus.outbound.queries.site_ground import get_ground
from packhaus.outbound.queries.walking import measure_site, measure_waves
from packhaus.outbound.services.batches import build_batches, searching
from packhaus.outbound.services.batches.plan import plan_walks, put_in_order
from packhaus.outbound.types import FloorRules
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Batching, Releasing

AISLES, BAYS = 4, 6


@pytest.fixture
def aisles(leeds: Place, operator: Scope) -> dict[str, int]:
    """Four aisles of six bins each, ten metres deep; nothing else at Leeds can be picked from."""
    with transaction(operator):
        Location.objects.filter(site=leeds.site, can_be_allocated=True).delete()
        made = Location.objects.bulk_create(
            Location(
                site=leeds.site, code=f"G-{aisle}-{bay}", kind="pick_face", counts_as_on_hand=True,
                can_be_allocated=True, zone="G", aisle=str(aisle), bay=str(bay), x_mm=3_000 * aisle + 1,
                y_mm=2_000 * bay,
            )
            for aisle in range(AISLES)
            for bay in range(BAYS)
        )  # fmt: skip
    leeds.locations.update({location.code: location.id for location in made})
    return leeds.locations


@pytest.fixture
def far_and_near(
    aisles: dict[str, int], stock: PutStock, place: Placing, mug: Sku, lamp: Sku, leeds: Place
) -> None:
    """Twenty orders, of mugs in the first aisle and of lamps at the end of the last, as they came: in turn."""
    stock(mug, leeds, 100, location="G-0-1")
    stock(lamp, leeds, 100, location="G-3-5")
    place(*(make_draft(("LAMP" if number % 2 else "MUG", 1), number=str(number)) for number in range(20)))


def list_walks() -> list[PickBatch]:
    with transaction(Scope.operator()):
        return list(PickBatch.objects.order_by("number"))


@pytest.mark.usefixtures("far_and_near")
def test_orders_of_one_place_walk_together(
    release: Releasing, now: datetime, operator: Scope, leeds: Place
) -> None:
    wave = release()
    build_batches(wave_id=wave.id, max_totes=10, rounds=1, now=now, actor=SYSTEM)
    walks = list_walks()
    # From the first aisle's front to its second bay and back; and past three aisles to the last bay of the last.
    assert sorted(walk.planned_mm or 0 for walk in walks) == [2 * 3_000, 2 * (9_000 + 11_000)]
    assert {walk.routing for walk in walks} == {"shortest"}
    walking = measure_waves(scope=operator, wave_ids=[wave.id])
    assert (walking.batches, walking.lines, walking.unmeasured) == (2, 20, 0)
    assert walking.baseline_mm == 10 * walking.planned_mm
    assert walking.planned_per_line == 2.3
    assert walking.saved_share == pytest.approx(0.9)
    day = (now.replace(hour=1), now.replace(hour=23))
    assert measure_site(scope=operator, site_id=leeds.id, since=day[0], until=day[1]) == walking
    assert measure_site(scope=operator, site_id=UUID(int=1), since=day[0], until=day[1]).lines == 0


def test_stops_come_in_the_order_of_the_tour(
    aisles: dict[str, int], stock: PutStock, place: Placing, mug: Sku, leeds: Place, release: Releasing,
    now: datetime,
) -> None:  # fmt: skip
    """Up the second aisle and down the third, though the bins' ids go up in both."""
    for code in ("G-1-1", "G-1-4", "G-2-1", "G-2-4"):
        stock(mug, leeds, 1, location=code)
    place(make_draft(("MUG", 4), number="all"))
    build_batches(wave_id=release().id, now=now, actor=SYSTEM)
    names = {id_: code for code, id_ in aisles.items()}
    with transaction(Scope.operator()):
        walk = [names[task.location_id] for task in PickTask.objects.order_by("sequence")]
    assert walk in (["G-1-1", "G-1-4", "G-2-4", "G-2-1"], ["G-2-1", "G-2-4", "G-1-4", "G-1-1"])


@pytest.mark.usefixtures("far_and_near")
def test_a_cart_takes_no_more_than_it_carries(
    release: Releasing, now: datetime, leeds: Place, operator: Scope
) -> None:
    """Lamps weigh 1.2 kg, mugs 350 g."""
    with transaction(operator):
        SiteFloor.objects.create(site=leeds.site, cart_weight_grams=2_400, cart_totes=5)
        assert get_floor_rules(site_id=leeds.id) == FloorRules(cart_weight_grams=2_400, cart_totes=5)
    build_batches(wave_id=release().id, rounds=1, now=now, actor=SYSTEM)
    assert len(list_walks()) == 10 // 2 + 10 // 5


def test_bins_that_nobody_measured_are_walked_by_their_codes(
    stock: PutStock, place: Placing, mug: Sku, leeds: Place, release: Releasing, batch: Batching, operator: Scope
) -> None:  # fmt: skip
    stock(mug, leeds, 9)
    place(make_draft(("MUG", 1)))
    wave = release()
    batch(wave)
    (walk,) = list_walks()
    assert (walk.routing, walk.planned_mm, walk.baseline_mm) == ("codes", None, None)
    walking = measure_waves(scope=operator, wave_ids=[wave.id])
    assert (walking.unmeasured, walking.planned_per_line) == (1, None)


def test_places_that_form_no_aisles_are_walked_from_one_to_the_next(
    stock: PutStock, place: Placing, mug: Sku, lamp: Sku, leeds: Place, release: Releasing, batch: Batching,
    operator: Scope,
) -> None:  # fmt: skip
    with transaction(operator):
        Location.objects.filter(id=leeds.locations["A-01-01"]).update(x_mm=5_000, y_mm=100)
        Location.objects.filter(id=leeds.locations["A-01-02"]).update(x_mm=9_000, y_mm=3_000)
    stock(mug, leeds, 9)
    stock(lamp, leeds, 9, location="A-01-02")
    place(make_draft(("MUG", 1), ("LAMP", 1)))
    batch(release())
    (walk,) = list_walks()
    assert (walk.routing, walk.planned_mm) == ("near", 2 * (9_000 + 3_000))


@pytest.mark.usefixtures("far_and_near")
def test_nobody_waits_until_the_search_is_loaded(
    release: Releasing, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that has just started makes good walks of what lies near, and every order has one."""
    state = searching._Search
    monkeypatch.setattr(state, "may_wait", False)
    monkeypatch.setattr(state, "is_ready", False)
    monkeypatch.setattr(state, "has_begun", True)
    build_batches(wave_id=release().id, max_totes=10, now=now, actor=SYSTEM)
    assert sum(walk.stop_count for walk in list_walks()) == 20
    assert {walk.routing for walk in list_walks()} == {"shortest"}


@pytest.mark.usefixtures("far_and_near")
def test_what_left_the_floor_while_walks_were_planned_is_on_none(release: Releasing, leeds: Place) -> None:
    wave = release()
    with transaction(Scope.operator()):
        ids = list_unbatched(wave_id=wave.id, max_lines=100)
        picks = list_open_picks(fulfillment_ids=ids)
        ground = get_ground(site_id=leeds.id)
    plans = plan_walks(picks, max_totes=10, rules=FloorRules(), ground=ground, share_spent=spend_rounds(1))
    gone, partly = picks[0], picks[1]._replace(quantity=7)
    now_there = {pick.fulfillment_id: [pick] for pick in [partly, *picks[2:]]}
    kept = [put_in_order(plan, now_there) for plan in plans]
    assert gone.fulfillment_id not in {order for plan in kept for order in plan.slots.values()}
    assert sum(len(plan.tasks) for plan in kept) == 19
    assert 7 in {task.pick.quantity for plan in kept for task in plan.tasks}
    before = sum(plan.baseline_mm or 0 for plan in plans)
    assert sum(plan.baseline_mm or 0 for plan in kept) < before


@pytest.mark.usefixtures("far_and_near")
def test_a_bin_that_moves_moves_the_ground(leeds: Place, operator: Scope) -> None:
    with transaction(operator):
        before = get_ground(site_id=leeds.id)
        assert get_ground(site_id=leeds.id) is before
        Location.objects.filter(site=leeds.site, aisle="3").update(x_mm=20_001)
        after = get_ground(site_id=leeds.id)
    assert before.grid
    assert after.grid
    assert after.grid.layout == replace(before.grid.layout, aisles_x_mm=(1, 3_001, 6_001, 20_001))


def test_a_wave_that_is_not_there_is_named(now: datetime, database: None) -> None:
    with pytest.raises(WaveNotFound):
        build_batches(wave_id=UUID(int=1), now=now, actor=SYSTEM)
