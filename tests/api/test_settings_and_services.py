"""Settings, feeds, carriers, services and barcodes through the API."""

from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.insight.queries.search import search
from packhaus.insight.services.index_search import index_skus
from packhaus.inventory.models import Hold, SiteStock
from packhaus.network.models import Site
from packhaus.network.queries.sourcing import forget_sourcing_sites
from packhaus.orders.models import FulfillmentOrder
from packhaus.shipping.models import Service
from packhaus.shipping.queries.service_choice import forget_services
from packhaus.terms.queries.get_terms import forget_terms
from packhaus.terms.services.set_terms import set_term
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.outbound.conftest import carriers

__all__ = ["carriers"]


def read_stock(sku: Sku, place: Place) -> SiteStock:
    with transaction(Scope.operator()):
        return SiteStock.objects.get(sku_id=sku.id, site_id=place.id)


def test_safety_and_backorder_limit_are_set_apart(
    operation: Caller, shop: Caller, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 10)
    setting = {"sku": "MUG", "site": "LEEDS"}
    first = operation.put("/stock/settings", {"merchant": "ACME", "settings": [setting | {"safety": 4}]})
    second = operation.put(
        "/stock/settings", {"merchant": "ACME", "settings": [setting | {"backorder_limit": 7}]}
    )
    assert (first.status, second.status) == (204, 204)
    row = read_stock(mug, leeds)
    assert (row.safety, row.backorder_limit) == (4, 7)
    assert shop.get("/availability", sku="MUG").body[0]["available"] == 6
    assert shop.post("/orders", make_order(("MUG", 8))).body["lines"][0]["backordered"] == 2
    unknown = {"merchant": "ACME", "settings": [{"sku": "NONE", "site": "LEEDS", "safety": 1}]}
    assert operation.put("/stock/settings", unknown).paths == ["settings.0.sku"]
    below = {"merchant": "ACME", "settings": [setting | {"safety": -1}]}
    assert operation.put("/stock/settings", below).status == 422
    assert shop.put("/stock/settings", {"settings": [setting | {"safety": 0}]}).status == 404
    assert read_stock(mug, leeds).safety == 4


def test_a_partners_feed_is_taken_and_an_own_site_has_none(
    operation: Caller, shop: Caller, stock: PutStock, mug: Sku, leeds: Place, berlin: Place
) -> None:
    with transaction(Scope.operator()):
        Site.objects.filter(id=berlin.id).update(run_by="partner", stock_policy="feed", feed_trust_margin=2)
    forget_sourcing_sites()
    feed = {"merchant": "ACME", "lines": [{"sku": "MUG", "quantity": 9}]}
    assert operation.post("/sites/BERLIN/feed", feed).status == 204
    (found,) = shop.get("/availability", sku="MUG").body
    assert (found["available"], found["available_at_partners"]) == (0, 7)
    refused = operation.post("/sites/LEEDS/feed", feed)
    assert (refused.status, refused.code) == (409, "not_a_feed_site")
    assert shop.post("/sites/BERLIN/feed", {"lines": feed["lines"]}).status == 404
    assert operation.post("/sites/NOWHERE/feed", feed).status == 404
    old = operation.post("/sites/BERLIN/feed", feed | {"seen_at": "2020-01-01T00:00:00Z"})
    assert old.status == 204
    assert shop.get("/availability", sku="MUG").body[0]["available_at_partners"] == 0


