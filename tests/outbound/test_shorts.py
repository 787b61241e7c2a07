from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Location, SiteStock
from packhaus.network.models import Site
from packhaus.network.queries.sourcing import forget_sourcing_sites
from packhaus.orders.models import BackorderDemand, FulfillmentOrder
from packhaus.outbound.models import PickBatch, PickTask, Short
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.types import ShortOutcome, ShortReason
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Batching, Finding, Picking, Releasing, Sending, list_open_tasks, make_scan


def test_missing_units_are_written_off_and_taken_from_another_bin_at_the_end_of_the_walk(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    count: Counting,
    operator: Scope,
    pick: Picking,
    send: Sending,
    find: Finding,
) -> None:
    stock(mug, leeds, 4)
    stock(mug, leeds, 10, location="A-02-01")
    placed = send(("MUG", 4))
    outcome = find(1, ShortReason.FEWER)
    assert outcome.short == ShortOutcome(written_off=3, from_other_bin=3, from_other_site=0, to_backorder=0)
    assert not outcome.is_fulfillment_picked
    assert count(placed.number) == [{"allocated": 3, "picked": 1}]
    with transaction(operator):
        assert SiteStock.objects.get().on_hand == 11
        assert FulfillmentOrder.objects.get().status == "picking"
        assert Short.objects.get().missing == 3
        assert PickBatch.objects.get().stop_count == 2
    (last,) = pick()
    assert last.is_fulfillment_picked
    assert count(placed.number) == [{"picked": 4}]


def test_damaged_units_go_to_quarantine_and_what_no_bin_has_is_promised_by_another_site(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    berlin: Place,
    count: Counting,
    operator: Scope,
    send: Sending,
    find: Finding,
) -> None:
    stock(mug, leeds, 4)
    stock(mug, berlin, 10)
    placed = send(("MUG", 4))
    outcome = find(3, ShortReason.DAMAGED)
    with transaction(operator):
        quarantined = Balance.objects.get(location_id=leeds.locations["QUARANTINE"])
        assert (quarantined.on_hand, quarantined.condition) == (1, "damaged")
    assert outcome.short is not None
    assert outcome.short == ShortOutcome(written_off=1, from_other_bin=0, from_other_site=1, to_backorder=0)
    assert outcome.is_fulfillment_picked
    assert count(placed.number) == [{"promised": 1, "picked": 3}]


def test_beside_a_damaged_unit_a_good_one_is_picked_from_the_same_bin(
    stock: PutStock, mug: Sku, leeds: Place, count: Counting, pick: Picking, send: Sending, find: Finding
) -> None:
    stock(mug, leeds, 10)
    placed = send(("MUG", 4))
    outcome = find(3, ShortReason.DAMAGED)
    assert outcome.short == ShortOutcome(written_off=1, from_other_bin=1, from_other_site=0, to_backorder=0)
    assert [units for _, units in list_open_tasks()] == [1]
    pick()
    assert count(placed.number) == [{"picked": 4}]


def test_a_wrong_item_proves_nothing_about_the_record_and_stays_open_until_it_is_counted(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    berlin: Place,
    count: Counting,
    operator: Scope,
    send: Sending,
    find: Finding,
) -> None:
    stock(mug, leeds, 4)
    stock(mug, berlin, 10)
    placed = send(("MUG", 4))
    outcome = find(0, ShortReason.WRONG_ITEM)
    assert outcome.short == ShortOutcome(written_off=0, from_other_bin=0, from_other_site=4, to_backorder=0)
    assert count(placed.number) == [{"promised": 4}]
    with transaction(operator):
        assert Short.objects.get().resolved_at is None
        assert SiteStock.objects.get(site_id=leeds.id).promised == 0
        assert SiteStock.objects.get(site_id=berlin.id).promised == 4
        assert FulfillmentOrder.objects.get(site_id=berlin.id).status == "planned"
        assert FulfillmentOrder.objects.get(site_id=leeds.id).status == "cancelled"


@pytest.mark.parametrize("reason", [ShortReason.NONE_THERE, ShortReason.FEWER])
def test_with_nothing_anywhere_the_shopper_waits(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    count: Counting,
    operator: Scope,
    reason: ShortReason,
    send: Sending,
    find: Finding,
) -> None:
    stock(mug, leeds, 4)
    placed = send(("MUG", 4))
    outcome = find(0, reason)
    assert outcome.short == ShortOutcome(written_off=4, from_other_bin=0, from_other_site=0, to_backorder=4)
    assert count(placed.number) == [{"backordered": 4}]
    with transaction(operator):
        assert BackorderDemand.objects.get().quantity == 4
        assert SiteStock.objects.get().on_hand == 0
        assert FulfillmentOrder.objects.get().status == "cancelled"


