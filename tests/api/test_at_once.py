"""The same request from two connections at the same moment."""

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.orders.models import Order
from tests.api.bodies import make_order
from tests.api.conftest import Answer, Caller
from tests.concurrency.threads import run_at_once
from tests.harness.cast import Place
from tests.harness.stock import PutStock

pytestmark = pytest.mark.usefixtures("committed")


def test_one_idempotency_key_at_once_takes_one_effect(
    shop: Caller, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 100)
    cart = {"reference": "c", "lines": [{"sku": "MUG", "site": "LEEDS", "quantity": 8}]}

    def send() -> Answer:
        return shop.post("/holds", cart, Idempotency_Key="k")

    answers = [answer for answer in run_at_once(*[send] * 6) if isinstance(answer, Answer)]
    taken = {answer.body["id"] for answer in answers if answer.status == 201}
    busy = [answer for answer in answers if answer.status != 201]
    assert len(taken) == 1
    assert all((answer.status, answer.code) == (409, "request_in_flight") for answer in busy)
    assert all(answer.headers["retry-after"] == "1" for answer in busy)
    assert shop.get("/availability", sku="MUG").body[0]["held"] == 8


def test_one_idempotency_key_at_once_with_two_bodies_takes_effect_for_one_of_them(
    shop: Caller, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 100)

    def send(units: int) -> Answer:
        lines = [{"sku": "MUG", "site": "LEEDS", "quantity": units}]
        return shop.post("/holds", {"reference": f"c{units}", "lines": lines}, Idempotency_Key="k")

    wanted = [3, 5] * 3
    answers = run_at_once(*(lambda units=units: send(units) for units in wanted))
    told = [
        (units, answer)
        for units, answer in zip(wanted, answers, strict=True)
        if isinstance(answer, Answer) and answer.status == 201
    ]
    refused = {answer.code for answer in answers if isinstance(answer, Answer) and answer.status != 201}
    winner = told[0][0]
    assert {units for units, _ in told} == {winner}
    assert len({answer.body["id"] for _, answer in told}) == 1
    assert refused <= {"request_in_flight", "idempotency_key_reused"}
    assert (send(8 - winner).status, send(8 - winner).code) == (422, "idempotency_key_reused")
    assert send(winner).body["id"] == told[0][1].body["id"]
    assert shop.get("/availability", sku="MUG").body[0]["held"] == winner


def test_one_order_at_once_is_taken_once(
    shop: Caller, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 100)

    def send() -> Answer:
        return shop.post("/orders", make_order(("MUG", 3)))

    answers = [answer for answer in run_at_once(*[send] * 6) if isinstance(answer, Answer)]
    assert sorted(answer.status for answer in answers) == [200, 200, 200, 200, 200, 201]
    assert len({answer.body["number"] for answer in answers}) == 1
    with transaction(acme_scope):
        assert Order.objects.count() == 1
