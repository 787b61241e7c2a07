"""Goods move with the allocations that can travel; what pickers are on the way for needs a lead."""

from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.kernel.ids import new_id
from packhaus.outbound.errors import GoodsAllocated
from packhaus.outbound.models import PickTask
from packhaus.outbound.services.batches import claim_batch
from packhaus.outbound.services.haul import Haul, haul_goods
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Batching, Picking, Releasing


@pytest.fixture
def walk(
    stock: PutStock, mug: Sku, leeds: Place, place_one: PlacingOne, release: Releasing, batch: Batching
) -> UUID:
    """Ten mugs in A-01-01, four of them allocated and in a walk that nobody has begun."""
    stock(mug, leeds, 10)
    place_one(make_draft(("MUG", 4)))
    [walk] = batch(release())
    return walk


def haul(
    leeds: Place,
    now: datetime,
    units: int,
    *,
    is_lead: bool = False,
    client_id: str = "",
    to: str = "A-02-01",
) -> int:
    with transaction(Scope.operator()):
        balance = Balance.objects.get(location_id=leeds.locations["A-01-01"])
    moved = haul_goods(
        haul=Haul(leeds.locations[to], loose={balance.id: units}), is_lead=is_lead, device="gun-1",
        client_id=client_id, now=now, actor=SYSTEM,
    )  # fmt: skip
    return sum(one.quantity for one in moved)


def read_task() -> int:
    with transaction(Scope.operator()):
        return PickTask.objects.get().location_id


def test_free_units_leave_allocated_ones_where_they_are(walk: UUID, leeds: Place, now: datetime) -> None:
    assert haul(leeds, now, 6) == 6
    assert read_task() == leeds.locations["A-01-01"]


def test_an_unclaimed_stop_follows_its_units(walk: UUID, leeds: Place, now: datetime, pick: Picking) -> None:
    assert haul(leeds, now, 10) == 10
    assert read_task() == leeds.locations["A-02-01"]
    pick()


def test_what_a_picker_comes_for_needs_a_lead(walk: UUID, leeds: Place, now: datetime, pick: Picking) -> None:
    claim_batch(batch_id=walk, picker_id=new_id(), now=now, actor=SYSTEM)
    with pytest.raises(GoodsAllocated) as refusal:
        haul(leeds, now, 10)
    assert refusal.value.data["waves"]
    assert read_task() == leeds.locations["A-01-01"]
    assert haul(leeds, now, 10, is_lead=True) == 10
    assert read_task() == leeds.locations["A-02-01"]
    pick()


@pytest.mark.parametrize("target", ["RECEIVING", "QUARANTINE"])
def test_what_goes_where_nobody_picks_is_allocated_elsewhere_at_once(
    walk: UUID, stock: PutStock, mug: Sku, leeds: Place, now: datetime, pick: Picking, target: str
) -> None:
    stock(mug, leeds, 9, location="R-01-01")
    if target == "RECEIVING":
        with pytest.raises(GoodsAllocated):
            haul(leeds, now, 10, to=target)
        assert read_task() == leeds.locations["A-01-01"]
    assert haul(leeds, now, 10, is_lead=True, to=target) == 10
    with transaction(Scope.operator()):
        open_ = PickTask.objects.exclude(status="cancelled")
        assert [task.location_id for task in open_] == [leeds.locations["R-01-01"]]
    pick()


def test_the_same_scan_moves_once(walk: UUID, leeds: Place, now: datetime) -> None:
    assert haul(leeds, now, 3, client_id="c-1") == 3
    assert haul(leeds, now, 3, client_id="c-1") == 0
