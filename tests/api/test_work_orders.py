"""Programs order work on goods and book it; a request sent again under its key takes no second effect."""

from packhaus.access.scope import Scope
from packhaus.catalog.models import Sku
from packhaus.outbound.queries.list_work_orders import list_work_orders
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock


def test_work_that_is_ordered_and_booked_again_under_its_key_counts_once(
    operation: Caller, mug: Sku, lamp: Sku, leeds: Place, stock: PutStock, operator: Scope
) -> None:
    stock(mug, leeds, 6)
    stock(lamp, leeds, 1, location="A-01-02")
    wanted = {
        "merchant": "ACME", "site": "LEEDS", "kind": "assemble", "sku": "LAMP", "quantity": 3,
        "parts": [{"sku": "MUG", "quantity": 2}], "place": "A-01-02",
    }  # fmt: skip
    ordered = [operation.post("/work-orders", wanted, Idempotency_Key="o-1") for _ in range(2)]
    assert [(one.status, one.body) for one in ordered] == [(201, ordered[0].body)] * 2
    done_url = f"/work-orders/{ordered[0].body['number']}/done"
    booked = [operation.post(done_url, {"units": 1}, Idempotency_Key="b-1") for _ in range(2)]
    assert [one.body for one in booked] == [{"left": 2}] * 2
    [row] = list_work_orders(scope=operator)
    assert (row.quantity, row.done) == (3, 1)
    assert operation.post(done_url, {"units": 1}, Idempotency_Key="b-2").body == {"left": 1}
    refused = operation.post(done_url, {"units": 2})
    assert (refused.status, refused.code) == (409, "work_over")
