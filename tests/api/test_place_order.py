from typing import Any

import pytest
from django.utils import timezone

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.orders.models import Order
from packhaus.terms.services.set_terms import set_term
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock


@pytest.fixture(autouse=True)
def _stocked(stock: PutStock, mug: Sku, leeds: Place) -> None:
    stock(mug, leeds, 10, backorder_limit=5)


def count_orders(scope: Scope) -> int:
    with transaction(scope):
        return Order.objects.count()


def test_a_new_order_is_promised_and_answers_201(shop: Caller, acme_scope: Scope) -> None:
    answer = shop.post("/orders", make_order(("MUG", 3)))
    assert answer.status == 201
    assert answer.body["lines"] == [
        {"position": 1, "sku": "MUG", "ordered": 3, "promised": 3, "backordered": 0}
    ]
    assert answer.body["is_repeat"] is False
    assert "/t/" in answer.body["tracking_url"]
    with transaction(acme_scope):
        order = Order.objects.select_related("contact").get(number=answer.body["number"])
    assert (order.stage, order.contact and order.contact.email) == ("placed", "anna@example.com")


def test_the_same_order_again_answers_200_with_what_was_taken(shop: Caller, acme_scope: Scope) -> None:
    first = shop.post("/orders", make_order(("MUG", 3)))
    again = shop.post("/orders", make_order(("MUG", 3)))
    assert (again.status, again.body["is_repeat"]) == (200, True)
    assert {**again.body, "is_repeat": False} == first.body
    assert count_orders(acme_scope) == 1


def test_the_same_idempotency_key_takes_one_effect(shop: Caller, acme_scope: Scope) -> None:
    first = shop.post("/orders", make_order(("MUG", 1)), Idempotency_Key="k-1")
    again = shop.post("/orders", make_order(("MUG", 1)), Idempotency_Key="k-1")
    other = shop.post("/orders", make_order(("MUG", 2)), Idempotency_Key="k-1")
    assert (first.status, again.status, other.status) == (201, 200, 422)
    assert again.body["number"] == first.body["number"]
    assert other.code == "idempotency_key_reused"
    assert count_orders(acme_scope) == 1


def test_a_refused_order_names_every_problem_and_leaves_nothing(shop: Caller, acme_scope: Scope) -> None:
    order = make_order(("NONE", 1), ("MUG", 1), ("NEITHER", 1))
    answer = shop.post("/orders", order, Idempotency_Key="k-1")
    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.paths == ["lines.0.sku", "lines.2.sku"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert count_orders(acme_scope) == 0
    mended = make_order(("MUG", 1))
    assert shop.post("/orders", mended, Idempotency_Key="k-1").status == 201


def test_shorts_say_how_many_are_wanted_and_free(shop: Caller, acme_scope: Scope) -> None:
    answer = shop.post("/orders", make_order(("MUG", 12), policy="fill_or_kill"))
    assert answer.status == 422
    assert [(error["code"], error["data"]) for error in answer.body["errors"]] == [
        ("short", {"sku": "MUG", "wanted": 12, "free": 10, "short": 2})
    ]
    assert count_orders(acme_scope) == 0


def test_an_item_that_no_site_ever_had_waits_within_its_limit(
    shop: Caller, acme: Merchant, operator: Scope, lamp: Sku
) -> None:
    set_term(
        scope=operator, merchant_id=acme.id, key="backorder_limit", value=5, now=timezone.now(), actor=SYSTEM
    )
    answer = shop.post("/orders", make_order(("LAMP", 3)))
    assert answer.status == 201
    assert answer.body["lines"] == [
        {"position": 1, "sku": "LAMP", "ordered": 3, "promised": 0, "backordered": 3}
    ]
    assert shop.post("/orders", make_order(("LAMP", 3), external_number="A-2")).status == 422


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"sku": "MUG", "quantity": 0, "unit_price_minor": 1}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "MUG", "quantity": 1.5, "unit_price_minor": 1}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "M\x00", "quantity": 1, "unit_price_minor": 1}]}, "lines.0.sku"),
        ({"currency": "pounds"}, "currency"),
        ({"placed_at": "2026-11-03T09:00:00"}, "placed_at"),  # no time zone
        ({"placed_at": "0001-01-01T00:00:00Z"}, "placed_at"),
        ({"contact": {"name": "x" * 121}}, "contact.name"),
        ({"address": {"lines": ["1 Mill Lane"], "country": "Britain"}}, "address.country"),
        ({"address": {"lines": ["1 Mill Lane"], "city": "Leeds", "country": "GB"}}, "address.postal_code"),
        ({"policy": "hope"}, "policy"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_malformed_order_is_refused_at_its_place(
    shop: Caller, acme_scope: Scope, change: dict[str, Any], path: str
) -> None:
    answer = shop.post("/orders", make_order(("MUG", 1)) | change)
    assert answer.status == 422
    assert path in answer.paths
    assert count_orders(acme_scope) == 0


def test_what_is_no_json_is_refused(shop: Caller) -> None:
    for body in (b"", b"{", b"\xff\xfe", b"[]", b"null", b'"text"'):
        assert shop.send("POST", "/orders", body).status == 422, body


def test_a_body_above_eight_megabytes_is_refused(shop: Caller) -> None:
    answer = shop.send("POST", "/orders", b" " * (8 * 1024 * 1024 + 1))
    assert (answer.status, answer.code) == (413, "too_large")


def test_an_operators_key_names_the_merchant(operation: Caller, acme: Merchant) -> None:
    unnamed = operation.post("/orders", make_order(("MUG", 1)))
    assert (unnamed.status, unnamed.paths) == (422, ["merchant"])
    assert operation.post("/orders", make_order(("MUG", 1), merchant="acme")).status == 201


def test_a_merchants_key_places_for_nobody_else(shop: Caller, beta: Merchant) -> None:
    assert shop.post("/orders", make_order(("MUG", 1), merchant="BETA")).status == 404
