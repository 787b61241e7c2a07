"""By what sites are chosen, for programs of the operator."""

from collections.abc import Callable
from typing import Any

from packhaus.access.models import Merchant
from tests.api.conftest import Caller


def test_weights_come_and_go_by_api_with_a_key_of_the_operator(
    make_caller: Callable[..., Caller], acme: Merchant
) -> None:
    office, shop = make_caller(None), make_caller(acme.id)
    weights: dict[str, Any] = {"is_active": True, "currency": "EUR", "day_minor": 100, "split_minor": 250}
    assert office.put("/routing", weights).status == 204
    assert office.get("/routing").body["split_minor"] == 250
    assert office.post("/routing/trial", weights).body["looked_at"] == 0
    assert office.put("/routing", {**weights, "parcel_grams": 0}).status == 422
    assert shop.get("/routing").status == shop.put("/routing", weights).status == 404