def test_a_short_while_another_wave_holds_the_other_bin_leaves_that_wave_whole(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    count: Counting,
    release: Releasing,
    batch: Batching,
    find: Finding,
) -> None:
    stock(mug, leeds, 4)
    stock(mug, leeds, 4, location="A-02-01")
    first = place_one(make_draft(("MUG", 4), number="FIRST"))
    batch(release(order_ids=(first.id,)))
    second = place_one(make_draft(("MUG", 4), number="SECOND"))
    release(order_ids=(second.id,))
    outcome = find(0, ShortReason.NONE_THERE)
    assert outcome.short == ShortOutcome(written_off=4, from_other_bin=0, from_other_site=0, to_backorder=4)
    assert count(first.number) == [{"backordered": 4}]
    assert count(second.number) == [{"allocated": 4}]


def test_the_same_scan_twice_takes_effect_once(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    send: Sending,
) -> None:
    stock(mug, leeds, 10)
    placed = send(("MUG", 4))
    ((task_id, _),) = list_open_tasks()
    scan = make_scan(task_id, 3)
    outcomes = [
        *confirm_picks(scans=[scan, scan], now=now, actor=SYSTEM),
        *confirm_picks(scans=[scan], now=now, actor=SYSTEM),
    ]
    assert [outcome.is_repeat for outcome in outcomes] == [False, True, True]
    assert count(placed.number) == [{"allocated": 1, "picked": 3}]


@pytest.fixture
def york(operator: Scope) -> Place:
    """Nearer to Leeds than Berlin is, and the last choice by priority."""
    with transaction(operator):
        site = Site.objects.create(
            code="YORK", name="York", country="GB", timezone="Europe/London", latitude=53.96, longitude=-1.08,
            priority=90,
        )  # fmt: skip
        shelf = Location.objects.create(
            site=site, code="A-01-01", kind="pick_face", counts_as_on_hand=True, can_be_allocated=True
        )
        supplier = Location.objects.create(
            site=site, code="SUPPLIER", kind="supplier", counts_as_on_hand=False, can_be_allocated=False
        )
    return Place(site, {"A-01-01": shelf.id, "SUPPLIER": supplier.id})


def miss_all(sku: Sku, now: datetime) -> ShortOutcome | None:
    with transaction(Scope.operator()):
        task = PickTask.objects.get(sku_id=sku.id)
    scan = make_scan(task.id, 0, short_reason=ShortReason.NONE_THERE)
    (outcome,) = confirm_picks(scans=[scan], now=now, actor=SYSTEM)
    return outcome.short


def test_missing_units_come_from_the_nearest_site_not_from_the_first_by_priority(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    berlin: Place,
    york: Place,
    now: datetime,
    operator: Scope,
    send: Sending,
) -> None:
    for place in (leeds, berlin, york):
        stock(mug, place, 4)
    forget_sourcing_sites()
    send(("MUG", 4))
    assert miss_all(mug, now) == ShortOutcome(4, 0, 4, 0)
    with transaction(operator):
        assert SiteStock.objects.get(site_id=york.id).promised == 4
        assert SiteStock.objects.get(site_id=berlin.id).promised == 0


def test_missing_units_come_from_one_site_that_has_all_before_two_that_are_nearer(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    berlin: Place,
    york: Place,
    now: datetime,
    operator: Scope,
    send: Sending,
) -> None:
    stock(mug, leeds, 4)
    stock(mug, york, 3)
    stock(mug, berlin, 4)
    forget_sourcing_sites()
    send(("MUG", 4))
    assert miss_all(mug, now) == ShortOutcome(4, 0, 4, 0)
    with transaction(operator):
        assert SiteStock.objects.get(site_id=berlin.id).promised == 4


def test_missing_units_join_the_part_that_another_site_sends_anyway(
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    berlin: Place,
    york: Place,
    now: datetime,
    operator: Scope,
    send: Sending,
) -> None:
    stock(mug, leeds, 4)
    stock(lamp, berlin, 1)
    forget_sourcing_sites()
    send(("MUG", 4), ("LAMP", 1))
    stock(mug, york, 4)
    stock(mug, berlin, 4)
    assert miss_all(mug, now) == ShortOutcome(4, 0, 4, 0)
    with transaction(operator):
        part = FulfillmentOrder.objects.get(status="planned")
        assert (part.site_id, part.line_count, part.unit_count) == (berlin.id, 2, 5)
