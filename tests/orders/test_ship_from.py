"""A merchant whose terms name sites is promised from nowhere else."""

from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.network.queries.shipping_sites import list_shipping_sites
from packhaus.orders.models import FulfillmentOrder
from packhaus.orders.services.backorders import promise_backorders
from packhaus.orders.services.change.add_lines import LinesShort, add_lines
from packhaus.orders.types import LineDraft, RefusedOrder
from packhaus.terms.services.set_terms import set_term
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing, PlacingOne
from tests.orders.drafts import make_draft


@pytest.fixture
def only_berlin(acme: Merchant, operator: Scope, now: datetime, leeds: Place, berlin: Place) -> None:
    set_term(scope=operator, merchant_id=acme.id, key="ship_from", value=("BERLIN",), now=now, actor=SYSTEM)


@pytest.mark.usefixtures("only_berlin")
def test_an_order_is_promised_at_the_farther_site_that_the_terms_name_and_says_why_not_the_nearer(
    acme_scope: Scope, place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, berlin: Place
) -> None:
    stock(mug, leeds, 10)
    stock(mug, berlin, 10)
    place_one(make_draft(("MUG", 4)))
    with transaction(acme_scope):
        sent = FulfillmentOrder.objects.get()
    assert sent.site_id == berlin.id
    assert "not_eligible" in str(sent.explanation)


@pytest.mark.usefixtures("only_berlin")
def test_stock_at_other_sites_does_not_help_an_order(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 10)
    (refused,) = place(make_draft(("MUG", 4)))
    assert isinstance(refused, RefusedOrder)
    assert refused.problems[0].data == {"sku": "MUG", "wanted": 4, "free": 0, "short": 4}


@pytest.mark.usefixtures("only_berlin")
def test_what_waits_is_promised_only_where_the_merchant_ships_from(
    operator: Scope,
    now: datetime,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    berlin: Place,
) -> None:
    stock(mug, berlin, 1, backorder_limit=9)
    place_one(make_draft(("MUG", 5)))
    stock(mug, leeds, 10)
    assert promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM) == 0
    stock(mug, berlin, 3)
    assert promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM) == 3


@pytest.mark.usefixtures("only_berlin")
def test_lines_that_join_an_order_are_promised_only_where_the_merchant_ships_from(
    acme_scope: Scope,
    now: datetime,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    berlin: Place,
) -> None:
    stock(mug, leeds, 10)
    stock(mug, berlin, 4)
    placed = place_one(make_draft(("MUG", 4)))
    with pytest.raises(LinesShort):
        add_lines(
            scope=acme_scope, order_id=placed.id, lines=[LineDraft("MUG", 1, 250)], now=now, actor=SYSTEM
        )
    with transaction(acme_scope):
        assert rows.fetch_value("SELECT count(*) FROM orders_orderline") == 1


@pytest.mark.usefixtures("only_berlin")
def test_what_can_be_sold_is_summed_over_the_sites_of_the_terms(
    acme: Merchant, beta: Merchant, operator: Scope, now: datetime, leeds: Place, berlin: Place
) -> None:
    with transaction(operator):
        assert list_shipping_sites(operator, merchant_id=acme.id, at=now) == (berlin.id,)
        assert list_shipping_sites(operator, merchant_id=beta.id, at=now) == ()
