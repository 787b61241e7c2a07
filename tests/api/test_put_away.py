"""Programs of the operator read where goods go, say that they lie there, and set the rules of a site."""

from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.services.unannounced import open_unannounced
from packhaus.inbound.types import Entry
from tests.api.conftest import Caller
from tests.harness.cast import Place


@pytest.fixture
def task(acme: Merchant, leeds: Place, mug: Sku, operator: Scope, now: datetime, operation: Caller) -> str:
    """Nine mugs at the door of Leeds."""
    asn_id = open_unannounced(
        scope=operator, merchant_id=acme.id, site_id=leeds.id, number="TRUCK-9", now=now, actor=SYSTEM
    )
    receive_against(scope=operator, asn_id=asn_id, entries=[Entry("1", 9, "MUG")], now=now, actor=SYSTEM)
    [row] = operation.get("/put-away-tasks?site=LEEDS&status=open").body["items"]
    assert (row["to_code"], row["why"], row["quantity"]) == ("A-01-01", "empty", 9)
    return str(row["id"])


def confirm(operation: Caller, task: str, **changes: object) -> tuple[int, str]:
    entry = {"task": task, "client_id": "c-1"} | changes
    answer = operation.post(
        "/put-away-tasks:confirm", {"site": "LEEDS", "device": "agv-1", "entries": [entry]}
    )
    return answer.status, answer.code if answer.status >= 400 else ""


def test_a_robot_says_that_goods_lie_in_their_place(operation: Caller, task: str) -> None:
    assert confirm(operation, task, location="NOWHERE", reason="other") == (404, "unknown_location")
    assert confirm(operation, task, location="QUARANTINE", reason="other") == (409, "place_not_suitable")
    assert confirm(operation, task, location="A-01-02")[0] == 422
    assert confirm(operation, task, location="A-01-02", reason="nearer")[0] == 200
    assert confirm(operation, task)[0] == 200
    assert confirm(operation, task, client_id="c-2") == (409, "put_away_task_taken")
    [row] = operation.get("/put-away-tasks?asn=TRUCK-9").body["items"]
    assert (row["status"], row["to_code"], row["why"]) == ("done", "A-01-02", "chosen")


def test_a_task_is_left_and_planned_anew(operation: Caller, task: str) -> None:
    assert operation.post("/put-away-tasks:cancel", {"tasks": [task]}).status == 204
    assert operation.post("/put-away-tasks:cancel", {"tasks": [task]}).code == "illegal_transition"
    planned = operation.post("/asns/TRUCK-9/put-away", {"merchant": "ACME"})
    assert (planned.status, planned.body) == (200, {"units": 9})


def test_the_rules_of_a_site_are_set_as_a_whole(operation: Caller, leeds: Place, mug: Sku) -> None:
    rules = [{"merchant": "ACME", "sku": "MUG", "zones": ["B"]}, {"hazard": "*", "kind": "reserve"}]
    answer = operation.put("/sites/LEEDS/put-away-rules", {"rules": rules})
    assert [(rule["sku_code"], rule["zones"]) for rule in answer.body] == [("MUG", ["B"]), ("", [])]
    wrong = operation.put("/sites/LEEDS/put-away-rules", {"rules": [{}]})
    assert (wrong.status, wrong.body["errors"][0]["path"]) == (422, "rules.0.zones")
    assert len(operation.get("/sites/LEEDS/put-away-rules").body) == 2


def test_nothing_was_measured_before_anything_came(operation: Caller, leeds: Place) -> None:
    assert operation.get("/dock-to-stock?site=LEEDS").body["items"] == []
    figure = operation.get("/dock-to-stock/figure").body
    assert figure == {"deliveries": 0, "median_seconds": None, "p90_seconds": None}


def test_a_merchants_key_does_not_find_the_floor(shop: Caller, task: str) -> None:
    for path in ("/put-away-tasks", "/dock-to-stock", "/sites/LEEDS/put-away-rules"):
        assert shop.get(path).status in {403, 404}
    assert shop.post("/put-away-tasks:cancel", {"tasks": [task]}).status in {403, 404}
