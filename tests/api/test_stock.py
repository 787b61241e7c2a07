from collections.abc import Callable

from packhaus.access.models import Merchant
from packhaus.catalog.models import Sku
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock


def test_availability_is_answered_in_the_order_asked(
    shop: Caller, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, berlin: Place
) -> None:
    stock(mug, leeds, 10)
    stock(mug, berlin, 5)
    shop.post("/orders", make_order(("MUG", 3)))
    answer = shop.post("/availability", {"skus": ["LAMP", "NONE", "MUG"]})
    assert [(one["sku"], one["available"], one["on_hand"], one["promised"]) for one in answer.body] == [
        ("LAMP", 0, 0, 0),
        ("MUG", 12, 15, 3),
    ]
    (one,) = shop.get("/availability", sku="MUG", site="BERLIN").body
    assert (one["available"], one["on_hand"]) == (5, 5)
    assert shop.get("/availability", sku="MUG", site="NOWHERE").status == 422
    assert shop.post("/availability", {"skus": ["MUG"] * 1001}).status == 422
    assert shop.get("/availability").status == 422


def test_a_kit_can_be_sold_as_often_as_its_scarcest_part_allows_at_one_site(
    shop: Caller, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, berlin: Place
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 2)
    stock(mug, berlin, 100)
    parts = [{"sku": "MUG", "quantity": 4}, {"sku": "LAMP", "quantity": 1}]
    assert shop.put("/skus/SET", {"name": "Set", "kind": "kit", "components": parts}).status == 204
    answer = shop.post("/availability", {"skus": ["SET", "MUG"]})
    assert [(one["sku"], one["available"]) for one in answer.body] == [("SET", 2), ("MUG", 110)]


def test_a_cart_holds_all_or_nothing(shop: Caller, stock: PutStock, mug: Sku, leeds: Place) -> None:
    stock(mug, leeds, 10)
    cart = {"reference": "c", "lines": [{"sku": "MUG", "site": "LEEDS", "quantity": 8}]}
    first = shop.post("/holds", cart, Idempotency_Key="k")
    again = shop.post("/holds", cart, Idempotency_Key="k")
    assert (first.status, again.body) == (201, first.body)
    assert shop.get("/availability", sku="MUG").body[0]["available"] == 2
    short = shop.post("/holds", cart)
    assert (short.status, short.code) == (409, "not_free")
    assert shop.delete(f"/holds/{first.body['id']}").status == 204
    assert shop.get("/availability", sku="MUG").body[0]["available"] == 10


def test_stock_is_received_moved_and_corrected(
    operation: Caller, acme: Merchant, mug: Sku, leeds: Place, check_clean: Callable[[], None]
) -> None:
    receipt = {
        "site": "LEEDS",
        "document": "R-1",
        "merchant": "ACME",
        "lines": [{"sku": "MUG", "location": "RECEIVING", "quantity": 12, "lot": "L-1", "expires_on": "2028-01-01"}],
    }  # fmt: skip
    for _ in range(2):
        assert operation.post("/stock/receipts", receipt, Idempotency_Key="k").status == 204
    (held,) = operation.get("/sites/LEEDS/locations/RECEIVING/contents").body
    assert (held["on_hand"], held["lot_code"]) == (12, "L-1")
    move = {"balance_id": held["id"], "quantity": 12, "site": "LEEDS", "to_location": "A-01-01"}
    assert operation.post("/stock/moves", move).status == 204
    assert operation.post("/stock/moves", move).status in {404, 409}
    loss = {
        "site": "LEEDS",
        "document": "C-1",
        "merchant": "ACME",
        "adjustments": [{"sku": "MUG", "location": "A-01-01", "quantity": -2, "reason": "damage"}],
    }
    assert operation.post("/stock/adjustments", loss).status == 204
    entries = operation.get("/stock/movements", sku="MUG", merchant="ACME").body["items"]
    assert [(entry["reason"], entry["quantity"]) for entry in entries] == [
        ("damage", 2),
        ("move", 12),
        ("receipt", 12),
    ]
    assert operation.get("/stock/movements").status == 422
    check_clean()


def test_unknown_skus_and_locations_of_a_receipt_are_named_at_once(
    operation: Caller, acme: Merchant, mug: Sku, leeds: Place
) -> None:
    receipt = {
        "site": "LEEDS",
        "document": "R-1",
        "merchant": "ACME",
        "lines": [
            {"sku": "MUG", "location": "NONE", "quantity": 1},
            {"sku": "MUG", "location": "A-01-01", "quantity": 1},
        ],
    }
    answer = operation.post("/stock/receipts", receipt)
    assert (answer.status, answer.paths) == (422, ["lines.0.location"])


def test_sites_and_locations_are_saved_and_listed(operation: Caller, shop: Caller, leeds: Place) -> None:
    site = {
        "name": "Hamburg",
        "timezone": "Europe/Berlin",
        "country": "DE",
        "latitude": 53.55,
        "longitude": 10.0,
        "cut_offs": [{"carrier": "dhl", "at": "16:30"}],
    }
    assert operation.put("/sites/HAM", site).status == 204
    assert operation.put("/sites/HAM", site | {"timezone": "Moon"}).paths == ["timezone"]
    spots = {"locations": [{"code": "B-01", "kind": "pick_face"}]}
    assert list(operation.post("/sites/HAM/locations:batch", spots).body)
    (spot,) = operation.get("/sites/HAM/locations", text="B-01").body["items"]
    assert (spot["code"], spot["kind"]) == ("B-01", "pick_face")
    assert "LEEDS" in {site["code"] for site in shop.get("/sites").body}


def test_the_catalog_is_saved_and_read(shop: Caller) -> None:
    tea = {"code": "TEA", "name": "Tea", "weight_grams": 120, "barcodes": ["4006381333931"]}
    assert list(shop.post("/skus:batch", {"skus": [tea, {"code": "POT", "name": "Pot"}]}).body) == [
        "TEA",
        "POT",
    ]
    assert shop.get("/skus/TEA").body["barcodes"] == ["4006381333931"]
    assert [sku["code"] for sku in shop.get("/skus", text="4006381333931").body["items"]] == ["TEA"]
    wrong = shop.post("/skus:batch", {"skus": [tea | {"barcodes": ["4006381333930"]}]})
    assert (wrong.status, wrong.body["errors"][0]["code"]) == (422, "check_digit")
    assert shop.put("/skus/TEA", {"name": "Tea", "kind": "fee"}).paths == ["skus.0.kind"]
