from dataclasses import replace
from datetime import datetime, timedelta

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.orders.models import BackorderDemand, FulfillmentOrder
from packhaus.orders.services.backorders import promise_backorders
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft


def test_new_stock_goes_to_the_urgent_first_and_then_to_the_oldest(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    operator: Scope,
    now: datetime,
    count: Counting,
) -> None:
    stock(mug, leeds, 1, backorder_limit=100)
    place_one(make_draft(("MUG", 1), number="FIRST"))
    first = make_draft(("MUG", 4), number="OLD")
    old = place_one(first)
    young = place_one(replace(first, external_number="YOUNG", placed_at=now + timedelta(hours=1)))
    urgent = place_one(
        replace(first, external_number="URGENT", placed_at=now + timedelta(hours=2), priority=1)
    )
    stock(mug, leeds, 7)
    assert promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM) == 7
    assert count(urgent.number) == [{"promised": 4}]
    assert count(old.number) == [{"backordered": 1, "promised": 3}]
    assert count(young.number) == [{"backordered": 4}]
    assert promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM) == 0


def test_units_join_the_fulfillment_order_that_is_still_planned(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 3, backorder_limit=100)
    place_one(make_draft(("MUG", 5)))
    stock(mug, leeds, 9)
    promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM)
    with transaction(operator):
        assert FulfillmentOrder.objects.get().unit_count == 5
        assert not BackorderDemand.objects.exists()
        site_stock = SiteStock.objects.get()
        assert (site_stock.promised, site_stock.backordered) == (5, 0)


def test_stock_at_another_site_opens_a_fulfillment_order_there(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    berlin: Place,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 3, backorder_limit=100)
    placed = place_one(make_draft(("MUG", 5)))
    stock(mug, berlin, 9)
    promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM)
    with transaction(operator):
        found = dict(FulfillmentOrder.objects.values_list("number", "site_id"))
    assert found == {f"{placed.number}-1": leeds.id, f"{placed.number}-2": berlin.id}


def test_a_ship_complete_order_is_unblocked_when_its_last_unit_comes(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 3, backorder_limit=100)
    place_one(make_draft(("MUG", 5), policy="ship_complete"))
    stock(mug, leeds, 1)
    promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM)
    with transaction(operator):
        assert FulfillmentOrder.objects.get().is_blocked
    stock(mug, leeds, 1)
    promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM)
    with transaction(operator):
        assert not FulfillmentOrder.objects.get().is_blocked
