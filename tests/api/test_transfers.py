"""Programs move goods between sites, and write down with whom merchants are registered."""

from base64 import b64encode
from typing import Any

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku, SkuCompliance
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.transfers.conftest import count_stock


def transfer(**changes: Any) -> dict[str, Any]:
    usual = {
        "number": "TR-7", "from_site": "LEEDS", "to_site": "BERLIN", "expected_on": "2026-12-01",
        "lines": [{"sku": "MUG", "quantity": 6}], "merchant": "ACME",
    }  # fmt: skip
    return usual | changes


@pytest.fixture
def shelves(leeds: Place, berlin: Place, mug: Sku, stock: PutStock) -> None:
    stock(mug, leeds, 10)


def test_a_transfer_goes_from_draft_to_the_other_site(
    shelves: None, operation: Caller, mug: Sku, berlin: Place
) -> None:
    made = operation.post("/transfers", transfer())
    assert made.status == 201
    assert operation.post("/transfers", transfer()).status == 200
    assert operation.post("/transfers", transfer(to_site="LEEDS", number="TR-8")).status == 422
    own = {"merchant": "ACME"}
    released = operation.post("/transfers/TR-7/release", own).body
    assert (released["header"]["status"], released["bins"][0]["location_code"]) == ("released", "A-01-01")
    pick = own | {
        "client_id": "c-1",
        "line": released["lines"][0]["id"],
        "location": "A-01-01",
        "quantity": 6,
    }
    assert operation.post("/transfers/TR-7/picks", pick | {"location": "A-02-01"}).code == "not_at_location"
    assert operation.post("/transfers/TR-7/picks", pick).body["header"]["status"] == "picked"
    back = operation.post("/transfers/TR-7/picks/put-back", own | {"client_id": "c-1"})
    assert (back.body["header"]["status"], back.body["picks"]) == ("released", [])
    assert operation.post("/transfers/TR-7/picks/put-back", own | {"client_id": "c-1"}).status == 404
    operation.post("/transfers/TR-7/picks", pick | {"client_id": "c-2"})
    scanned = own | {"is_scanned": True}
    assert operation.post("/transfers/TR-7/ship", scanned).code == "transfer_not_loaded"
    assert operation.post("/transfers/TR-7/loads", own | {"sku": "LAMP"}).code == "not_for_transfer"
    assert operation.post("/transfers/TR-7/loads", own).status == 422
    assert operation.post("/transfers/TR-7/loads", own | {"sku": "MUG"}).body["picks"][0]["is_loaded"]
    assert operation.post("/transfers/TR-7/ship", scanned).body["header"]["status"] == "in_transit"
    assert count_stock(mug, berlin)["inbound"] == 6
    assert [row["in_transit"] for row in operation.get("/stock?site=BERLIN").body["items"]] == [6]
    assert [row["in_transit"] for row in operation.get("/stock?site=LEEDS").body["items"]] == [0]
    assert operation.post("/transfers/TR-7/cancel", own).code == "transfer_in_transit"
    turned = operation.post("/transfers/TR-7/cancel", own | {"decision": "turn_around"})
    assert turned.body["header"]["asn_number"] == "TR-7-BACK"
    listed = operation.get("/transfers?status=in_transit").body["items"]
    assert [row["number"] for row in listed] == ["TR-7"]


def test_a_stranger_finds_no_transfer(
    shelves: None, operation: Caller, shop: Caller, strange_shop: Caller
) -> None:
    operation.post("/transfers", transfer())
    assert shop.get("/transfers/TR-7").status == 200
    answer = strange_shop.get("/transfers/TR-7")
    assert (answer.status, answer.code) == (404, "transfer_not_found")
    assert strange_shop.get("/transfers").body["items"] == []


def test_registrations_are_written_listed_and_withdrawn(
    office: Caller, shop: Caller, strange_shop: Caller, acme: Merchant, mug: Sku, operator: Scope
) -> None:
    one = {"country": "DE", "scheme": "packaging_register", "number": "DE1", "valid_from": "2026-01-01"}
    body = {"merchant": "ACME", "registrations": [one]}
    [id_] = office.post("/registrations", body).body["ids"]
    assert office.post("/registrations", body).body["ids"] == []
    wrong = {"merchant": "ACME", "registrations": [one | {"scheme": "weee"}]}
    assert office.post("/registrations", wrong).status == 422
    assert [row["number"] for row in shop.get("/registrations").body["items"]] == ["DE1"]
    assert strange_shop.get("/registrations").body["items"] == []
    proof = {"media_type": "application/pdf", "content": b64encode(b"%PDF-1.7 proof").decode()}
    assert office.put(f"/registrations/{id_}/evidence", proof).status == 204
    assert shop.get(f"/registrations/{id_}/evidence").body == b"%PDF-1.7 proof"
    assert strange_shop.get(f"/registrations/{id_}/evidence").status == 404
    assert office.put(f"/registrations/{id_}/evidence", proof | {"content": "%"}).status == 422
    assert office.post(f"/registrations/{id_}/withdraw", {}).status == 204
    assert [row["status"] for row in shop.get("/registrations").body["items"]] == ["withdrawn"]
    items = {"merchant": "ACME", "items": [{"sku": "MUG", "brand": "Acme", "device_class": "5"}]}
    assert office.put("/compliance", items).status == 204
    with transaction(operator):
        assert SkuCompliance.objects.get().brand == "Acme"


def test_the_note_of_a_transfer_is_a_pdf_for_its_merchant_only(
    shelves: None, operation: Caller, shop: Caller, strange_shop: Caller
) -> None:
    operation.post("/transfers", transfer())
    assert operation.get("/transfers/TR-7/note", merchant="ACME", language="de").body.startswith(b"%PDF-")
    assert shop.get("/transfers/TR-7/note").status == 200
    assert strange_shop.get("/transfers/TR-7/note").status == 404


def test_laws_are_listed_written_and_switched(office: Caller, shop: Caller) -> None:
    law = {
        "country": "FR", "scheme": "weee", "activity": "store", "source": "A law, article 1", "starts_on": "2026-01-01",
    }  # fmt: skip
    assert office.put("/registration-laws", law).status == 204
    assert shop.put("/registration-laws", law | {"is_on": False}).status == 403
    assert office.put("/registration-laws", law | {"ends_on": "2025-01-01"}).status == 422
    assert office.put("/registration-laws", law | {"is_on": False}).status == 204
    found = {row["country"]: row["status"] for row in shop.get("/registration-laws").body}
    assert found["FR"] == "inactive"
