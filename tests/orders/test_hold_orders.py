from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel.errors import Invalid
from packhaus.orders.models import FulfillmentOrder, Order
from packhaus.orders.services.holds import lift_hold, place_hold
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft


def test_an_order_is_held_until_its_last_reason_is_lifted(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    order_ids = [place_one(make_draft(("MUG", 4))).id]

    def is_held() -> tuple[bool, bool]:
        with transaction(acme_scope):
            return Order.objects.get().is_held, FulfillmentOrder.objects.get().is_blocked

    for reason in ("fraud", "address"):
        assert (
            place_hold(scope=acme_scope, order_ids=order_ids, reason=reason, now=now, actor=SYSTEM)
            == order_ids
        )
    assert place_hold(scope=acme_scope, order_ids=order_ids, reason="fraud", now=now, actor=SYSTEM) == []
    assert is_held() == (True, True)
    lift_hold(scope=acme_scope, order_ids=order_ids, reason="fraud", now=now, actor=SYSTEM)
    assert is_held() == (True, True)
    lift_hold(scope=acme_scope, order_ids=order_ids, reason="address", now=now, actor=SYSTEM)
    assert is_held() == (False, False)


def test_an_unknown_reason_is_refused_with_those_that_exist(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    placed = place_one(make_draft(("MUG", 4)))
    with pytest.raises(Invalid, match="fraud, address, payment"):
        place_hold(scope=acme_scope, order_ids=[placed.id], reason="mood", now=now, actor=SYSTEM)
