"""What an operator's program sets up: carriers, cartons, closed days; and stock as a list for everybody's."""

from typing import Any

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.catalog.models import Sku
from packhaus.network.queries.get_site import get_site
from packhaus.shipping.queries.list_cartons import list_cartons
from packhaus.shipping.queries.service_choice import forget_services
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.api.test_strangers import NOBODY, send
from tests.harness.cast import Place
from tests.harness.stock import PutStock

SERVICE = {
    "code": "N-1", "name": "Next day", "max_weight_grams": 30_000, "currency": "GBP", "countries": ["GB"],
    "prices": [{"up_to_grams": 2_000, "amount_minor": 420}, {"up_to_grams": 30_000, "amount_minor": 990}],
}  # fmt: skip
CARRIER = {"name": "Nova Post", "tracking_url": "https://nova.example/{number}", "services": [SERVICE]}
CARTON = {
    "inner_length_mm": 300, "inner_width_mm": 200, "inner_height_mm": 150, "outer_length_mm": 306,
    "outer_width_mm": 206, "outer_height_mm": 160, "tare_grams": 180, "max_weight_grams": 15_000, "currency": "GBP",
}  # fmt: skip


def test_a_carrier_is_made_offered_and_switched_off(operation: Caller, shop: Caller) -> None:
    forget_services()
    assert operation.put("/carriers/NOVA", CARRIER).status == 204
    shown = operation.get("/carriers/NOVA").body
    assert shown["services"][0]["prices"] == [[2_000, 420], [30_000, 990]]
    offered = {service["code"] for row in shop.get("/carriers").body for service in row["services"]}
    assert "N-1" in offered
    off = {**CARRIER, "services": [{**SERVICE, "is_active": False}]}
    assert operation.put("/carriers/NOVA", off).status == 204
    offered = {service["code"] for row in shop.get("/carriers").body for service in row["services"]}
    assert "N-1" not in offered
    forget_services()


def test_every_problem_of_a_carrier_is_named(operation: Caller) -> None:
    steps = list(reversed(SERVICE["prices"]))  # type: ignore[call-overload]
    wrong = {**CARRIER, "tracking_url": "https://x", "services": [{**SERVICE, "prices": steps}]}
    assert operation.put("/carriers/NOVA", wrong).paths == ["NOVA.tracking_url", "N-1.prices"]
    assert operation.put("/carriers/nova", CARRIER).paths == ["nova.code"]
    assert operation.get("/carriers/NOVA").status == 404


def test_a_carton_is_made_for_everybody_and_for_one_merchant(
    operation: Caller, acme: Merchant, operator: Scope
) -> None:
    assert operation.put("/cartons/S", CARTON).status == 204
    assert operation.put("/cartons/S", {**CARTON, "merchant": "ACME", "tare_grams": 90}).status == 204
    found = [(row["merchant_code"], row["tare_grams"]) for row in operation.get("/cartons").body]
    assert found == [("", 180), ("ACME", 90)]
    own = operation.get("/cartons").body[1]["id"]
    assert operation.post(f"/cartons/{own}/deactivate").status == 204
    assert [row.is_active for row in list_cartons(operator)] == [True, False]
    assert operation.put("/cartons/S", {**CARTON, "merchant": "ACME"}).status == 204
    assert [row.is_active for row in list_cartons(operator)] == [True, False]
    assert operation.post(f"/cartons/{own}/reactivate").status == 204
    assert [row.is_active for row in list_cartons(operator)] == [True, True]
    assert operation.put("/cartons/T", {**CARTON, "outer_width_mm": 10}).paths == ["T.inner"]
    assert len(list_cartons(operator)) == 2


def test_a_day_is_closed_and_opened(operation: Caller, leeds: Place, now: Any) -> None:
    path = "/sites/LEEDS/closed-days/2026-12-28"
    for _ in range(2):
        assert operation.put(path, {"reason": "Stocktaking"}).status == 204
    [closed] = get_site(code="LEEDS", today=now.date()).closed_days
    assert (str(closed.day), closed.reason) == ("2026-12-28", "Stocktaking")
    for _ in range(2):
        assert operation.delete(path).status == 204
    assert list(get_site(code="LEEDS", today=now.date()).closed_days) == []
    assert operation.put("/sites/LEEDS/closed-days/tomorrow", {}).status == 422
    assert operation.put("/sites/NONE/closed-days/2026-12-28", {}).status == 404


def test_a_site_that_is_switched_off_is_promised_from_no_more(
    operation: Caller, shop: Caller, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 10)
    assert operation.post("/sites/LEEDS/deactivate").status == 204
    assert shop.post("/orders", make_order(("MUG", 1), number="off")).status == 422
    assert operation.post("/sites/LEEDS/reactivate").status == 204
    assert shop.post("/orders", make_order(("MUG", 1), number="on")).status == 201


def test_stock_is_listed_page_by_page(
    shop: Caller, strange_shop: Caller, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, berlin: Place
) -> None:
    stock(mug, leeds, 5)
    stock(mug, berlin, 2)
    stock(lamp, leeds, 1)
    assert shop.post("/orders", make_order(("LAMP", 1))).status == 201
    first = shop.get("/stock", limit=1).body
    second = shop.get("/stock", limit=1, after=first["next"]).body
    rows = [*first["items"], *second["items"]]
    assert [(row["code"], row["free"], row["site_count"]) for row in rows] == [("LAMP", 0, 1), ("MUG", 7, 2)]
    assert [row["free"] for row in shop.get("/stock", site="BERLIN").body["items"]] == [2]
    assert [row["code"] for row in shop.get("/stock", state="none").body["items"]] == ["LAMP"]
    assert strange_shop.get("/stock").body["items"] == []
    assert strange_shop.get("/stock", merchant="ACME").status == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/carriers/NOVA", None),
        ("PUT", "/carriers/NOVA", CARRIER),
        ("GET", "/cartons", None),
        ("PUT", "/cartons/S", CARTON),
        ("POST", f"/cartons/{NOBODY}/deactivate", None),
        ("POST", f"/cartons/{NOBODY}/reactivate", None),
        ("PUT", "/sites/LEEDS/closed-days/2026-12-28", {}),
        ("DELETE", "/sites/LEEDS/closed-days/2026-12-28", None),
        ("POST", "/sites/LEEDS/deactivate", None),
        ("POST", "/sites/LEEDS/reactivate", None),
    ],
)
def test_a_merchants_key_sets_nothing_up(
    shop: Caller, operation: Caller, leeds: Place, now: Any, method: str, path: str, body: Any
) -> None:
    before = get_site(code="LEEDS", today=now.date())
    assert send(shop, method, path, body).code == "not_found"
    assert get_site(code="LEEDS", today=now.date()) == before
    if str(NOBODY) in path:
        assert send(operation, method, path, body).status == 404
