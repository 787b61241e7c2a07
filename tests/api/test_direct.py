"""A plain order is answered without Django and ninja, in the same words; any other goes through them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import orjson
import pytest

from packhaus.access.models import Merchant
from packhaus.access.types import KeyScope
from packhaus.api import throttle
from packhaus.api.direct import read_order
from packhaus.catalog.models import Sku
from tests.api.bodies import make_order
from tests.api.conftest import BASE, Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock

ORDINARY = "/orders?ordinary=1"


@pytest.fixture(autouse=True)
def _stocked(stock: PutStock, mug: Sku, leeds: Place) -> None:
    stock(mug, leeds, 10, backorder_limit=5)


@pytest.fixture
def known(shop: Caller) -> Caller:
    """A shop whose key this process has seen."""
    assert shop.get("/orders").status == 200
    return shop


def make_environ(caller: Caller, body: bytes, **others: Any) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"{BASE}/orders",
        "QUERY_STRING": "",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {caller.token}",
        "wsgi.input": BytesIO(body),
        **others,
    }


def test_a_plain_order_of_a_known_key_is_taken_directly(known: Caller) -> None:
    found = read_order(make_environ(known, orjson.dumps(make_order(("MUG", 1)))))
    assert found is not None
    assert [line.sku for line in found.order.lines] == ["MUG"]


def test_both_ways_answer_alike(known: Caller) -> None:
    direct = known.post("/orders", make_order(("MUG", 1), number="D-1"))
    ordinary = known.post(ORDINARY, make_order(("MUG", 1), number="O-1"))
    assert (direct.status, ordinary.status) == (201, 201)
    assert direct.body.keys() == ordinary.body.keys()
    assert direct.body["lines"] == ordinary.body["lines"]
    assert direct.headers.keys() == ordinary.headers.keys()
    again = known.post("/orders", make_order(("MUG", 1), number="D-1"))
    assert (again.status, again.body["is_repeat"]) == (200, True)


@pytest.mark.parametrize(
    "order",
    [
        make_order(("NONE", 1), ("MUG", 1)),
        {**make_order(("MUG", 1)), "currency": "€"},
        make_order(("MUG", 1), placed_at="yesterday"),
        make_order(("MUG", -1)),
        [],
    ],
)
def test_both_ways_refuse_in_the_same_words(known: Caller, order: Any) -> None:
    direct, ordinary = known.post("/orders", order), known.post(ORDINARY, order)
    assert direct.status == 422
    assert (direct.status, direct.body, direct.headers) == (
        ordinary.status,
        ordinary.body,
        ordinary.headers,
    )


@pytest.mark.parametrize(
    "oddity",
    [
        {"HTTP_IDEMPOTENCY_KEY": "k-1"},
        {"QUERY_STRING": "x=1"},
        {"CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": str(1024 * 1024)},
        {"HTTP_AUTHORIZATION": "Bearer ph_unknown"},
        {"HTTP_AUTHORIZATION": "Bearer " + "x" * 200},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"REQUEST_METHOD": "GET"},
        {"PATH_INFO": f"{BASE}/orders/"},
    ],
)
def test_what_is_odd_is_left_as_it_came(known: Caller, oddity: dict[str, str]) -> None:
    body = orjson.dumps(make_order(("MUG", 1)))
    environ = make_environ(known, body, **oddity)
    assert read_order(environ) is None
    assert environ["wsgi.input"].read() == body


def test_a_body_that_is_refused_can_be_read_again(known: Caller) -> None:
    environ = make_environ(known, b'{"channel": ')
    assert read_order(environ) is None
    assert environ["wsgi.input"].read() == b'{"channel": '
    assert known.send("POST", "/orders", b'{"channel": ').code == "malformed"


def test_a_key_without_the_scope_is_told_so(make_caller: Callable[..., Caller], acme: Merchant) -> None:
    reader = make_caller(acme.id, KeyScope.ORDERS_READ.value)
    assert reader.get("/orders").status == 200
    refused = reader.post("/orders", make_order(("MUG", 1)))
    assert (refused.status, refused.code) == (403, "scope_missing")


def test_each_call_takes_one_token(
    make_caller: Callable[..., Caller], acme: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "RATE_PER_SECOND", 0.001)
    monkeypatch.setattr(throttle, "BURST", 3.0)
    shop = make_caller(acme.id, KeyScope.ORDERS_WRITE.value)
    statuses = [
        shop.post("/orders", make_order(("MUG", 1), number=f"n-{number}")).status for number in range(4)
    ]
    assert statuses == [201, 201, 201, 429]


def test_an_operator_names_the_merchant(operation: Caller, acme: Merchant) -> None:
    assert operation.get("/orders").status == 200
    nobody, stranger, ours = (
        operation.post("/orders", make_order(("MUG", 1), **named))
        for named in ({}, {"merchant": "NOBODY"}, {"merchant": acme.code})
    )
    assert (nobody.status, nobody.paths) == (422, ["merchant"])
    assert stranger.status == 404
    assert ours.status == 201
