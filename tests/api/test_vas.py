"""Programs offer services, rule them, ask for them with an order, and book them; twice is once."""

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock

ORDER = {
    "merchant": "ACME", "channel": "shop", "external_number": "V-1", "placed_at": "2026-11-03T09:00:00Z",
    "currency": "GBP", "contact": {"name": "Anna"},
    "address": {"lines": ["1 Mill Lane"], "city": "Leeds", "postal_code": "LS1 4DY", "country": "GB"},
    "lines": [{"sku": "MUG", "quantity": 1, "unit_price_minor": 250, "vas": [{"option": "ENGRAVE", "text": "Anna"}]}],
    "vas": [{"option": "FLYER"}],
}  # fmt: skip


def test_services_are_offered_asked_for_and_listed(
    operation: Caller, mug: Sku, leeds: Place, stock: PutStock
) -> None:
    stock(mug, leeds, 3)
    offered = [
        {"code": "ENGRAVE", "kind": "engraving", "names": {"en": "Engraving", "de": "Gravur"}, "per": "unit",
         "step": "before", "asks_text": True, "minutes": 5},
        {"code": "FLYER", "kind": "insert", "names": {"en": "Flyer"}},
    ]  # fmt: skip
    assert operation.put("/vas-options", {"merchant": "ACME", "options": offered}).status == 204
    rules = [{"option": "FLYER", "tags": ["vip"]}, {"cartons": ["S"], "countries": ["GB"]}]
    assert operation.put("/vas-rules", {"merchant": "ACME", "rules": rules}).status == 204
    assert [one["option"] for one in operation.get("/vas-rules").body] == ["FLYER", ""]
    for status in (201, 200):
        assert operation.post("/orders", ORDER).status == status
    number = operation.get("/orders").body["items"][0]["number"]
    changed = operation.patch(f"/orders/{number}/vas?merchant=ACME", {"remove": [{"option": "FLYER"}]})
    assert changed.status == 204
    assert [one["option"] for one in operation.get(f"/orders/{number}/vas", merchant="ACME").body] == [
        "ENGRAVE"
    ]
    wrong = {**ORDER, "external_number": "V-2", "vas": [{"option": "SING"}]}
    refused = operation.post("/orders", wrong)
    assert (refused.status, refused.body["errors"][0]["code"]) == (422, "unknown_vas")
    with transaction(Scope.operator()):
        rows.execute("UPDATE orders_fulfillmentorder SET status = 'picking'")
    found = operation.get("/vas-work", step="before").body
    assert [(one["option"], one["text"], one["status"]) for one in found] == [("ENGRAVE", "Anna", "open")]
    done = {"fulfillment": found[0]["fulfillment_id"], "option": "ENGRAVE", "line_id": found[0]["line_id"]}
    early = operation.post("/vas-work:done", done)
    assert (early.status, early.code) == (409, "vas_not_now")
    with transaction(Scope.operator()):
        rows.execute("UPDATE orders_fulfillmentorder SET status = 'picked'")
    for _ in range(2):
        assert operation.post("/vas-work:done", {**done, "client_id": "c-1"}).status == 204
    assert operation.get("/vas-work", step="before").body == []
