import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.orders.models import Order
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock


@pytest.fixture
def number(shop: Caller, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place) -> str:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 5)
    return str(shop.post("/orders", make_order(("MUG", 3), ("LAMP", 1))).body["number"])


def test_units_of_a_line_are_cancelled_at_once_before_release(shop: Caller, number: str) -> None:
    wish = {"lines": [{"position": 1, "quantity": 2}]}
    answer = shop.post(f"/orders/{number}/cancel", wish, Idempotency_Key="k")
    assert answer.body == {"cancelled": 2, "requested": 0, "too_late": 0}
    again = shop.post(f"/orders/{number}/cancel", wish, Idempotency_Key="k")
    assert again.body == answer.body
    lines = shop.get(f"/orders/{number}").body["lines"]
    assert [(line["promised"], line["cancelled"]) for line in lines] == [(1, 2), (1, 0)]


def test_a_whole_order_is_cancelled_once(shop: Caller, number: str) -> None:
    assert shop.post(f"/orders/{number}/cancel", {}).body["cancelled"] == 4
    assert shop.get(f"/orders/{number}").body["header"]["stage"] == "cancelled"
    again = shop.post(f"/orders/{number}/cancel", {})
    assert (again.status, again.code) == (409, "not_cancellable")


def test_an_unknown_line_is_not_cancelled(shop: Caller, number: str) -> None:
    answer = shop.post(f"/orders/{number}/cancel", {"lines": [{"position": 9}]})
    assert (answer.status, answer.paths) == (422, ["lines.0.position"])


def test_an_order_is_held_and_let_go(shop: Caller, number: str) -> None:
    told = [
        shop.post(f"/orders/{number}/{verb}", {"reason": "fraud"}).body["changed"]
        for verb in ("hold", "hold", "unhold", "unhold")
    ]
    assert told == [True, False, True, False]
    assert shop.post(f"/orders/{number}/hold", {"reason": "mood"}).status == 422


def test_the_recipient_changes_before_release(shop: Caller, number: str) -> None:
    order = make_order()
    address = order["address"] | {"city": "York", "postal_code": "YO1 7HH"}
    assert (
        shop.patch(f"/orders/{number}/recipient", {"contact": order["contact"], "address": address}).status
        == 204
    )
    assert shop.get(f"/orders/{number}").body["header"]["city"] == "York"
    bad = shop.patch(
        f"/orders/{number}/recipient",
        {"contact": order["contact"], "address": address | {"postal_code": "1"}},
    )
    assert (bad.status, bad.paths) == (422, ["address.postal_code"])


def test_lines_join_an_open_order(shop: Caller, number: str) -> None:
    more = {"lines": [{"sku": "MUG", "quantity": 2, "unit_price_minor": 250}]}
    answer = shop.patch(f"/orders/{number}/lines", more)
    assert answer.status == 200
    assert [line["sku_code"] for line in answer.body["lines"]] == ["MUG", "LAMP", "MUG"]


def test_the_list_is_filtered_and_paged_by_key(shop: Caller, number: str) -> None:
    shop.post("/orders", make_order(("MUG", 1), number="A-2"))
    first = shop.get("/orders", limit=1).body
    second = shop.get("/orders", limit=1, after=first["next"]).body
    assert first["items"][0]["number"] != second["items"][0]["number"]
    assert (first["total"], second["next"], bool(second["previous"])) == (2, "", True)
    assert [row["number"] for row in shop.get("/orders", sku="LAMP").body["items"]] == [number]
    assert shop.get("/orders", stage="shipped").body["items"] == []
    assert shop.get("/orders", stage="nowhere").status == 422
    assert shop.get("/orders", after="x" * 300).status == 200


def test_one_number_of_two_merchants_is_refused_until_the_merchant_is_named(
    shop: Caller,
    strange_shop: Caller,
    operation: Caller,
    number: str,
    beta_mug: Sku,
    leeds: Place,
    stock: PutStock,
) -> None:
    stock(beta_mug, leeds, 5)
    theirs = strange_shop.post("/orders", make_order(("MUG", 1))).body["number"]
    with transaction(Scope.operator()):
        Order.objects.filter(number=theirs).update(number=number)
    refused = operation.get(f"/orders/{number}")
    assert (refused.status, refused.code) == (409, "several_orders")
    assert refused.body["data"] == {"number": number, "merchants": ["ACME", "BETA"]}
    assert operation.get(f"/orders/{number}", merchant="BETA").body["header"]["merchant_code"] == "BETA"
    assert operation.get(f"/orders/{number}/parcels").status == 409
    assert operation.post(f"/orders/{number}/hold", {"reason": "fraud"}).status == 409
    assert operation.post(f"/orders/{number}/hold?merchant=BETA", {"reason": "fraud"}).status == 200
    assert operation.post(f"/orders/{number}/cancel", {}).status == 409
    url = f"/orders/{number}/cancel?merchant="
    assert operation.post(f"{url}ACME", {}, Idempotency_Key="k").body["cancelled"] == 4
    # The same key with another merchant is another request.
    assert operation.post(f"{url}BETA", {}, Idempotency_Key="k").status == 422
    assert operation.post(f"{url}BETA", {}).body["cancelled"] == 1
    assert shop.get(f"/orders/{number}").body["header"]["is_held"] is False
    assert shop.get(f"/orders/{number}", merchant="BETA").status == 404


def test_tags_are_put_on_and_taken_off_after_intake(shop: Caller, number: str) -> None:
    url = f"/orders/{number}/tags"
    assert shop.patch(url, {"add": ["gift", "vip", "gift"]}).body == {"tags": ["gift", "vip"]}
    assert shop.patch(url, {"add": ["gift", "late"], "remove": ["vip", "unknown"]}).body == {
        "tags": ["gift", "late"]
    }
    assert shop.patch(url, {"add": ["gift"], "remove": ["vip"]}).body == {"tags": ["gift", "late"]}
    assert [row["number"] for row in shop.get("/orders", tag="late").body["items"]] == [number]
    with transaction(Scope.operator()):
        told = rows.fetch_tuples(
            "SELECT kind, data ->> 'tag' FROM journal_entry WHERE kind LIKE 'order_%%tagged' ORDER BY id"
        )
    assert told == [
        ("order_tagged", "gift"),
        ("order_tagged", "vip"),
        ("order_untagged", "vip"),
        ("order_tagged", "late"),
    ]


def test_what_is_no_tag_is_refused_and_nothing_changes(
    shop: Caller, strange_shop: Caller, number: str
) -> None:
    url = f"/orders/{number}/tags"
    bad = shop.patch(url, {"add": ["fine", "Anna Schmidt"], "remove": []})
    assert (bad.status, bad.paths) == (422, ["add.1"])
    assert shop.patch(url, {"add": [f"t{n}" for n in range(20)]}).status == 200
    many = shop.patch(url, {"add": ["one-more"]})
    assert (many.status, many.paths) == (422, ["add"])
    assert shop.patch(url, {"add": ["one-more"], "remove": ["t0"]}).status == 200
    assert strange_shop.patch(url, {"remove": ["t1"]}).status == 404
    assert len(shop.patch(url, {}).body["tags"]) == 20
