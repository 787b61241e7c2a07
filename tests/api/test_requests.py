"""A partner's answers by API: listed, accepted, rejected, sent; an operator's program speaks for the partner."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from packhaus.catalog.models import Sku
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.partners import feed, find_request, hand_over, list_lines, list_parts, read_stock


@pytest.fixture
def asked(
    berlin: Place, leeds: Place, mug: Sku, lamp: Sku, shop: Caller, check_clean: Callable[[], None]
) -> str:
    """An order of 3 mugs and 2 lamps that Berlin, a partner with a feed, is asked for."""
    hand_over(berlin)
    feed(berlin, timezone.now(), (mug, 10), (lamp, 10))
    assert shop.post("/orders", make_order(("MUG", 3), ("LAMP", 2))).status == 201
    return str(find_request(berlin))


def list_asked(operation: Caller, status: str) -> list[dict[str, Any]]:
    answer = operation.get("/fulfillments", request_status=status)
    assert answer.status == 200, answer.body
    rows: list[dict[str, Any]] = answer.body["items"]
    return rows


def test_what_waits_for_an_answer_is_listed_with_its_deadline(asked: str, operation: Caller) -> None:
    [row] = list_asked(operation, "requested")
    assert (row["id"], row["site_code"], row["unit_count"]) == (asked, "BERLIN", 5)
    assert row["answer_by"]
    assert list_asked(operation, "accepted") == []


def test_a_held_order_is_listed_too(asked: str, operation: Caller, shop: Caller) -> None:
    [order] = shop.get("/orders").body["items"]
    assert shop.post(f"/orders/{order['number']}/hold", {"reason": "payment"}).status < 300
    [row] = list_asked(operation, "requested")
    assert row["is_blocked"]


def test_accepted_once(asked: str, operation: Caller) -> None:
    body = {"fulfillments": [asked, asked]}
    assert operation.post("/fulfillments:accept", body).body == {"accepted": [asked]}
    assert operation.post("/fulfillments:accept", body).body == {"accepted": []}
    assert [row["id"] for row in list_asked(operation, "accepted")] == [asked]


def test_items_are_rejected_and_go_elsewhere(
    asked: str, operation: Caller, leeds: Place, mug: Sku, stock: PutStock
) -> None:
    stock(mug, leeds, 5)
    body = {
        "rejections": [{"fulfillment": asked, "reason": "damaged", "items": [{"sku": "MUG", "quantity": 2}]}]
    }
    answer = operation.post("/fulfillments:reject", body, Idempotency_Key="r-1")
    assert answer.body == [{"fulfillment_id": asked, "elsewhere": 2, "backordered": 0}]
    again = operation.post("/fulfillments:reject", body, Idempotency_Key="r-1")
    assert (again.status, again.body) == (200, [{"fulfillment_id": asked, "elsewhere": 0, "backordered": 0}])
    assert [part[0] for part in list_parts()] == ["BERLIN", "LEEDS"]
    assert read_stock(leeds, mug)[1] == 2


def test_rejected_whole_it_is_listed_as_such(asked: str, operation: Caller) -> None:
    body = {"rejections": [{"fulfillment": asked, "reason": "no_capacity"}]}
    answer = operation.post("/fulfillments:reject", body)
    assert answer.body[0]["backordered"] == 5
    [row] = list_asked(operation, "rejected")
    assert (row["status"], row["reject_reason"]) == ("rejected", "no_capacity")
    assert operation.post("/fulfillments:accept", {"fulfillments": [asked]}).code == "request_closed"


def test_what_is_sent_is_shipped_once(
    asked: str, operation: Caller, shop: Caller, berlin: Place, mug: Sku
) -> None:
    body = {
        "shipments": [{
            "fulfillment": asked,
            "carrier": "RAPID",
            "parcels": [
                {"tracking_number": "Z1", "items": [{"sku": "MUG", "quantity": 3}]},
                {"tracking_number": "Z2", "items": [{"sku": "LAMP", "quantity": 2}]},
            ],
        }]
    }  # fmt: skip
    first = operation.post("/fulfillments:shipped", body)
    assert (first.status, first.body[0]["units"]) == (200, 5)
    assert operation.post("/fulfillments:shipped", body).body == first.body
    [order] = shop.get("/orders").body["items"]
    assert order["stage"] == "shipped"
    assert read_stock(berlin, mug) == (7, 0, 0)


def test_what_was_not_asked_for_is_named(asked: str, operation: Caller) -> None:
    def send(*items: dict[str, Any]) -> Any:
        parcel = {"tracking_number": "Z1", "items": list(items)}
        return operation.post(
            "/fulfillments:shipped",
            {"shipments": [{"fulfillment": asked, "carrier": "RAPID", "parcels": [parcel]}]},
        )

    assert send({"sku": "SOFA", "quantity": 1}).paths == ["shipments.0.parcels.0.items.0.sku"]
    assert send({"sku": "MUG", "quantity": 4}).code == "units_not_asked"
    assert list_parts() == [("BERLIN", "planned", "requested", "", 5)]


def test_only_the_operator_speaks_for_partners(
    asked: str, shop: Caller, strange_shop: Caller, berlin: Place, now: datetime
) -> None:
    bodies = {
        "accept": {"fulfillments": [asked]},
        "reject": {"rejections": [{"fulfillment": asked, "reason": "other"}]},
        "shipped": {
            "shipments": [{"fulfillment": asked, "carrier": "R", "parcels": [{"tracking_number": "Z1"}]}]
        },
    }
    for caller in (shop, strange_shop):
        for deed, body in bodies.items():
            assert caller.post(f"/fulfillments:{deed}", body).status == 404
    assert list_parts() == [("BERLIN", "planned", "requested", "", 5)]
    assert len(list_lines(find_request(berlin))) == 2


def cancel_whole(shop: Caller) -> Any:
    [order] = shop.get("/orders").body["items"]
    return shop.post(f"/orders/{order['number']}/cancel", {}).body


def test_an_accepted_request_is_cancelled_when_the_partner_says_so(
    asked: str, operation: Caller, shop: Caller, berlin: Place, mug: Sku
) -> None:
    operation.post("/fulfillments:accept", {"fulfillments": [asked]})
    assert cancel_whole(shop) == {"cancelled": 0, "requested": 5, "too_late": 0}
    [row] = list_asked(operation, "cancel_requested")
    assert (row["id"], row["unit_count"]) == (asked, 5)
    answer = operation.post("/fulfillments:accept-cancel", {"fulfillments": [asked]})
    assert answer.body == [{"fulfillment_id": asked, "cancelled": 5, "kept": 0}]
    again = operation.post("/fulfillments:accept-cancel", {"fulfillments": [asked]})
    assert again.body == [{"fulfillment_id": asked, "cancelled": 0, "kept": 0}]
    assert read_stock(berlin, mug) == (10, 0, 0)
    assert [order["stage"] for order in shop.get("/orders").body["items"]] == ["cancelled"]


def test_what_the_partner_does_not_cancel_goes_out(asked: str, operation: Caller, shop: Caller) -> None:
    operation.post("/fulfillments:accept", {"fulfillments": [asked]})
    assert operation.post("/fulfillments:refuse-cancel", {"fulfillments": [asked]}).code == "request_closed"
    cancel_whole(shop)
    answer = operation.post("/fulfillments:refuse-cancel", {"fulfillments": [asked]})
    assert answer.body == [{"fulfillment_id": asked, "cancelled": 0, "kept": 5}]
    assert [row["id"] for row in list_asked(operation, "cancel_refused")] == [asked]
    sent = {"fulfillment": asked, "carrier": "RAPID", "parcels": [{"tracking_number": "ZX1"}]}
    assert operation.post("/fulfillments:shipped", {"shipments": [sent]}).status == 200
    assert [order["stage"] for order in shop.get("/orders").body["items"]] == ["shipped"]


def test_a_shop_does_not_answer_for_a_partner(asked: str, operation: Caller, shop: Caller) -> None:
    operation.post("/fulfillments:accept", {"fulfillments": [asked]})
    cancel_whole(shop)
    for path in ("/fulfillments:accept-cancel", "/fulfillments:refuse-cancel"):
        assert shop.post(path, {"fulfillments": [asked]}).status == 404
    assert list_parts()[0][2] == "cancel_requested"
