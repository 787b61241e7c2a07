import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.orders.models import Order
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock


@pytest.fixture(autouse=True)
def _stocked(stock: PutStock, mug: Sku, leeds: Place) -> None:
    stock(mug, leeds, 10)


def count_orders(scope: Scope) -> int:
    with transaction(scope):
        return Order.objects.count()


def test_each_order_of_a_batch_stands_for_itself(shop: Caller, acme_scope: Scope) -> None:
    shop.post("/orders", make_order(("MUG", 1), number="A-1"))
    orders = [
        make_order(("MUG", 1), number="A-1"),
        make_order(("MUG", 2), number="A-2"),
        make_order(("NONE", 1), number="A-3"),
        make_order(("MUG", 20), number="A-4", policy="fill_or_kill"),
        make_order(("MUG", 3), number="A-1", channel="market"),
    ]
    answer = shop.post("/orders:batch", {"orders": orders})
    assert answer.status == 200
    assert [answer.body[name] for name in ("placed", "repeated", "refused")] == [2, 1, 2]
    outcomes = answer.body["outcomes"]
    assert [(one["external_number"], one["status"]) for one in outcomes] == [
        ("A-1", 200), ("A-2", 201), ("A-3", 422), ("A-4", 422), ("A-1", 201),
    ]  # fmt: skip
    assert [error["code"] for one in outcomes for error in one["errors"]] == ["unknown_sku", "short"]
    assert count_orders(acme_scope) == 3


def test_a_batch_with_its_key_takes_one_effect(shop: Caller, acme_scope: Scope) -> None:
    orders = [make_order(("MUG", 2), number="A-1"), make_order(("NONE", 1), number="A-2")]
    first = shop.post("/orders:batch", {"orders": orders}, Idempotency_Key="k")
    again = shop.post("/orders:batch", {"orders": orders}, Idempotency_Key="k")
    assert [one["status"] for one in first.body["outcomes"]] == [201, 422]
    assert [one["status"] for one in again.body["outcomes"]] == [200, 422]
    assert again.body["outcomes"][1]["errors"][0]["code"] == "refused_before"
    assert shop.post("/orders:batch", {"orders": orders[:1]}, Idempotency_Key="k").status == 422
    assert count_orders(acme_scope) == 1


def test_a_malformed_batch_is_refused_whole(shop: Caller, acme_scope: Scope) -> None:
    orders = [make_order(("MUG", 1), number="A-1"), make_order(("MUG", 0), number="A-2")]
    answer = shop.post("/orders:batch", {"orders": orders})
    assert (answer.status, answer.paths) == (422, ["orders.1.lines.0.quantity"])
    assert shop.post("/orders:batch", {"orders": []}).status == 422
    assert shop.post("/orders:batch", {"orders": orders[:1] * 1001}).status == 422
    assert count_orders(acme_scope) == 0


def test_a_batch_above_eight_megabytes_is_refused(shop: Caller) -> None:
    assert shop.send("POST", "/orders:batch", b"[" * (8 * 1024 * 1024 + 1)).status == 413
