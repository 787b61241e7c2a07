"""Quality checks by API: rules, samples, decisions; only for the operator's own programs."""

from packhaus.catalog.models import Sku
from packhaus.kernel.ids import new_id
from tests.api.conftest import Caller
from tests.api.test_asns import asn, shelves

__all__ = ["shelves"]


def test_a_program_checks_and_decides(
    shelves: None, shop: Caller, strange_shop: Caller, operation: Caller, mug: Sku
) -> None:
    acme = {"merchant": "ACME"}
    assert operation.put("/quality-rules", {"level": "II", "aql": "1.0", **acme}).status == 204
    assert operation.put("/quality-rules", {"level": "II", "aql": "3", **acme}).status == 422
    [rule] = operation.get("/quality-rules", **acme).body
    assert (rule["sku_code"], rule["level"], rule["is_active"]) == ("", "II", True)
    shop.post("/asns", asn())
    entries = [{"client_id": "1", "quantity": 60, "sku": "MUG"}]
    operation.post("/asns/ASN-77/receipts", {"entries": entries, **acme})
    [check] = operation.get("/quality-checks", status="open", sku="MUG", **acme).body["items"]
    [seen] = shop.get("/quality-checks").body["items"]
    assert (check["location_code"], seen["location_code"], seen["quantity"]) == ("RECEIVING", "", 60)
    assert strange_shop.get("/quality-checks").body["items"] == []
    url = f"/quality-checks/{check['id']}/samples"
    assert operation.post(url, {"client_id": "s-1", "checked": 61}).paths == ["checked"]
    sample = {"client_id": "s-2", "checked": 3, "defective": 1, "defect_reason": "function"}
    assert operation.post(url, sample).body["status"] == "rejected"
    assert operation.post(url, sample).body["checked"] == 3
    assert operation.post(url, sample | {"client_id": "s-3"}).code == "check_decided"
    settled = {"checks": [check["id"]], "outcome": "returned", "ground": "supplier"}
    assert operation.post("/quality-checks:settle", settled).status == 204
    assert operation.post("/quality-checks:settle", settled).code == "illegal_transition"
    unknown = settled | {"checks": [str(new_id())]}
    assert operation.post("/quality-checks:settle", unknown).code == "check_not_found"


def test_a_shop_neither_checks_nor_decides(shelves: None, shop: Caller) -> None:
    assert shop.get("/quality-checks").body["items"] == []
    assert shop.put("/quality-rules", {"level": "II", "aql": "1.0"}).status == 404
    assert shop.post(f"/quality-checks/{new_id()}/samples", {"client_id": "1", "checked": 1}).status == 404
    settled = {"checks": [str(new_id())], "outcome": "released", "ground": "other"}
    assert shop.post("/quality-checks:settle", settled).status == 404
