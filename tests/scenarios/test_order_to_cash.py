"""From an empty site to a parcel out of the door, through the API only: what an integrator's first day looks like."""

from collections.abc import Callable
from typing import Any

import pytest

from packhaus.access.models import Merchant
from tests.api.bodies import make_order
from tests.api.conftest import Caller, fresh_process, make_caller, operation, shop, strange_shop
from tests.outbound.conftest import carriers

__all__ = ["carriers", "fresh_process", "make_caller", "operation", "shop", "strange_shop"]

SITE = {"name": "Leeds", "timezone": "Europe/London", "country": "GB", "latitude": 53.8, "longitude": -1.55}
SIZES = {"length_mm": 120, "width_mm": 90, "height_mm": 100}


@pytest.fixture
def open_site(
    operation: Caller, shop: Caller, acme: Merchant, carriers: None, check_clean: Callable[[], None]
) -> None:
    """A site with two bins of mugs and one of lamps."""
    assert operation.put("/sites/LEEDS", SITE).status == 204
    bins = [{"code": f"A-0{number}", "kind": "pick_face", "walk_sequence": number} for number in (1, 2, 3)]
    assert operation.post("/sites/LEEDS/locations:batch", {"locations": bins}).status == 200
    items = [
        {"code": "MUG", "name": "Mug", "weight_grams": 350, **SIZES},
        {"code": "LAMP", "name": "Lamp", "weight_grams": 1200, **SIZES},
    ]
    assert shop.post("/skus:batch", {"skus": items}).status == 200
    lines = [
        {"sku": "MUG", "location": "A-01", "quantity": 6},
        {"sku": "MUG", "location": "A-02", "quantity": 6},
        {"sku": "LAMP", "location": "A-03", "quantity": 5},
    ]
    receipt = {"site": "LEEDS", "document": "R-1", "merchant": "ACME", "lines": lines}
    assert operation.post("/stock/receipts", receipt).status == 204


def walk(operation: Caller, **changes: Any) -> list[dict[str, Any]]:
    """Release what waits, build one batch, and return its stops."""
    wave = operation.post("/waves", {"site": "LEEDS", **changes})
    assert wave.status == 201, wave.body
    number = wave.body["number"]
    assert operation.post(f"/waves/{number}/batches", {"max_totes": 10}).status == 201
    (batch,) = operation.get("/batches", wave=number).body["items"]
    return list(operation.get(f"/batches/{batch['number']}/stops").body)


def scan(stop: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "task_id": stop["task_id"],
        "quantity": stop["quantity"],
        "device": "d-1",
        "client_id": f"s-{stop['task_id']}",
    } | changes


def pack_and_dispatch(operation: Caller) -> list[dict[str, Any]]:
    picked = operation.get("/fulfillments", stage="pack").body["items"]
    packed = operation.post("/packs", {"packs": [{"fulfillment": one["id"]} for one in picked]})
    assert packed.status == 200, packed.body
    shipments = [one["shipment_id"] for one in packed.body]
    left = operation.post("/dispatches", {"shipments": shipments})
    assert left.status == 200, left.body
    return list(left.body)


@pytest.mark.usefixtures("open_site")
def test_an_order_is_taken_picked_packed_and_dispatched(shop: Caller, operation: Caller) -> None:
    number = shop.post("/orders", make_order(("MUG", 4), ("LAMP", 2))).body["number"]
    assert shop.get("/availability", sku="MUG").body[0]["available"] == 8
    preview = operation.post("/waves:preview", {"site": "LEEDS"}).body
    assert (preview["totals"]["order_count"], preview["shorts"]) == (1, [])
    stops = walk(operation)
    scans = {"scans": [scan(stop) for stop in stops]}
    first, again = operation.post("/picks", scans), operation.post("/picks", scans)
    assert [one["is_repeat"] for one in first.body] == [False] * len(stops)
    assert [one["is_repeat"] for one in again.body] == [True] * len(stops)
    (left,) = pack_and_dispatch(operation)
    assert left["units"] == 6
    (parcel,) = shop.get(f"/orders/{number}/parcels").body
    assert (parcel["status"], parcel["tracking_number"][:2]) == ("dispatched", "AP")
    order = shop.get(f"/orders/{number}").body
    assert order["header"]["stage"] == "shipped"
    assert [(line["shipped"], line["promised"]) for line in order["lines"]] == [(4, 0), (2, 0)]
    (stock,) = shop.get("/availability", sku="MUG").body
    assert (stock["on_hand"], stock["promised"], stock["available"]) == (8, 0, 8)
    late = shop.post(f"/orders/{number}/cancel", {})
    assert (late.status, late.code) == (409, "not_cancellable")


@pytest.mark.usefixtures("open_site")
def test_units_that_are_not_found_come_from_another_bin_at_once(shop: Caller, operation: Caller) -> None:
    number = shop.post("/orders", make_order(("MUG", 5))).body["number"]
    (stop,) = walk(operation)
    missing = scan(stop, quantity=2, short_reason="none_there")
    (outcome,) = operation.post("/picks", {"scans": [missing]}).body
    assert (outcome["short"]["written_off"], outcome["short"]["from_other_bin"]) == (3, 3)
    (batch,) = operation.get("/batches").body["items"]
    stops = operation.get(f"/batches/{batch['number']}/stops").body
    rest = [one for one in stops if one["status"] in {"open", "claimed"}]
    assert [(one["location_code"], one["quantity"]) for one in rest] == [("A-02", 3)]
    assert operation.post("/picks", {"scans": [scan(rest[0])]}).status == 200
    pack_and_dispatch(operation)
    assert shop.get(f"/orders/{number}").body["lines"][0]["shipped"] == 5


