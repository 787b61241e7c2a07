from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, HandlingUnit
from packhaus.orders.models import FulfillmentOrder
from packhaus.outbound.errors import PickingStarted
from packhaus.outbound.models import Allocation, PickBatch, PickTask, Wave
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.unrelease import unrelease_wave
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Batching, Picking, Releasing, list_open_tasks, make_scan


def test_a_wave_nobody_picks_for_goes_back_to_planned_and_can_be_released_again(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    release: Releasing,
    batch: Batching,
    pick: Picking,
) -> None:
    stock(mug, leeds, 10)
    placed = place_one(make_draft(("MUG", 4)))
    wave = release()
    batch(wave)
    assert unrelease_wave(wave_id=wave.id, now=now, actor=SYSTEM) == 1
    assert count(placed.number) == [{"promised": 4}]
    with transaction(operator):
        assert FulfillmentOrder.objects.get().status == "planned"
        assert Wave.objects.get().status == "cancelled"
        assert PickBatch.objects.get().status == "cancelled"
        assert not Allocation.objects.exists()
        assert not PickTask.objects.exists()
        assert Balance.objects.get().allocated == 0
        assert HandlingUnit.objects.get().merchant_id is None
    batch(release())
    pick()
    assert count(placed.number) == [{"picked": 4}]


def test_s063_a_wave_that_is_partly_picked_is_refused_and_nothing_changes(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    release: Releasing,
    batch: Batching,
) -> None:
    stock(mug, leeds, 10)
    placed = place_one(make_draft(("MUG", 4)))
    wave = release()
    batch(wave)
    ((task_id, _),) = list_open_tasks()
    confirm_picks(scans=[make_scan(task_id, 1)], now=now, actor=SYSTEM)
    with pytest.raises(PickingStarted) as refusal:
        unrelease_wave(wave_id=wave.id, now=now, actor=SYSTEM)
    assert list(refusal.value.data["started"].values()) == ["picking"]
    assert count(placed.number) == [{"allocated": 3, "picked": 1}]