@pytest.mark.usefixtures("carriers")
def test_an_order_ships_with_another_service_while_nothing_is_on_the_floor(
    operation: Caller, shop: Caller, strange_shop: Caller, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    forget_services()
    stock(mug, leeds, 10)
    (carrier,) = shop.get("/carriers").body
    assert (carrier["code"], [one["code"] for one in carrier["services"]]) == ("ALBION", ["A-48", "A-24"])
    number = shop.post("/orders", make_order(("MUG", 1))).body["number"]
    assert shop.patch(f"/orders/{number}/service", {"service": "A-24"}).status == 204
    with transaction(Scope.operator()):
        part = FulfillmentOrder.objects.get()
        assert (part.carrier_code, part.service_code) == ("ALBION", "A-24")
    assert shop.patch(f"/orders/{number}/service", {"service": "NONE"}).paths == ["service"]
    assert strange_shop.patch(f"/orders/{number}/service", {"service": "A-48"}).status == 404
    cash = shop.post("/orders", make_order(("MUG", 1), number="C", payment_term="cod")).body["number"]
    assert shop.patch(f"/orders/{cash}/service", {"service": "A-24"}).paths == ["service"]
    with transaction(Scope.operator()):
        Service.objects.filter(code="A-24").update(countries=["DE"])
    forget_services()
    assert shop.patch(f"/orders/{number}/service", {"service": "A-24"}).paths == ["service"]
    assert operation.post("/waves", {"site": "LEEDS"}).status == 201
    late = shop.patch(f"/orders/{number}/service", {"service": "A-48"})
    assert (late.status, late.code) == (409, "on_the_floor")


@pytest.mark.usefixtures("carriers")
def test_an_order_without_a_carrier_goes_with_a_wave_of_one_that_could_take_it(
    operation: Caller, shop: Caller, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    with transaction(Scope.operator()):
        Service.objects.update(is_active=False)
    forget_services()
    stock(mug, leeds, 10)
    shop.post("/orders", make_order(("MUG", 1)))
    with transaction(Scope.operator()):
        assert FulfillmentOrder.objects.get().carrier_code == ""
        Service.objects.filter(code="A-24").update(is_active=True)
    nobodys = operation.post("/waves", {"site": "LEEDS", "carriers": ["NOBODY"]})
    assert nobodys.code == "nothing_to_release", nobodys.body
    wave = operation.post("/waves", {"site": "LEEDS", "carriers": ["ALBION"]})
    assert wave.status == 201, wave.body


def test_a_barcode_is_taken_off_and_found_no_more(
    shop: Caller, strange_shop: Caller, mug: Sku, acme: Merchant, acme_scope: Scope
) -> None:
    with transaction(acme_scope):
        Barcode.objects.create(merchant_id=acme.id, sku=mug, code="4006381333931")
        index_skus(merchant_ids=[acme.id], codes=["MUG"], is_all=False)
    assert len(search(acme_scope, text="4006381333931")) == 1
    assert strange_shop.delete("/skus/MUG/barcodes/4006381333931").status == 404
    assert shop.delete("/skus/MUG/barcodes/4006381333931").status == 204
    assert shop.delete("/skus/MUG/barcodes/4006381333931").status == 404
    with transaction(acme_scope):
        index_skus(merchant_ids=[acme.id], codes=["MUG"], is_all=False)
    assert search(acme_scope, text="4006381333931") == []


def test_a_cart_becomes_its_order_and_is_kept_as_long_as_the_terms_say(
    shop: Caller, stock: PutStock, mug: Sku, leeds: Place, acme: Merchant, operator: Scope, now: datetime
) -> None:
    forget_terms()
    set_term(scope=operator, merchant_id=acme.id, key="cart_minutes", value=45, now=now, actor=SYSTEM)
    stock(mug, leeds, 5)
    cart = {"reference": "cart-1", "lines": [{"sku": "MUG", "site": "LEEDS", "quantity": 5}]}
    assert shop.post("/holds", cart).status == 201
    with transaction(operator):
        hold = Hold.objects.get()
        assert 44 < (hold.expires_at - hold.created_at).total_seconds() / 60 < 46
    taken = shop.post(
        "/orders", make_order(("MUG", 5), number="O", policy="fill_or_kill", cart_reference="cart-1")
    )
    assert taken.status == 201, taken.body
    assert (read_stock(mug, leeds).held, read_stock(mug, leeds).promised) == (0, 5)


def test_an_items_tags_are_changed_and_listed_by(shop: Caller, strange_shop: Caller, mug: Sku) -> None:
    url = "/skus/MUG/tags"
    assert shop.patch(url, {"add": ["sale", "gift"]}).body == {"tags": ["sale", "gift"]}
    assert shop.patch(url, {"add": ["new"], "remove": ["sale"]}).body == {"tags": ["gift", "new"]}
    assert [row["code"] for row in shop.get("/skus", tag="new").body["items"]] == ["MUG"]
    assert shop.get("/skus", tag="sale").body["items"] == []
    assert shop.get("/skus/MUG").body["tags"] == ["gift", "new"]
    assert shop.patch(url, {"add": ["Anna Schmidt"]}).paths == ["add.0"]
    assert strange_shop.patch(url, {"add": ["sale"]}).status == 404
    assert shop.put("/skus/MUG", {"name": "Red mug"}).status == 204
    assert shop.get("/skus/MUG").body["tags"] == ["gift", "new"]
    assert shop.put("/skus/MUG", {"name": "Red mug", "tags": ["last"]}).status == 204
    assert shop.get("/skus/MUG").body["tags"] == ["last"]
