from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.journal.models import Entry
from packhaus.kernel import rows
from packhaus.orders.errors import NotCancellable, OrderNotFound
from packhaus.orders.models import BackorderDemand, CancelRequest, FulfillmentOrder, Order
from packhaus.orders.services.cancel import LineCancel, cancel_lines, cancel_order
from packhaus.orders.services.fulfillment import move_units
from packhaus.orders.types import Counter, PlacedOrder, UnitMove
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft


def test_before_release_everything_is_cancelled_at_once_and_the_stock_is_free(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    acme_scope: Scope,
    now: datetime,
    count: Counting,
) -> None:
    stock(mug, leeds, 10, backorder_limit=10)
    placed = place_one(make_draft(("MUG", 12)))
    outcome = cancel_order(scope=acme_scope, order_id=placed.id, now=now, actor=SYSTEM)
    assert (outcome.cancelled, outcome.requested, outcome.too_late) == (12, 0, 0)
    assert count(placed.number) == [{"cancelled": 12}]
    with transaction(acme_scope):
        assert Order.objects.get().stage == "cancelled"
        assert FulfillmentOrder.objects.get().status == "cancelled"
        assert not BackorderDemand.objects.exists()
        site_stock = SiteStock.objects.get()
        assert (site_stock.promised, site_stock.backordered) == (0, 0)
        kinds = list(Entry.objects.values_list("kind", flat=True))
    assert "order_cancelled" in kinds
    assert "stock_freed" in kinds


def test_some_units_of_a_line_go_and_the_backordered_ones_go_first(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    acme_scope: Scope,
    now: datetime,
    count: Counting,
) -> None:
    stock(mug, leeds, 10, backorder_limit=10)
    placed = place_one(make_draft(("MUG", 12)))
    with transaction(acme_scope):
        line_id = rows.fetch_value("SELECT id FROM orders_orderline")
    cancel_lines(
        scope=acme_scope, order_id=placed.id, cancels=[LineCancel(line_id, 3)], now=now, actor=SYSTEM
    )
    assert count(placed.number) == [{"cancelled": 3, "promised": 9}]


def _allocate(scope: Scope, placed: PlacedOrder, units: int, now: datetime) -> None:
    with transaction(scope):
        rows.execute("UPDATE orders_fulfillmentorder SET status = 'released'")
        ((fulfillment_line_id, line_id),) = rows.fetch_tuples(
            "SELECT id, line_id FROM orders_fulfillmentline"
        )
        move_units(
            changes=[UnitMove(fulfillment_line_id, line_id, placed.id, units)],
            source=Counter.PROMISED,
            target=Counter.ALLOCATED,
            now=now,
        )


def test_after_release_the_floor_is_asked_and_asked_once(
    place_one: PlacingOne, mug: Sku, leeds: Place, acme_scope: Scope, now: datetime, count: Counting
) -> None:
    from tests.harness.stock import put_stock  # unchecked on purpose: no bin is allocated here

    put_stock(mug, leeds, 10)
    placed = place_one(make_draft(("MUG", 4)))
    _allocate(acme_scope, placed, 4, now)
    outcome = cancel_order(scope=acme_scope, order_id=placed.id, now=now, actor=SYSTEM)
    assert (outcome.cancelled, outcome.requested) == (0, 4)
    assert count(placed.number) == [{"allocated": 4}]
    with transaction(acme_scope):
        assert CancelRequest.objects.get().quantity == 4
        assert FulfillmentOrder.objects.get().cancel_requested
    with pytest.raises(NotCancellable):
        cancel_order(scope=acme_scope, order_id=placed.id, now=now, actor=SYSTEM)


def test_a_stranger_cancels_nothing(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    beta_scope: Scope,
    now: datetime,
    count: Counting,
) -> None:
    stock(mug, leeds, 10)
    placed = place_one(make_draft(("MUG", 4)))
    with pytest.raises(OrderNotFound):
        cancel_order(scope=beta_scope, order_id=placed.id, now=now, actor=SYSTEM)
    assert count(placed.number) == [{"promised": 4}]
