"""The machines: the diagrams say what the code says, and only what is drawn is possible."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.kernel.states import IllegalTransition, Transition
from packhaus.orders.services.fulfillment import apply_fulfillment_transition
from packhaus.orders.services.place import place_orders
from packhaus.orders.states import FULFILLMENT_STATUSES, FULFILLMENT_TRANSITIONS
from tests.harness.cast import Place
from tests.harness.stock import put_stock
from tests.orders.drafts import make_draft
from tools.states import list_stale


def test_the_diagrams_are_what_the_code_says() -> None:
    assert list_stale() == []


@pytest.mark.parametrize("transition", FULFILLMENT_TRANSITIONS, ids=lambda transition: transition.name)
def test_a_fulfillment_order_moves_from_the_drawn_states_and_from_no_other(
    transition: Transition, mug: Sku, leeds: Place, acme_scope: Scope, now: datetime
) -> None:
    put_stock(mug, leeds, 1)
    place_orders(
        scope=acme_scope, merchant_id=mug.merchant_id, drafts=[make_draft(("MUG", 1))], now=now, actor=SYSTEM
    )
    with transaction(acme_scope):
        fulfillment_id = rows.fetch_value("SELECT id FROM orders_fulfillmentorder")

    def stand_in(status: str) -> None:
        rows.execute("UPDATE orders_fulfillmentorder SET status = %(status)s", {"status": status})

    for status in FULFILLMENT_STATUSES:
        with transaction(acme_scope):
            stand_in(status)
            if status in transition.sources:
                apply_fulfillment_transition(transition, fulfillment_ids=[fulfillment_id])
                expected = transition.target
            else:
                with pytest.raises(IllegalTransition, match=status):
                    apply_fulfillment_transition(transition, fulfillment_ids=[fulfillment_id])
                expected = status
            assert rows.fetch_value("SELECT status FROM orders_fulfillmentorder") == expected
