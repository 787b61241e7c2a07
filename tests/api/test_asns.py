"""Deliveries are announced by a merchant's program; a stranger's finds none of them."""

from typing import Any

import pytest

from packhaus.catalog.models import Sku
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.inbound.conftest import count_inbound


def asn(**changes: Any) -> dict[str, Any]:
    usual = {
        "number": "ASN-77",
        "site": "LEEDS",
        "expected_on": "2026-11-05",
        "supplier": "POTTERY",
        "supplier_name": "Pottery Ltd",
        "order": "PO-9",
        "carrier": "DHL",
        "lines": [{"sku": "MUG", "quantity": 60, "unit": "LPN-1", "unit_kind": "pallet"}],
    }
    return usual | changes


@pytest.fixture
def shelves(leeds: Place, mug: Sku, beta_mug: Sku, check_clean: object) -> None:
    """A site and an item of each merchant."""


def test_a_delivery_is_announced_changed_and_cancelled(shelves: None, shop: Caller, mug: Sku) -> None:
    told = shop.post("/asns", asn())
    assert told.status == 201
    assert told.body["header"]["supplier_name"] == "Pottery Ltd"
    assert told.body["lines"][0]["unit_code"] == "LPN-1"
    assert shop.post("/asns", asn()).status == 200
    assert shop.post("/asns", asn(order="PO-10")).code == "asn_number_taken"
    changed = {key: value for key, value in asn(expected_on="2026-11-09").items() if key != "number"}
    assert shop.put("/asns/ASN-77", changed).body["header"]["expected_on"] == "2026-11-09"
    assert shop.post("/asns/ASN-77/expect", {}).body["header"]["status"] == "arriving"
    assert [row["number"] for row in shop.get("/asns", status="arriving").body["items"]] == ["ASN-77"]
    assert count_inbound(mug) == 60
    assert shop.post("/asns/ASN-77/cancel", {}).body["header"]["status"] == "cancelled"
    assert count_inbound(mug) == 0
    assert shop.post("/asns/ASN-77/cancel", {}).code == "illegal_transition"
    assert shop.put("/asns/ASN-77", changed).code == "asn_under_way"


def test_what_is_wrong_is_named_as_the_caller_named_it(shelves: None, shop: Caller) -> None:
    lines = [{"sku": "NONE", "quantity": 1}, {"sku": "MUG", "quantity": 1}, {"sku": "MUG", "quantity": 2}]
    assert shop.post("/asns", asn(lines=lines)).paths == ["lines.0.sku", "lines.2.sku"]
    assert shop.post("/asns", asn(site="NOWHERE")).status == 404
    assert shop.get("/asns/ASN-77").code == "asn_not_found"


def test_a_stranger_neither_sees_nor_changes_a_delivery(
    shelves: None, shop: Caller, strange_shop: Caller, mug: Sku, operation: Caller
) -> None:
    shop.post("/asns", asn())
    assert strange_shop.get("/asns").body["items"] == []
    changed = {key: value for key, value in asn().items() if key != "number"}
    for answer in (
        strange_shop.get("/asns/ASN-77"),
        strange_shop.post("/asns/ASN-77/cancel", {}),
        strange_shop.post("/asns/ASN-77/expect", {}),
        strange_shop.put("/asns/ASN-77", changed),
        strange_shop.get("/asns", merchant="ACME"),
        strange_shop.post("/asns", asn(merchant="ACME")),
    ):
        assert answer.status == 404
    assert strange_shop.post("/asns", asn()).status == 201
    assert count_inbound(mug) == 60
    assert len(operation.get("/asns").body["items"]) == 2
    assert operation.get("/asns/ASN-77", merchant="BETA").body["header"]["merchant_code"] == "BETA"


def test_a_program_of_the_floor_receives_takes_back_and_closes(
    shelves: None, shop: Caller, operation: Caller, mug: Sku
) -> None:
    shop.post("/asns", asn())
    entries = {"merchant": "ACME", "entries": [{"client_id": "1", "sku": "MUG", "quantity": 58}]}
    assert shop.post("/asns/ASN-77/receipts", entries).status == 404
    [booked] = operation.post("/asns/ASN-77/receipts", entries).body
    assert operation.post("/asns/ASN-77/receipts", entries).body == [booked | {"is_new": False}]
    assert operation.post(f"/receipts/{booked['id']}/roll-back").status == 204
    more = [{"client_id": "2", "sku": "MUG", "quantity": 3, "damage_reason": "wet"}]
    operation.post("/asns/ASN-77/receipts", entries | {"entries": more})
    listed = operation.get("/asns/ASN-77/receipts", merchant="ACME").body
    assert [(row["quantity"], row["damage_reason"]) for row in listed] == [(3, "wet"), (58, "")]
    assert operation.post("/asns/ASN-77/close", {"merchant": "ACME"}).status == 422
    line = operation.get("/asns/ASN-77", merchant="ACME").body["lines"][0]
    differences = {"merchant": "ACME", "differences": [{"line": line["id"], "reason": "lost"}]}
    assert operation.post("/asns/ASN-77/close", differences).body["header"]["status"] == "closed"
    blind = {"number": "TRUCK-9", "site": "LEEDS", "merchant": "ACME"}
    assert operation.post("/asns:unannounced", blind).body["header"]["is_announced"] is False
    assert count_inbound(mug) == 0
