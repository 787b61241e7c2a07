"""Whatever is ACME's, BETA's key finds nothing; whatever is the operator's does not exist for a merchant's key."""

from typing import Any
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from tests.api.bodies import make_order
from tests.api.conftest import Answer, Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock

NOBODY = UUID(int=1)

RECIPIENT = {key: value for key, value in make_order().items() if key in {"contact", "address"}}
LINES = {"lines": make_order(("MUG", 1))["lines"]}
RECEIPT = {
    "site": "LEEDS",
    "document": "R-1",
    "merchant": "ACME",
    "lines": [{"sku": "MUG", "location": "A-01-01", "quantity": 1}],
}


@pytest.fixture
def number(shop: Caller, stock: PutStock, mug: Sku, leeds: Place) -> str:
    """An order of ACME's."""
    stock(mug, leeds, 10)
    return str(shop.post("/orders", make_order(("MUG", 3))).body["number"])


def count_everything(scope: Scope) -> int:
    with transaction(scope):
        return int(rows.fetch_value("SELECT count(*) FROM journal_entry"))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/orders/{number}", None),
        ("GET", "/orders/{number}/parcels", None),
        ("POST", "/orders/{number}/cancel", {}),
        ("POST", "/orders/{number}/hold", {"reason": "fraud"}),
        ("POST", "/orders/{number}/unhold", {"reason": "fraud"}),
        ("PATCH", "/orders/{number}/tags", {"add": ["vip"]}),
        ("PATCH", "/orders/{number}/recipient", RECIPIENT),
        ("PATCH", "/orders/{number}/lines", LINES),
    ],
)
def test_a_stranger_does_not_find_an_order(
    strange_shop: Caller, number: str, operator: Scope, method: str, path: str, body: Any
) -> None:
    before = count_everything(operator)
    answer = send(strange_shop, method, path.format(number=number), body)
    assert (answer.status, answer.code) == (404, "order_not_found")
    assert count_everything(operator) == before


def test_a_stranger_sees_no_orders_skus_or_stock(strange_shop: Caller, number: str) -> None:
    assert strange_shop.get("/orders").body["items"] == []
    assert strange_shop.get("/skus").body["items"] == []
    assert strange_shop.get("/availability", sku="MUG").body == []
    assert strange_shop.get("/skus/MUG").status == 404
    for path in ("/orders", "/skus"):
        assert strange_shop.get(path, merchant="ACME").status == 404
    assert strange_shop.get("/availability", sku="MUG", merchant="ACME").status == 404
    assert strange_shop.post("/availability", {"skus": ["MUG"], "merchant": "ACME"}).status == 404


def test_a_stranger_gives_back_no_cart(shop: Caller, strange_shop: Caller, number: str) -> None:
    cart = {"reference": "c", "lines": [{"sku": "MUG", "site": "LEEDS", "quantity": 2}]}
    hold_id = shop.post("/holds", cart).body["id"]
    assert strange_shop.delete(f"/holds/{hold_id}").status == 404
    assert strange_shop.post("/holds", cart).paths == ["lines.0.sku"]
    assert shop.delete(f"/holds/{hold_id}").status == 204
    assert shop.delete(f"/holds/{hold_id}").status == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/stock/receipts", RECEIPT),
        ("POST", "/stock/moves", {"balance_id": 1, "quantity": 1, "site": "LEEDS", "to_location": "DOCK"}),
        ("POST", "/stock/adjustments", {"site": "LEEDS", "document": "x", "adjustments": []}),
        ("GET", "/stock/movements?sku=MUG", None),
        ("GET", "/sites/LEEDS/locations", None),
        ("POST", "/sites/LEEDS/locations:batch", {"locations": []}),
        ("GET", "/sites/LEEDS/locations/A-01-01/contents", None),
        ("PUT", "/sites/LEEDS", {}),
        ("GET", "/fulfillments", None),
        ("POST", "/waves:preview", {"site": "LEEDS"}),
        ("POST", "/waves", {"site": "LEEDS"}),
        ("GET", "/waves", None),
        ("GET", "/waves/W-1", None),
        ("POST", "/waves/W-1/unrelease", None),
        ("POST", "/waves/W-1/batches", {"max_totes": 1}),
        ("GET", "/batches", None),
        ("GET", "/batches/B-1/stops", None),
        ("POST", "/batches/B-1/claim", {"picker": str(NOBODY)}),
        ("POST", "/batches/B-1/return", None),
        ("POST", "/picks", {"scans": []}),
        ("POST", "/packs", {"packs": []}),
        ("POST", "/dispatches", {"shipments": []}),
        ("POST", f"/manifests/{NOBODY}/close", None),
    ],
)
def test_the_floor_does_not_exist_for_a_merchants_key(
    shop: Caller, number: str, operator: Scope, method: str, path: str, body: Any
) -> None:
    before = count_everything(operator)
    answer = send(shop, method, path, body)
    assert (answer.status, answer.code) == (404, "not_found")
    assert count_everything(operator) == before


def test_what_does_not_exist_is_not_found(operation: Caller, acme: Merchant, leeds: Place) -> None:
    for method, path, body in [
        ("GET", "/orders/SO-0", None),
        ("GET", "/orders?merchant=NOBODY", None),
        ("GET", "/orders?site=NOWHERE", None),
        ("GET", "/skus/NONE?merchant=ACME", None),
        ("GET", "/sites/NOWHERE/locations", None),
        ("GET", "/sites/LEEDS/locations/NONE/contents", None),
        ("GET", "/waves/W-0", None),
        ("GET", "/batches/B-0/stops", None),
        ("POST", "/waves/W-0/unrelease", None),
        ("POST", "/waves/W-0/batches", {"max_totes": 1}),
        ("POST", "/batches/B-0/return", None),
        ("POST", "/waves", {"site": "NOWHERE"}),
        ("POST", "/picks", {"scans": [{"task_id": 1, "quantity": 1, "device": "d", "client_id": "1"}]}),
        ("POST", "/packs", {"packs": [{"fulfillment": str(NOBODY)}]}),
        ("POST", f"/manifests/{NOBODY}/close", None),
        ("DELETE", f"/holds/{NOBODY}", None),
    ]:
        assert send(operation, method, path, body).status == 404, path


def send(caller: Caller, method: str, path: str, body: Any) -> Answer:
    if method == "GET":
        return caller.get(path)
    return {"POST": caller.post, "PATCH": caller.patch, "PUT": caller.put}.get(
        method, lambda path, _body: caller.delete(path)
    )(path, body)
