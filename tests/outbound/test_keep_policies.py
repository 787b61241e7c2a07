"""Orders that are not to go in part, when units are not found while picking and are nowhere else."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, SiteStock
from packhaus.orders.models import CancelRequest, FulfillmentOrder, Order
from packhaus.outbound.errors import PackingStopped
from packhaus.outbound.models import Short
from packhaus.outbound.services.keep_policies import keep_policies
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.stop import answer_cancel_requests
from packhaus.outbound.types import ShortReason
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import (
    Batching,
    Packing,
    Picking,
    Releasing,
    list_open_tasks,
    list_stops,
    make_scan,
    receive,
)


@pytest.mark.parametrize("shorted", ["ship_available"], indirect=True)
def test_an_order_that_may_go_in_part_goes_on_with_what_was_found(
    shorted: str, count: Counting, operator: Scope, pick: Picking, pack: Packing
) -> None:
    pick()
    assert count(shorted) == [{"backordered": 3, "picked": 1}, {"picked": 3}]
    with transaction(operator):
        assert Short.objects.get().resolved_at is not None
    assert len(pack()) == 1


@pytest.mark.parametrize("shorted", ["ship_complete"], indirect=True)
def test_an_order_that_goes_complete_leaves_the_walk_and_is_not_packed_until_the_rest_has_come(
    shorted: str,
    count: Counting,
    operator: Scope,
    mug: Sku,
    leeds: Place,
    now: datetime,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    pack: Packing,
) -> None:
    assert count(shorted) == [{"backordered": 3, "picked": 1}, {"promised": 2, "picked": 1}]
    assert list_open_tasks() == []
    with transaction(operator):
        assert Short.objects.get().resolved_at is None, "the lead sees it"
        parts = FulfillmentOrder.objects.order_by("number")
        assert [(part.status, part.is_blocked) for part in parts] == [("picked", False), ("planned", True)]
        assert sum(Balance.objects.values_list("allocated", flat=True)) == 2, "only what is in the tote"
    with pytest.raises(PackingStopped) as refusal:
        pack()
    assert list(refusal.value.data["stopped"].values()) == ["incomplete"]
    receive(mug, leeds, now)
    assert len(pack()) == 1
    batch(release())
    pick()
    assert len(pack()) == 1
    assert count(shorted) == [{"packed": 4}, {"packed": 3}]


@pytest.mark.parametrize("shorted", ["fill_or_kill"], indirect=True)
def test_an_order_that_never_waits_is_cancelled_and_the_floor_puts_back_what_it_has(
    shorted: str, count: Counting, operator: Scope, lamp: Sku, mug: Sku, now: datetime, pack: Packing
) -> None:
    assert count(shorted) == [{"cancelled": 3, "picked": 1}, {"allocated": 2, "picked": 1}]
    with transaction(operator):
        assert sum(CancelRequest.objects.values_list("quantity", flat=True)) == 4
        assert SiteStock.objects.get(sku_id=mug.id).backordered == 0
    answer_cancel_requests(now=now, actor=SYSTEM)
    assert count(shorted) == [{"cancelled": 4}, {"cancelled": 3}]
    with transaction(operator):
        assert Order.objects.get().stage == "cancelled"
        assert SiteStock.objects.get(sku_id=lamp.id).promised == 0


def test_a_complete_order_nobody_has_picked_for_is_planned_again_as_a_whole(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    release: Releasing,
    batch: Batching,
    count: Counting,
    now: datetime,
    operator: Scope,
) -> None:
    stock(mug, leeds, 4, location="A-01-01")
    stock(lamp, leeds, 3, location="A-02-01")
    placed = place_one(make_draft(("MUG", 4), ("LAMP", 3), policy="ship_complete"))
    batch(release())
    mugs, _ = list_stops(mug, lamp)
    confirm_picks(scans=[make_scan(mugs, 0, short_reason=ShortReason.NONE_THERE)], now=now, actor=SYSTEM)
    keep_policies(order_ids=[placed.id], now=now, actor=SYSTEM)
    assert count(placed.number) == [{"backordered": 4}, {"promised": 3}]
    with transaction(operator):
        part = FulfillmentOrder.objects.get()
        assert (part.status, part.is_blocked, part.wave_id) == ("planned", True, None)
    assert list_open_tasks() == []