@pytest.mark.usefixtures("open_site")
def test_a_held_order_stays_out_of_the_wave_until_it_is_let_go(shop: Caller, operation: Caller) -> None:
    number = shop.post("/orders", make_order(("MUG", 1), hold_reasons=["fraud"])).body["number"]
    refused = operation.post("/waves", {"site": "LEEDS"})
    assert (refused.status, refused.code) == (409, "nothing_to_release")
    assert shop.post(f"/orders/{number}/unhold", {"reason": "fraud"}).body == {"changed": True}
    assert len(walk(operation)) == 1


@pytest.mark.usefixtures("open_site")
def test_cancelling_on_the_floor_is_a_request(shop: Caller, operation: Caller) -> None:
    number = shop.post("/orders", make_order(("MUG", 3))).body["number"]
    walk(operation)
    asked = shop.post(f"/orders/{number}/cancel", {})
    assert asked.body == {"cancelled": 0, "requested": 3, "too_late": 0}
    (work,) = operation.get("/fulfillments").body["items"]
    assert work["cancel_requested"] is True


@pytest.mark.usefixtures("open_site")
def test_a_wave_is_taken_back_while_nobody_has_picked(shop: Caller, operation: Caller) -> None:
    shop.post("/orders", make_order(("MUG", 3)))
    (stop,) = walk(operation)
    (wave,) = operation.get("/waves").body["items"]
    assert operation.post(f"/waves/{wave['number']}/unrelease").body == {"fulfillments": 1}
    gone = operation.post("/picks", {"scans": [scan(stop)]})
    assert gone.status in {404, 409}
    (again,) = walk(operation)
    assert operation.post("/picks", {"scans": [scan(again)]}).status == 200
    (wave, _) = operation.get("/waves").body["items"]
    begun = operation.post(f"/waves/{wave['number']}/unrelease")
    assert (begun.status, begun.code) == (409, "picking_started")


@pytest.mark.usefixtures("open_site")
def test_papers_and_the_dock_are_there_for_programs(
    shop: Caller, operation: Caller, strange_shop: Caller
) -> None:
    number = shop.post("/orders", make_order(("MUG", 4))).body["number"]
    stops = walk(operation)
    (batch,) = operation.get("/batches").body["items"]
    papers = [operation.get(f"/batches/{batch['number']}/pick-list", language="de")]
    operation.post("/picks", {"scans": [scan(stop) for stop in stops]})
    (work,) = operation.get("/fulfillments", stage="pack").body["items"]
    (packed,) = operation.post("/packs", {"packs": [{"fulfillment": work["id"]}]}).body
    papers.append(operation.post("/labels", {"parcels": packed["parcel_ids"] * 2}))
    papers.append(operation.get(f"/shipments/{packed['shipment_id']}/slips/1"))
    (truck,) = operation.get("/dock").body
    where = {"site": truck["site_code"], "carrier": truck["carrier_code"]}
    (standing,) = operation.get("/dock/shipments", **where).body
    assert (standing["order_number"], standing["id"]) == (number, packed["shipment_id"])
    operation.post("/dispatches", {"shipments": [standing["id"]]})
    (manifest,) = operation.get("/manifests", site="LEEDS").body
    papers.append(operation.get(f"/manifests/{manifest['number']}/list"))
    assert operation.post(f"/manifests/{manifest['id']}/close").status == 200
    for paper in papers:
        assert (paper.status, paper.headers["content-type"], paper.body[:4]) == (
            200,
            "application/pdf",
            b"%PDF",
        )
    for path in ("/dock", "/manifests", "/shorts", f"/manifests/{manifest['number']}/list"):
        assert shop.get(path).status == 404
    assert strange_shop.post("/labels", {"parcels": packed["parcel_ids"]}).status == 404
    assert operation.post("/labels", {"parcels": [work["id"]]}).code == "parcel_not_found"


@pytest.mark.usefixtures("open_site")
def test_shorts_and_wishes_to_cancel_are_answered(shop: Caller, operation: Caller) -> None:
    number = shop.post("/orders", make_order(("MUG", 5))).body["number"]
    (stop,) = walk(operation)
    operation.post("/picks", {"scans": [scan(stop, quantity=2, short_reason="none_there")]})
    (short,) = operation.get("/shorts", site="LEEDS", reason="none_there").body["items"]
    assert (short["order_number"], short["missing"]) == (number, 3)
    assert operation.post("/shorts:resolve", {"shorts": [short["id"]]}).status == 200
    assert operation.post("/shorts:resolve", {"shorts": [short["id"]]}).body == {"resolved": 0}
    assert operation.get("/shorts", open=True).body["items"] == []
    assert shop.post(f"/orders/{number}/cancel", {}).body["requested"] == 5
    (answered,) = operation.post("/cancel-requests:answer", {}).body
    assert (answered["stopped"], answered["refused"]) == (5, 0)
    assert operation.post("/cancel-requests:answer", {"requests": [answered["request_id"]]}).body == []
    assert shop.get(f"/orders/{number}").body["header"]["stage"] == "cancelled"
