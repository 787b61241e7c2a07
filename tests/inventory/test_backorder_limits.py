"""What may be owed of an item follows the merchant's terms, unless the item has a limit of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.inventory.models import SiteStock
from packhaus.inventory.services.backorder_limits import follow_terms
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.inventory.services.settings import StockSetting, set_stock_settings
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import OrderDraft, PlacedOrder, RefusedOrder
from packhaus.terms.services.set_terms import set_term
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft

Agree = Callable[..., None]


@pytest.fixture
def agree(acme: Merchant, operator: Scope, now: datetime) -> Agree:
    def agree(limit: int, *, after: timedelta = timedelta()) -> None:
        set_term(
            scope=operator,
            merchant_id=acme.id,
            key="backorder_limit",
            value=limit,
            valid_from=now + after,
            now=now,
            actor=SYSTEM,
        )

    return agree


def read_limits(sku: Sku) -> dict[str, int]:
    with transaction(Scope.operator()):
        found = SiteStock.objects.filter(sku=sku).values_list("site__code", "backorder_limit")
        return dict(found)


def test_an_item_may_owe_what_the_terms_say_from_when_they_say(
    agree: Agree, acme: Merchant, acme_scope: Scope, now: datetime, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 2)
    agree(5, after=timedelta(days=1))
    assert follow_terms(now=now) == 0

    def place(draft: OrderDraft) -> object:
        (outcome,) = place_orders(
            scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM
        )
        return outcome

    assert isinstance(place(make_draft(("MUG", 7), number="early")), RefusedOrder)
    assert follow_terms(now=now + timedelta(days=1)) == 1
    placed = place(make_draft(("MUG", 7), number="late"))
    assert isinstance(placed, PlacedOrder)
    assert placed.lines[0].backordered == 5
    assert follow_terms(now=now + timedelta(days=1)) == 0


def test_a_limit_of_its_own_stays_and_what_is_owed_is_never_above_the_limit(
    agree: Agree,
    acme: Merchant,
    acme_scope: Scope,
    operator: Scope,
    now: datetime,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    berlin: Place,
) -> None:
    stock(mug, leeds, 1)
    stock(mug, berlin, 1)
    set_stock_settings(
        scope=operator,
        settings=[StockSetting(acme.id, mug.id, berlin.id, backorder_limit=2)],
        now=now,
        actor=SYSTEM,
    )
    agree(9)
    follow_terms(now=now)
    assert read_limits(mug) == {"LEEDS": 9, "BERLIN": 2}
    place_orders(
        scope=acme_scope, merchant_id=acme.id, drafts=[make_draft(("MUG", 6))], now=now, actor=SYSTEM
    )
    agree(0, after=timedelta(seconds=1))
    follow_terms(now=now + timedelta(seconds=1))
    assert read_limits(mug) == {"LEEDS": 4, "BERLIN": 2}


@pytest.mark.usefixtures("committed")
def test_a_new_agreement_is_followed_by_whoever_reads_the_journal(
    agree: Agree, now: datetime, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 1)
    agree(9)
    drain("inventory.follow_backorder_limits", now=now)
    assert read_limits(mug) == {"LEEDS": 9}


def test_an_item_that_comes_in_may_owe_what_the_terms_say_at_once(
    agree: Agree,
    operator: Scope,
    acme: Merchant,
    now: datetime,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
) -> None:
    agree(5)
    line = ReceiptLine(merchant_id=acme.id, sku_id=mug.id, quantity=1, location_id=leeds.locations["A-01-01"])
    receive_stock(scope=operator, site_id=leeds.id, lines=[line], document_id="r", now=now, actor=SYSTEM)
    setting = StockSetting(acme.id, lamp.id, leeds.id, safety=2)
    set_stock_settings(scope=operator, settings=[setting], now=now, actor=SYSTEM)
    assert read_limits(mug) == {"LEEDS": 5}
    assert read_limits(lamp) == {"LEEDS": 5}
    assert follow_terms(now=now) == 0
