"""Rows of the scenario table (ids in the names) on release, waves and cancellation."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Location
from packhaus.orders.models import FulfillmentOrder
from packhaus.orders.services.backorders import promise_backorders
from packhaus.orders.services.cancel import cancel_order
from packhaus.outbound.errors import NothingToRelease
from packhaus.outbound.models import PickTask, Wave
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.stop import answer_cancel_requests
from packhaus.outbound.types import LineMix, ShortOutcome, ShortReason
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import BERLIN_ADDRESS, make_draft
from tests.outbound.conftest import Batching, Packing, Picking, Releasing, Sending, list_open_tasks, make_scan


def test_s041_the_walk_of_a_wave_goes_location_by_location(
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    operator: Scope,
    release: Releasing,
    batch: Batching,
    send: Sending,
) -> None:
    """Odoo groups pickings of one location into a wave of their own. We release by promise, before bins are known.

    What the grouping is for, not walking twice to a place, is the batch's: each location is one run of stops.
    """
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10, location="A-02-01")
    for number in ("A", "B", "C"):
        send(("LAMP", 1), ("MUG", 2), number=number)
    with transaction(operator):
        walked = list(PickTask.objects.order_by("sequence").values_list("location_id", flat=True))
        codes = dict(Location.objects.values_list("id", "code"))
    assert [codes[id_] for id_ in walked] == ["A-01-01"] * 3 + ["A-02-01"] * 3


def test_s042_a_wave_by_country_is_done_although_a_line_was_picked_as_none(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
    count: Counting,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    pack: Packing,
) -> None:
    stock(mug, leeds, 4)
    german = place_one(make_draft(("MUG", 4), number="DE", address=BERLIN_ADDRESS))
    stock(mug, leeds, 4, location="A-01-02")
    british = place_one(make_draft(("MUG", 4), number="GB"))
    wave = release(countries=("DE",))
    assert wave.order_count == 1
    batch(wave)
    ((task_id, _),) = list_open_tasks()
    none = make_scan(task_id, 0, short_reason=ShortReason.NONE_THERE)
    (outcome,) = confirm_picks(scans=[none], now=now, actor=SYSTEM)
    # The loss takes the youngest promise, which is the British one; the order on the floor gets the bin that it had.
    assert outcome.short == ShortOutcome(written_off=4, from_other_bin=4, from_other_site=0, to_backorder=0)
    assert count(german.number) == [{"allocated": 4}]
    assert count(british.number) == [{"backordered": 4}]
    pick()
    pack()
    with transaction(operator):
        assert Wave.objects.get().status == "done"


def test_s058_release_takes_what_each_order_was_promised(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    count: Counting,
    release: Releasing,
) -> None:
    stock(mug, leeds, 5, backorder_limit=50)
    stock(lamp, leeds, 10, location="A-01-02", backorder_limit=50)
    first = place_one(make_draft(("MUG", 5), ("LAMP", 5), number="1"))
    second = place_one(make_draft(("MUG", 5), ("LAMP", 5), number="2"))
    release()
    assert count(first.number) == [{"allocated": 5}, {"allocated": 5}]
    assert count(second.number) == [{"backordered": 5}, {"allocated": 5}]


def test_s059_an_order_that_ships_complete_is_not_released_until_everything_is_there(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    release: Releasing,
) -> None:
    stock(mug, leeds, 5, backorder_limit=50)
    placed = place_one(make_draft(("MUG", 10), policy="ship_complete"))
    with pytest.raises(NothingToRelease):
        release()
    with transaction(operator):
        assert not Wave.objects.exists()
    stock(mug, leeds, 5)
    promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM)
    release()
    assert count(placed.number) == [{"allocated": 10}]


def test_s060_what_is_there_goes_now_and_the_backorder_goes_when_stock_comes(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    release: Releasing,
) -> None:
    stock(mug, leeds, 7, backorder_limit=50)
    placed = place_one(make_draft(("MUG", 20)))
    assert release().unit_count == 7
    assert count(placed.number) == [{"allocated": 7, "backordered": 13}]
    with pytest.raises(NothingToRelease):
        release()
    stock(mug, leeds, 30, location="A-01-02")
    promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM)
    assert release().unit_count == 13
    with transaction(operator):
        assert sorted(FulfillmentOrder.objects.values_list("unit_count", flat=True)) == [7, 13]


def test_s064_an_order_that_is_being_picked_is_not_cancelled_but_stopped_by_the_floor(
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    acme_scope: Scope,
    send: Sending,
) -> None:
    """OCA forbids it; we ask the floor, which stops what it still can: everything not packed."""
    stock(mug, leeds, 4)
    stock(lamp, leeds, 1, location="A-01-02")
    placed = send(("MUG", 4), ("LAMP", 1))
    (task_id, units), _ = list_open_tasks()
    confirm_picks(scans=[make_scan(task_id, units)], now=now, actor=SYSTEM)
    outcome = cancel_order(scope=acme_scope, order_id=placed.id, now=now, actor=SYSTEM)
    assert (outcome.cancelled, outcome.requested) == (0, 5)
    answers = answer_cancel_requests(now=now, actor=SYSTEM)
    assert sum(answer.stopped for answer in answers) == 5
    assert count(placed.number) == [{"cancelled": 4}, {"cancelled": 1}]


def test_s087_backordered_units_travel_in_a_parcel_of_their_own(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    send: Sending,
) -> None:
    stock(mug, leeds, 4, backorder_limit=50)
    send(("MUG", 9))
    pick()
    stock(mug, leeds, 5, location="A-01-02")
    promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM)
    batch(release())
    pick()
    with transaction(operator):
        parts = FulfillmentOrder.objects.filter(status="picked").values_list("unit_count", flat=True)
        assert sorted(parts) == [4, 5]


def test_a_rule_takes_only_what_it_names(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    release: Releasing,
    now: datetime,
) -> None:
    stock(mug, leeds, 50)
    stock(lamp, leeds, 50, location="A-01-02")
    place_one(make_draft(("MUG", 1), number="SINGLE"))
    place_one(make_draft(("MUG", 1), ("LAMP", 1), number="MULTI", priority=10))
    for rule in (
        {"carrier_codes": ("NOBODY",)},
        {"countries": ("FR",)},
        {"min_priority": 5},
        {"cut_off": now},
        {"order_ids": (mug.id,)},
    ):
        with pytest.raises(NothingToRelease):
            release(**rule)
    assert release(line_mix=LineMix.SINGLE_LINE).line_count == 1
    assert release(min_priority=10).line_count == 2
