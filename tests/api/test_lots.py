"""Lots and quarantine by API; only for the operator's own programs."""

from packhaus.catalog.models import Sku
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock

ACME = {"merchant": "ACME"}


def receive(operation: Caller, lot: str, units: int) -> None:
    line = {"sku": "MUG", "location": "A-01-01", "quantity": units, "lot": lot, "expires_on": "2027-01-31"}
    assert (
        operation.post("/stock/receipts", {"site": "LEEDS", "document": lot, "lines": [line], **ACME}).status
        == 204
    )


def test_a_program_sets_apart_and_lets_go(
    operation: Caller, shop: Caller, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 1)
    receive(operation, "L-1", 5)
    lot = {"sku": "MUG", "lot": "L-1", **ACME}
    wanted = {**lot, "reason": "suspicion"}
    key = {"Idempotency_Key": "q-1"}
    assert operation.post("/stock/quarantine", wanted, **key).body == {"units": 5}
    assert operation.post("/stock/quarantine", wanted, **key).body == {"units": 5}
    assert operation.post("/stock/quarantine", wanted).body == {"units": 0}
    [found] = operation.get("/lots", only="quarantined", **ACME).body["items"]
    assert (found["lot_code"], found["on_hand"], found["quarantined"]) == ("L-1", 0, 5)
    place = {"site": "LEEDS", "location": "A-01-01"}
    assert operation.post("/stock/quarantine:settle", {**place, "outcome": "released"}).body == {"units": 5}
    assert operation.post("/stock/quarantine", {**place, "reason": "damage"}).body == {"units": 6}
    assert operation.post("/stock/quarantine:settle", {**lot, "outcome": "scrapped"}).body == {"units": 5}
    assert operation.post("/stock/quarantine", {**lot, **place, "reason": "damage"}).status == 422
    assert (
        operation.post("/stock/quarantine", {**lot, "lot": "L-9", "reason": "damage"}).code == "lot_not_found"
    )
    carton = {"site": "LEEDS", "unit": "NONE", "reason": "damage"}
    assert operation.post("/stock/quarantine", carton).code == "unknown_unit"
    assert shop.post("/stock/quarantine", wanted).status in {403, 404}
    assert shop.get("/lots").status in {403, 404}
