from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid
from packhaus.orders.models import Order
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.change import add_lines, change_recipient
from packhaus.orders.services.change.add_lines import LinesShort, OrderClosed
from packhaus.orders.services.change.recipient import OnTheFloor
from packhaus.orders.types import LineDraft
from packhaus.parties.models import Address
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import ANNA, BERLIN_ADDRESS, make_draft


def test_more_of_a_sku_is_a_new_line_promised_and_paid_like_the_first(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    acme_scope: Scope,
    now: datetime,
    count: Counting,
) -> None:
    stock(mug, leeds, 5, backorder_limit=5)
    placed = place_one(make_draft(("MUG", 3)))
    add_lines(scope=acme_scope, order_id=placed.id, lines=[LineDraft("MUG", 4, 250)], now=now, actor=SYSTEM)
    assert count(placed.number) == [{"promised": 3}, {"promised": 2, "backordered": 2}]
    with transaction(acme_scope):
        assert Order.objects.get().total_minor == 7 * 250
        site_stock = SiteStock.objects.get()
        assert (site_stock.promised, site_stock.backordered) == (5, 2)


def test_what_is_short_and_may_not_wait_is_refused_and_nothing_changes(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    acme_scope: Scope,
    now: datetime,
    count: Counting,
) -> None:
    stock(mug, leeds, 5)
    placed = place_one(make_draft(("MUG", 3)))
    with pytest.raises(LinesShort, match="4 wanted, 2 free"):
        add_lines(
            scope=acme_scope, order_id=placed.id, lines=[LineDraft("MUG", 4, 250)], now=now, actor=SYSTEM
        )
    assert count(placed.number) == [{"promised": 3}]


def test_a_closed_order_takes_no_more_lines(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 5)
    placed = place_one(make_draft(("MUG", 3)))
    cancel_order(scope=acme_scope, order_id=placed.id, now=now, actor=SYSTEM)
    with pytest.raises(OrderClosed):
        add_lines(
            scope=acme_scope, order_id=placed.id, lines=[LineDraft("MUG", 1, 250)], now=now, actor=SYSTEM
        )


def test_a_new_address_is_a_new_version_and_only_before_the_floor_has_the_order(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 5)
    placed = place_one(make_draft(("MUG", 3)))
    change: dict[str, Any] = {"scope": acme_scope, "order_id": placed.id, "now": now, "actor": SYSTEM}
    change_recipient(**change, contact=ANNA, address=BERLIN_ADDRESS)
    with transaction(acme_scope):
        assert Order.objects.get().country == "DE"
        assert Address.objects.count() == 2
    with pytest.raises(Invalid):
        change_recipient(**change, contact=ANNA, address=replace(BERLIN_ADDRESS, postal_code="1"))
    with transaction(acme_scope):
        rows.execute("UPDATE orders_fulfillmentorder SET status = 'released'")
    with pytest.raises(OnTheFloor):
        change_recipient(**change, contact=ANNA, address=BERLIN_ADDRESS)
