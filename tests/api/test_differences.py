"""Differences of deliveries by API: a merchant's program accepts or disputes, the operator's answers."""

from packhaus.catalog.models import Sku
from tests.api.conftest import Caller
from tests.api.test_asns import asn, shelves

__all__ = ["shelves"]


def test_programs_dispute_and_answer(
    shelves: None, shop: Caller, strange_shop: Caller, operation: Caller, mug: Sku
) -> None:
    acme = {"merchant": "ACME"}
    shop.post("/asns", asn())
    entries = [{"client_id": "1", "quantity": 50, "sku": "MUG"}]
    operation.post("/asns/ASN-77/receipts", {"entries": entries, **acme})
    lines = shop.get("/asns/ASN-77").body["lines"]
    reasons = [{"line": line["id"], "reason": "lost"} for line in lines]
    assert operation.post("/asns/ASN-77/close", {"differences": reasons, **acme}).status == 200
    found = shop.get("/asn-differences", status="open", sku="MUG").body["items"]
    ids = {"differences": [one["id"] for one in found]}
    assert (len(found), found[0]["received"], found[0]["missing"]) == (1, 50, 10)
    assert strange_shop.get("/asn-differences").body["items"] == []
    assert strange_shop.post("/asn-differences:accept", ids).code == "difference_not_found"
    assert shop.post("/asn-differences:dispute", ids | {"reason": "angry"}).paths == ["reason"]
    assert shop.post("/asn-differences:dispute", ids | {"reason": "sent_all"}).status == 204
    answer = ids | {"outcome": "upheld", "ground": "papers_show"}
    assert shop.post("/asn-differences:answer", answer).status == 404
    assert operation.post("/asn-differences:answer", answer | {"ground": "found"}).paths == ["ground"]
    assert operation.post("/asn-differences:answer", answer).status == 204
    assert shop.post("/asn-differences:accept", ids).code == "illegal_transition"
