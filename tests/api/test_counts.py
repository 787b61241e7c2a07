"""Counts, pick faces and replenishment by API; only for the operator's own programs."""

from typing import Any

from packhaus.access.models import User
from packhaus.catalog.models import Sku
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock


def count_bin(operation: Caller, number: str, person: User, units: int, **more: Any) -> str:
    operation.post(f"/counts/{number}/claim", {"person": str(person.id)})
    entry = {"sku": "MUG", "merchant": "ACME", "units": units, "client_id": f"e-{person.id}", **more}
    noted = {"device": "gun", "entries": [entry]}
    assert operation.post(f"/counts/{number}/entries", noted).body == {"taken": 1}
    assert operation.post(f"/counts/{number}/entries", noted).body == {"taken": 0}
    ended = operation.post(f"/counts/{number}/finish", {"device": "gun", "client_id": f"f-{person.id}"})
    return str(ended.body["verdict"])


def test_a_program_plans_counts_and_decides(
    operation: Caller, shop: Caller, stock: PutStock, mug: Sku, leeds: Place, associate: User, lead: User
) -> None:
    stock(mug, leeds, 10)
    place = {"location": "A-01-01", "sku": "MUG", "merchant": "ACME"}
    wanted = {"site": "LEEDS", "places": [place]}
    [number] = operation.post(
        "/counts", {"site": "LEEDS", "items": [{"sku": "MUG", "merchant": "ACME"}]}
    ).body["counts"]
    assert operation.post("/counts", wanted).body == {"counts": []}
    unknown = operation.post("/counts", {"site": "LEEDS", "places": [place, {**place, "sku": "TEA"}]})
    assert unknown.paths == ["places.1.sku"]
    item = {"sku": "MUG", "merchant": "ACME"}
    assert operation.post("/counts", {"site": "LEEDS", "items": [item]}).body == {"counts": []}
    strange = operation.post("/counts", {"site": "LEEDS", "items": [item, {**item, "sku": "TEA"}]})
    assert strange.paths == ["items.1.sku"]
    assert operation.post("/counts", {"site": "LEEDS"}).status == 422
    asked = {"site": "LEEDS", "person": str(associate.id)}
    assert operation.post("/counts:next", asked).body["count"]["number"] == number
    assert operation.post("/counts:next", {**asked, "person": str(lead.id)}).body == {"count": None}
    assert operation.post(f"/counts/{number}/claim", {"person": str(lead.id)}).code == "count_taken"
    assert count_bin(operation, number, associate, 8) == "recount"
    assert operation.get(f"/counts/{number}").body["lines"] == []
    assert operation.post("/counts:approve", {"counts": [number], "reason": "lost"}).status == 409
    assert count_bin(operation, number, lead, 8) == "decide"
    [first, _] = operation.get(f"/counts/{number}").body["lines"]
    assert (first["recorded"], first["counted"], first["round"]) == (10, 8, 2)
    assert operation.post("/counts:approve", {"counts": [number, "C-0"], "reason": "lost"}).status == 404
    approved = operation.post("/counts:approve", {"counts": [number], "reason": "lost"})
    assert approved.body == [{"count": number, "units": 2}]
    [again] = operation.post("/counts", wanted).body["counts"]
    operation.post(f"/counts/{again}/claim", {"person": str(lead.id)})
    assert operation.post(f"/counts/{again}/leave", {"person": str(associate.id)}).status == 409
    assert operation.post(f"/counts/{again}/leave", {"person": str(lead.id)}).status == 204
    assert operation.post("/counts:cancel", {"counts": [again]}).status == 204
    [shown] = operation.get("/counts", site="LEEDS", status="cancelled").body["items"]
    assert shown["number"] == again
    programme = {"checks_empty": True, "tolerance_units": 2, "tolerance_percent": 100, "tolerance_minor": 900}
    url = "/sites/LEEDS/counting-programme"
    assert operation.put(url, programme).paths == ["tolerance_currency"]
    assert operation.put(url, {**programme, "tolerance_currency": "GBP"}).status == 204
    assert operation.get(url).body["checks_empty"] is True
    empty = {**place, "location": "A-02-01", "units": 0, "device": "gun", "client_id": "z-1"}
    told = operation.post("/sites/LEEDS/empty-bins", {**empty, "person": str(associate.id)})
    assert told.body == {"verdict": "post"}
    for answer in (shop.get("/counts"), shop.post("/counts", wanted), shop.get(f"/counts/{number}")):
        assert answer.status == 404


def test_a_program_keeps_faces_and_brings_goods_to_them(
    operation: Caller, shop: Caller, stock: PutStock, mug: Sku, leeds: Place, associate: User
) -> None:
    stock(mug, leeds, 30, location="R-01-01")
    face = {"merchant": "ACME", "sku": "MUG", "location": "A-01-01", "minimum": 5, "maximum": 20}
    url = "/sites/LEEDS/pick-faces"
    refused = operation.put(url, {"faces": [face, {**face, "location": "R-01-01"}]})
    assert refused.paths == ["faces.1.location"]
    assert operation.put(url, {"faces": [face]}).body == {"changed": 1}
    assert operation.put(url, {"faces": [face]}).body == {"changed": 0}
    [shown] = operation.get("/pick-faces", low=True).body["items"]
    assert (shown["in_face"], shown["incoming"], shown["in_reserve"]) == (0, 20, 30)
    [task] = operation.get("/replenishments", status="open").body["items"]
    first = operation.post("/replenishments:prioritise", {"tasks": [task["id"], 999], "priority": 10})
    assert first.body == {"changed": [task["id"]], "left": [999]}
    assert operation.post(f"/replenishments/{task['id']}/claim", {"person": str(associate.id)}).status == 204
    done = {"task": task["id"], "client_id": "r-1", "quantity": 20, "put": 18}
    told = {"device": "gun", "entries": [done]}
    [booked] = operation.post("/replenishments:confirm", told).body
    assert (booked["moved"], booked["returned"], booked["is_repeat"]) == (18, 2, False)
    assert operation.post("/replenishments:confirm", told).body[0]["is_repeat"] is True
    assert operation.post("/replenishments:confirm", {**told, "entries": [done, done]}).status == 422
    assert operation.put("/sites/LEEDS/pick-policy", {"prefers_faces": False}).status == 204
    assert operation.get("/sites/LEEDS/pick-policy").body == {"prefers_faces": False}
    for answer in (shop.get("/pick-faces"), shop.get("/replenishments"), shop.put(url, {"faces": [face]})):
        assert answer.status == 404
