"""Purchase orders are placed by a merchant's program; a stranger's finds none of them."""

from typing import Any

import pytest

from packhaus.catalog.models import Sku
from tests.api.conftest import Caller
from tests.harness.cast import Place


def order(**changes: Any) -> dict[str, Any]:
    usual = {
        "number": "PO-9", "site": "LEEDS", "supplier": "POTTERY", "supplier_name": "Pottery Ltd",
        "lines": [{"sku": "MUG", "quantity": 60, "expected_on": "2036-11-05"}],
    }  # fmt: skip
    return usual | changes


@pytest.fixture
def shelves(leeds: Place, mug: Sku, beta_mug: Sku, check_clean: object) -> None:
    """A site and an item of each merchant."""


def test_an_order_is_placed_announced_changed_and_cut(shelves: None, shop: Caller) -> None:
    assert shop.post("/purchase-orders", order()).status == 201
    assert shop.post("/purchase-orders", order()).status == 200
    assert shop.post("/purchase-orders", order(supplier="OTHER")).code == "purchase_number_taken"
    asn = {
        "number": "ASN-1", "site": "LEEDS", "expected_on": "2036-11-05", "order": "PO-9",
        "lines": [{"sku": "MUG", "quantity": 20}],
    }  # fmt: skip
    shop.post("/asns", asn)
    [line] = shop.get("/purchase-orders/PO-9").body["lines"]
    assert (line["ordered"], line["announced"], line["open_units"]) == (60, 20, 40)
    assert [one["number"] for one in shop.get("/purchase-orders", unannounced=True).body["items"]] == ["PO-9"]
    wrong = order(lines=[{"sku": "NONE", "quantity": 1, "expected_on": "2036-11-05", "packaging": "case"}])
    del wrong["number"]
    assert shop.put("/purchase-orders/PO-9", wrong).paths == ["lines.0.sku"]
    cut = shop.post("/purchase-orders/PO-9/cancel-rest", {}).body
    assert (cut["header"]["cancelled"], cut["header"]["open_units"]) == (40, 0)


def test_a_stranger_neither_sees_nor_changes_an_order(
    shelves: None, shop: Caller, strange_shop: Caller, operation: Caller
) -> None:
    shop.post("/purchase-orders", order())
    changed = {key: value for key, value in order().items() if key != "number"}
    for answer in (
        strange_shop.get("/purchase-orders/PO-9"),
        strange_shop.post("/purchase-orders/PO-9/cancel-rest", {}),
        strange_shop.put("/purchase-orders/PO-9", changed),
        strange_shop.get("/purchase-orders", merchant="ACME"),
        strange_shop.post("/purchase-orders", order(merchant="ACME")),
    ):
        assert answer.status == 404
    assert strange_shop.get("/purchase-orders").body["items"] == []
    assert strange_shop.post("/purchase-orders", order()).status == 201
    assert len(operation.get("/purchase-orders").body["items"]) == 2
