"""Orders, carts, counts and settings that want the same units at the same moment."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.inventory.services.holds import HoldLineDraft, hold_stock
from packhaus.kernel import rows
from packhaus.orders.models import Order
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import OrderOutcome, PlacedOrder, RefusedOrder
from tests.concurrency.threads import list_refusals, run_at_once, start_behind
from tests.harness.cast import Place
from tests.invariants.floor import Floor
from tests.orders.drafts import make_draft


def read_stock(sku: Sku) -> SiteStock:
    with transaction(Scope.operator()):
        return SiteStock.objects.filter(site__code="LEEDS").get(sku_id=sku.id)


def test_a_reservation_that_half_held_leaves_nothing_behind(
    floor: Floor, mug: Sku, lamp: Sku, leeds: Place, now: datetime
) -> None:
    """While the order waits for the lamp's row the lamp goes to a cart; the mugs of the first try are given back."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=5)
    floor.receive(sku=1, site=0, location="A-01-02", quantity=1)

    def order() -> OrderOutcome:
        return floor.place(wants=[(0, 3), (1, 1)], policy=2)  # fill or kill

    with transaction(floor.scope):
        hold_stock(
            scope=floor.scope, merchant_id=floor.merchant_id, reference="cart", now=now,
            lines=[HoldLineDraft(lamp.id, leeds.id, 1)],
        )  # fmt: skip
        finish = start_behind(order)
    assert isinstance(finish(), RefusedOrder)
    assert read_stock(mug).promised == 0


def test_of_two_orders_for_the_last_unit_one_gets_it_and_the_other_is_refused_whole(
    floor: Floor, mug: Sku
) -> None:
    floor.receive(sku=0, site=0, location="A-01-01", quantity=1)
    answers = run_at_once(*[lambda: floor.place(wants=[(0, 1)], policy=2)] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["PlacedOrder"] + ["RefusedOrder"] * 3
    assert (read_stock(mug).promised, read_stock(mug).backordered) == (1, 0)


def test_one_order_number_four_times_at_once_is_one_order(floor: Floor, mug: Sku, now: datetime) -> None:
    floor.receive(sku=0, site=0, location="A-01-01", quantity=9)

    def place() -> OrderOutcome:
        return place_orders(
            scope=floor.scope, merchant_id=floor.merchant_id, drafts=[make_draft(("MUG", 2))], now=now,
            actor=SYSTEM,
        )[0]  # fmt: skip

    answers = run_at_once(*[place] * 4)
    placed = [answer for answer in answers if isinstance(answer, PlacedOrder)]
    assert len({order.id for order in placed}) == 1
    assert sorted(order.is_repeat for order in placed) == [False, True, True, True]
    assert read_stock(mug).promised == 2


def test_a_count_below_what_is_promised_is_booked_while_orders_come_in(floor: Floor, mug: Sku) -> None:
    """The truth is never refused, and nothing stays promised that is not there."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=20)
    floor.place(wants=[(0, 12)])
    count_down = [lambda: floor.adjust(sku=0, site=0, location="A-01-01", quantity=-16)]
    answers = run_at_once(*count_down, *[lambda: floor.place(wants=[(0, 3)]) for _ in range(3)])
    assert not list_refusals(answers)
    stock = read_stock(mug)
    assert (stock.on_hand, stock.promised) == (4, 4)


def test_safety_raised_above_what_is_free_stops_promising_and_takes_nothing_back(
    floor: Floor, mug: Sku
) -> None:
    floor.receive(sku=0, site=0, location="A-01-01", quantity=10)
    floor.place(wants=[(0, 6)])
    run_at_once(
        lambda: floor.configure(sku=0, site=0, safety=9),
        lambda: floor.adjust(sku=0, site=0, location="A-01-01", quantity=1),
    )
    refused = floor.place(wants=[(0, 1)], policy=2)
    assert isinstance(refused, RefusedOrder)
    assert (read_stock(mug).promised, read_stock(mug).safety) == (6, 9)


def test_carts_and_orders_never_share_a_unit(floor: Floor, mug: Sku) -> None:
    floor.receive(sku=0, site=0, location="A-01-01", quantity=10)
    answers = run_at_once(
        *[lambda: floor.hold_cart(sku=0, site=0, quantity=4)] * 2,
        *[lambda: floor.place(wants=[(0, 4)], policy=2)] * 2,
    )
    stock = read_stock(mug)
    refused = len(list_refusals(answers)) + sum(isinstance(answer, RefusedOrder) for answer in answers)
    assert (stock.promised + stock.held, refused) == (8, 2)


def test_one_order_cancelled_twice_at_once_frees_its_units_once(
    floor: Floor, mug: Sku, now: datetime
) -> None:
    floor.receive(sku=0, site=0, location="A-01-01", quantity=5)
    placed = floor.place(wants=[(0, 8)])
    assert isinstance(placed, PlacedOrder)

    def cancel() -> int:
        return cancel_order(
            scope=floor.scope, order_id=placed.id, now=now, actor=SYSTEM
        ).cancelled  # fmt: skip

    answers = run_at_once(cancel, cancel)
    assert [answer for answer in answers if isinstance(answer, int)] == [8]
    assert len(list_refusals(answers)) == 1
    assert (read_stock(mug).promised, read_stock(mug).backordered) == (0, 0)


@pytest.mark.parametrize("how", ["after a commit", "after a refusal"])
def test_a_connection_carries_no_tenant_from_one_transaction_to_the_next(
    floor: Floor, beta_scope: Scope, how: str
) -> None:
    floor.receive(sku=0, site=0, location="A-01-01", quantity=5)
    floor.place(wants=[(0, 1)])
    if how == "after a refusal":
        assert not floor.attempt("hold_cart", sku=0, site=0, quantity=99)
    with transaction(floor.scope):
        assert Order.objects.count() == 1
    assert rows.fetch_value("SELECT count(*) FROM orders_order", {}) == 0
    with transaction(beta_scope):
        assert Order.objects.count() == 0
        assert SiteStock.objects.count() == 0
