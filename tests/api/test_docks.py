"""Trucks at doors through the API: a shop books for its own deliveries, the operation sees them all."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from packhaus.catalog.models import Sku
from tests.api.conftest import Caller
from tests.api.test_asns import asn
from tests.harness.cast import Place


@pytest.fixture
def doors(leeds: Place, mug: Sku, beta_mug: Sku, operation: Caller, shop: Caller, check_clean: object) -> str:
    """Leeds with one door that is open all day and every day; the day of tomorrow."""
    day = (timezone.now() + timedelta(days=1)).date().isoformat()
    assert operation.put("/sites/LEEDS/doors", {"doors": ["D-1"]}).body[0]["code"] == "D-1"
    assert operation.put("/sites/LEEDS/receiving", {"slot_minutes": 60}).body["slot_minutes"] == 60
    hours = {"opens_at": "08:00", "closes_at": "11:00"}
    assert operation.put(f"/sites/LEEDS/door-hours/{day}", hours).status == 204
    shop.post("/asns", asn())
    return day


def find_free(caller: Caller, day: str, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = caller.get("/dock-slots", site="LEEDS", day=day, **more).body
    return found


def test_a_shop_books_moves_and_gives_a_slot_free(
    doors: str, shop: Caller, strange_shop: Caller, operation: Caller
) -> None:
    free = find_free(shop, doors)
    assert [slot["doors"] for slot in free] == [[], [], []]
    assert find_free(operation, doors)[0]["doors"] == ["D-1"]
    assert len(find_free(shop, doors, pallets=30)) == 2
    assert shop.get("/asns/ASN-77/appointment").code == "no_appointment"
    booked = shop.put("/asns/ASN-77/appointment", {"starts_at": free[0]["starts_at"]})
    assert (booked.body["door_code"], booked.body["status"]) == ("D-1", "booked")
    moved = shop.put("/asns/ASN-77/appointment", {"starts_at": free[1]["starts_at"], "pallets": 5})
    assert (moved.body["id"], moved.body["pallets"]) == (booked.body["id"], 5)
    strange_shop.post("/asns", asn())
    refused = strange_shop.put("/asns/ASN-77/appointment", {"starts_at": free[1]["starts_at"]})
    assert (refused.code, refused.body["data"]["why"]) == ("slot_not_free", "taken")
    assert "ACME" not in str(refused.body)
    wrong = shop.put("/asns/ASN-77/appointment", {"starts_at": free[2]["starts_at"], "door": "D-1"})
    assert wrong.paths == ["door"]
    span = {"since": free[0]["starts_at"], "until": free[2]["ends_at"]}
    assert [len(one.get("/appointments", **span).body) for one in (shop, strange_shop, operation)] == [
        1,
        0,
        1,
    ]
    assert shop.delete("/asns/ASN-77/appointment").status == 204
    assert shop.delete("/asns/ASN-77/appointment").code == "no_appointment"


def test_the_operation_notes_what_a_truck_does(doors: str, shop: Caller, operation: Caller) -> None:
    starts_at = find_free(shop, doors)[0]["starts_at"]
    wish = {"starts_at": starts_at, "merchant": "ACME"}
    assert operation.put("/asns/ASN-77/appointment", wish | {"door": "D-9"}).paths == ["door"]
    assert operation.put("/asns/ASN-77/appointment", wish | {"door": "D-1"}).status == 200
    assert operation.put("/sites/LEEDS/doors", {"doors": []}).code == "door_in_use"
    assert shop.post("/asns/ASN-77/truck", {"step": "arrive"}).status == 404

    def note(step: str) -> Any:
        return operation.post("/asns/ASN-77/truck", {"step": step, "merchant": "ACME"})

    assert note("end").code == "illegal_transition"
    assert [note(step).body["status"] for step in ("arrive", "begin", "end", "depart")] == [
        "arrived", "unloading", "unloaded", "departed",
    ]  # fmt: skip
    assert shop.put("/sites/LEEDS/doors", {"doors": []}).status == 404
    assert operation.put(f"/sites/LEEDS/door-hours/{doors}", {"opens_at": "08:00"}).status == 422
    assert operation.put(f"/sites/LEEDS/door-hours/{doors}", {}).status == 204
