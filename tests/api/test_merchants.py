"""Merchants and their terms by API, as on Setup, Merchants."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from packhaus.access.models import Merchant
from packhaus.access.queries.merchants import get_merchant_by_code, list_merchants
from packhaus.access.scope import Scope
from packhaus.catalog.models import Sku
from packhaus.terms.queries.get_terms import forget_terms, list_term_versions
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.api.test_strangers import send
from tests.harness.cast import Place
from tests.harness.stock import PutStock

NOVA = {"code": "NOVA", "name": "Nova", "currency": "IDR", "country": "ID", "language": "id"}


def test_a_merchant_is_taken_on_and_its_first_key_works(make_caller: Any, operator: Scope) -> None:
    office = make_caller(None, "access", "orders:read", "catalog:write")
    assert office.post("/merchants", NOVA).status == 201
    shown = office.get("/merchants/NOVA").body
    assert (shown["name"], shown["currency"], shown["accent"]) == ("Nova", "IDR", "#066fd1")
    token = office.post(
        "/keys", {"name": "k", "scopes": ["catalog:write", "orders:read"], "merchant": "NOVA"}
    )
    shop = Caller(token.body["token"])
    assert shop.put("/skus/MUG", {"name": "Mug"}).status == 204
    assert [row["code"] for row in shop.get("/merchants").body] == ["NOVA"]
    again = office.post("/merchants", NOVA)
    assert (again.status, again.code) == (409, "code_taken")


def test_every_problem_of_a_merchant_is_named(office: Caller, operator: Scope) -> None:
    answer = office.post("/merchants", {"code": "no va", "name": " ", "currency": "GBP", "country": "GB"})
    assert (answer.status, answer.paths) == (422, ["code", "name"])
    assert office.post("/merchants", {**NOVA, "currency": "pound"}).paths == ["currency"]
    assert list_merchants(operator) == []


def test_a_merchant_is_changed_and_closed(
    office: Caller, acme: Merchant, operator: Scope, shop: Caller
) -> None:
    assert office.put("/merchants/ACME", {"name": "Acme plc", "accent": "#123456"}).status == 204
    changed = get_merchant_by_code(scope=operator, code="ACME")
    assert (changed.name, changed.accent, changed.currency) == ("Acme plc", "#123456", "GBP")
    assert office.put("/merchants/ACME", {"name": "x", "accent": "red"}).paths == ["accent"]
    assert office.post("/merchants/ACME/deactivate").status == 204
    assert shop.get("/orders").status == 401
    assert office.post("/merchants/ACME/reactivate").status == 204
    assert shop.get("/orders").status == 200


def test_terms_are_agreed_on_and_orders_follow_them(
    office: Caller, shop: Caller, stock: PutStock, mug: Sku, leeds: Place, acme: Merchant, operator: Scope
) -> None:
    stock(mug, leeds, 2, backorder_limit=100)
    forget_terms()
    assert shop.get("/merchants/ACME/terms").body["order_policy"] == "ship_available"
    assert shop.post("/orders", make_order(("MUG", 1), number="before")).status == 201
    terms = [{"key": "order_policy", "value": "fill_or_kill"}]
    assert office.patch("/merchants/ACME/terms", {"terms": terms}).status == 204
    assert shop.get("/merchants/ACME/terms").body["order_policy"] == "fill_or_kill"
    order = make_order(("MUG", 3), number="after", placed_at=timezone.now().isoformat())
    refused = shop.post("/orders", order)
    assert (refused.status, refused.paths) == (422, ["lines.0"])
    later = (timezone.now() + timedelta(days=2)).isoformat()
    wanted = {"key": "cart_minutes", "value": 30, "valid_from": later}
    assert office.patch("/merchants/ACME/terms", {"terms": [wanted]}).status == 204
    assert office.patch("/merchants/ACME/terms", {"terms": [wanted]}).code == "term_starts_then"
    assert shop.get("/merchants/ACME/terms").body["cart_minutes"] == 15
    wrong = [{"key": "cart_minutes", "value": 0}, {"key": "colour", "value": 1}, terms[0]]
    answer = office.patch("/merchants/ACME/terms", {"terms": wrong})
    assert answer.paths == ["terms.0.value", "terms.1.key"]
    assert len(list_term_versions(operator, merchant_id=acme.id)) == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "scope"),
    [
        ("POST", "/merchants", NOVA, "access"),
        ("PUT", "/merchants/ACME", {"name": "Mine"}, "access"),
        ("POST", "/merchants/ACME/deactivate", None, "access"),
        ("POST", "/merchants/ACME/reactivate", None, "access"),
        ("PATCH", "/merchants/ACME/terms", {"terms": [{"key": "cart_minutes", "value": 1}]}, "access"),
        ("GET", "/merchants/ACME", None, "orders:read"),
        ("GET", "/merchants/ACME/terms", None, "orders:read"),
    ],
)
def test_a_stranger_finds_no_merchant(
    make_caller: Any,
    acme: Merchant,
    beta: Merchant,
    now: datetime,
    method: str,
    path: str,
    body: Any,
    scope: str,
) -> None:
    before = list_merchants(Scope.operator())
    assert send(make_caller(beta.id, scope), method, path, body).code == "not_found"
    assert send(make_caller(acme.id, "floor"), method, path, body).code == "scope_missing"
    assert send(make_caller(None, scope), method, path.replace("ACME", "NONE"), None).status in {404, 422}
    assert list_merchants(Scope.operator()) == before
