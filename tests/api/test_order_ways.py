"""How else a part could be sent, and another site for it: for the operator's programs."""

from collections.abc import Callable

from packhaus.catalog.models import Sku
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock


def test_a_part_moves_to_the_site_that_the_dry_run_names_once_and_with_a_reason(
    shop: Caller,
    make_caller: Callable[..., Caller],
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    berlin: Place,
) -> None:
    office = make_caller(None)
    stock(mug, leeds, 10)
    stock(mug, berlin, 3)
    stock(lamp, leeds, 1)
    number = shop.post("/orders", make_order(("MUG", 2))).body["number"]
    carrier = {
        "name": "Mail",
        "services": [
            {
                "code": "STD", "name": "Standard", "max_weight_grams": 5_000, "currency": "GBP",
                "prices": [{"up_to_grams": 5_000, "amount_minor": 300}],
            }
        ],
    }  # fmt: skip
    saved = office.put("/carriers/MAIL", carrier)
    assert saved.status in {200, 201, 204}, saved
    (part,) = office.get(f"/orders/{number}/ways").body
    assert (part["site"], part["can_move"]) == ("LEEDS", True)
    assert [(way["site"], way["service"], way["cost_minor"]) for way in part["ways"]] == [
        ("LEEDS", "STD", 300), ("BERLIN", "STD", 300),
    ]  # fmt: skip
    wish = {"fulfillment": part["fulfillment"], "site": "BERLIN", "reason": "load"}
    assert office.post(f"/orders/{number}/move", {**wish, "reason": "mood"}).status == 422
    assert office.post(f"/orders/{number}/move", {**wish, "site": "NOWHERE"}).paths == ["site"]
    # The stranger's order is not there, and a shop moves nothing.
    assert (
        shop.post(f"/orders/{number}/move", wish).status == shop.get(f"/orders/{number}/ways").status == 404
    )
    assert office.post(f"/orders/{number}/move", wish).status == 204
    (part,) = office.get(f"/orders/{number}/ways").body
    assert part["site"] == "BERLIN"
    gone = office.post(f"/orders/{number}/move", wish)
    assert (gone.status, gone.code) == (409, "part_not_planned")
    other = shop.post("/orders", make_order(("LAMP", 1), number="B-2")).body["number"]
    assert office.post(f"/orders/{other}/move", wish).paths == ["fulfillment"]
    (lamps,) = office.get(f"/orders/{other}/ways").body
    wish = {"fulfillment": lamps["fulfillment"], "site": "BERLIN", "reason": "cost"}
    short = office.post(f"/orders/{other}/move", wish)
    assert (short.status, short.code) == (409, "site_cannot_send")
    assert [row for row in lamps["excluded"] if row["site"] == "BERLIN"] == [
        {"site": "BERLIN", "service": "", "rule": "short", "sku": "LAMP", "units": 1}
    ]
