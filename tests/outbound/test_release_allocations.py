from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.orders.models import FulfillmentOrder
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting
from tests.outbound.conftest import Picking, Sending, list_open_tasks


def lose(sku: Sku, place: Place, units: int, location: str, now: datetime) -> None:
    adjustment = Adjustment(sku.merchant_id, sku.id, place.locations[location], -units, "loss")
    adjust_stock(
        scope=Scope.operator(), adjustments=[adjustment], document_id="count-1", now=now, actor=SYSTEM
    )


def test_units_lost_in_an_allocated_bin_are_taken_from_another_one(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    pick: Picking,
    send: Sending,
) -> None:
    stock(mug, leeds, 6)
    stock(mug, leeds, 6, location="A-02-01")
    placed = send(("MUG", 6))
    lose(mug, leeds, 4, "A-01-01", now)
    assert count(placed.number) == [{"allocated": 6}]
    assert [units for _, units in list_open_tasks()] == [2, 4]
    pick()
    assert count(placed.number) == [{"picked": 6}]


def test_units_that_no_other_bin_has_become_backorders_and_the_rest_goes_on(
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    pick: Picking,
    send: Sending,
) -> None:
    stock(mug, leeds, 6)
    stock(lamp, leeds, 1, location="A-01-02")
    placed = send(("MUG", 6), ("LAMP", 1))
    lose(mug, leeds, 6, "A-01-01", now)
    assert count(placed.number) == [{"backordered": 6}, {"allocated": 1}]
    with transaction(operator):
        assert SiteStock.objects.get(sku=mug).promised == 0
    assert [outcome.is_fulfillment_picked for outcome in pick()] == [True]


def test_an_order_that_loses_its_only_bin_leaves_the_floor(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    send: Sending,
) -> None:
    stock(mug, leeds, 6)
    stock(mug, leeds, 6, location="RECEIVING")
    placed = send(("MUG", 6))
    lose(mug, leeds, 6, "A-01-01", now)
    assert count(placed.number) == [{"promised": 6}]
    assert list_open_tasks() == []
    with transaction(operator):
        assert FulfillmentOrder.objects.get().status == "planned"
