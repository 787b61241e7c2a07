"""A tote that waits for the rest of its order is emptied: its units lie in their bins again, to the last counter."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, SiteStock
from packhaus.journal.models import Entry
from packhaus.kernel import rows
from packhaus.orders.models import FulfillmentOrder
from packhaus.orders.services.backorders import promise_backorders
from packhaus.outbound.errors import FulfillmentNotFound, ToteNotWaiting
from packhaus.outbound.services.put_totes_back import put_totes_back
from tests.harness.cast import Place
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Batching, Packing, Picking, Releasing, list_open_tasks, receive

pytestmark = pytest.mark.usefixtures("check_clean")
complete = pytest.mark.parametrize("shorted", ["ship_complete"], indirect=True)


def list_picked() -> list[UUID]:
    with transaction(Scope.operator()):
        return list(FulfillmentOrder.objects.filter(status="picked").values_list("id", flat=True))


def read_bins(place: Place) -> dict[str, tuple[int, int]]:
    """Return on hand and allocated of every bin that holds something."""
    codes = {id_: code for code, id_ in place.locations.items()}
    with transaction(Scope.operator()):
        found = Balance.objects.filter(on_hand__gt=0).values_list("location_id", "on_hand", "allocated")
        return {codes[location_id]: (on_hand, allocated) for location_id, on_hand, allocated in found}


def list_free_totes() -> list[bool]:
    with transaction(Scope.operator()):
        sql = "SELECT merchant_id IS NULL FROM inventory_handlingunit WHERE kind = 'tote'"
        return [is_free for (is_free,) in rows.fetch_tuples(sql)]


@complete
def test_the_units_lie_in_their_bins_and_stay_promised(
    shorted: str, count: Counting, leeds: Place, now: datetime
) -> None:
    assert put_totes_back(fulfillment_ids=list_picked(), now=now, actor=SYSTEM) == 2
    assert count(shorted) == [{"backordered": 3, "promised": 1}, {"promised": 3}]
    assert read_bins(leeds) == {"A-01-01": (3, 0), "A-02-01": (1, 0)}
    assert list_free_totes() == [True]
    with transaction(Scope.operator()):
        parts = FulfillmentOrder.objects.order_by("number")
        assert [(part.status, part.is_blocked, part.unit_count) for part in parts] == [
            ("cancelled", False, 0),
            ("planned", True, 4),
        ]
        assert Entry.objects.get(kind="tote_put_back").data["units"] == 2
        assert set(SiteStock.objects.values_list("promised", flat=True)) == {1, 3}


@complete
def test_when_the_rest_has_come_the_order_is_picked_anew_and_leaves_whole(
    shorted: str,
    count: Counting,
    mug: Sku,
    leeds: Place,
    now: datetime,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    pack: Packing,
) -> None:
    put_totes_back(fulfillment_ids=list_picked(), now=now, actor=SYSTEM)
    receive(mug, leeds, now)
    batch(release())
    assert sum(units for _, units in list_open_tasks()) == 7
    pick()
    assert len(pack()) == 1
    assert count(shorted) == [{"packed": 4}, {"packed": 3}]


@complete
def test_the_next_order_gets_what_is_given_up_for_it(
    shorted: str,
    count: Counting,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    now: datetime,
    place_one: PlacingOne,
) -> None:
    with transaction(Scope.operator()):
        SiteStock.objects.update(backorder_limit=50)
    later = place_one(make_draft(("MUG", 1), ("LAMP", 1), number="A-2", placed_at=now))
    assert count(later.number) == [{"backordered": 1}, {"backordered": 1}]
    put_totes_back(fulfillment_ids=list_picked(), for_next=True, now=now + timedelta(hours=1), actor=SYSTEM)
    with transaction(Scope.operator()):
        freed = Entry.objects.filter(kind="stock_freed")
        assert sum(entry.data["units"] for entry in freed) == 2
    promise_backorders(scope=Scope.operator(), sku_ids=[mug.id, lamp.id], now=now, actor=SYSTEM)
    assert count(later.number) == [{"promised": 1}, {"promised": 1}]
    assert count(shorted) == [{"backordered": 4}, {"backordered": 1, "promised": 2}]


@complete
def test_without_a_next_order_the_units_come_back_to_the_one_that_gave_them_up(
    shorted: str, count: Counting, mug: Sku, lamp: Sku, now: datetime
) -> None:
    put_totes_back(fulfillment_ids=list_picked(), for_next=True, now=now, actor=SYSTEM)
    promise_backorders(scope=Scope.operator(), sku_ids=[mug.id, lamp.id], now=now, actor=SYSTEM)
    assert count(shorted) == [{"backordered": 3, "promised": 1}, {"promised": 3}]


@pytest.mark.parametrize("shorted", ["ship_available"], indirect=True)
def test_a_tote_that_may_be_packed_is_left_alone(
    shorted: str, count: Counting, pick: Picking, leeds: Place, now: datetime
) -> None:
    pick()
    before = count(shorted), read_bins(leeds)
    with pytest.raises(ToteNotWaiting) as refusal:
        put_totes_back(fulfillment_ids=list_picked(), now=now, actor=SYSTEM)
    assert refusal.value.data["orders"] == [f"{shorted}-1"]
    assert (count(shorted), read_bins(leeds)) == before


@complete
def test_it_is_done_once_and_what_is_not_there_is_refused(
    shorted: str, count: Counting, leeds: Place, now: datetime
) -> None:
    ids = list_picked()
    put_totes_back(fulfillment_ids=ids, now=now, actor=SYSTEM)
    before = count(shorted), read_bins(leeds)
    with pytest.raises(ToteNotWaiting):
        put_totes_back(fulfillment_ids=ids, now=now, actor=SYSTEM)
    with pytest.raises(FulfillmentNotFound):
        put_totes_back(fulfillment_ids=[leeds.id], now=now, actor=SYSTEM)
    assert (count(shorted), read_bins(leeds)) == before
