from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, HandlingUnit, SiteStock
from packhaus.journal.models import Entry
from packhaus.orders.models import CancelRequest, FulfillmentOrder, Order
from packhaus.orders.services.cancel import LineCancel, cancel_lines, cancel_order
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.stop import answer_cancel_requests
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting
from tests.outbound.conftest import Packing, Picking, Sending, list_open_tasks, make_scan


def test_what_is_not_picked_yet_is_simply_left(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    acme_scope: Scope,
    send: Sending,
) -> None:
    stock(mug, leeds, 10)
    placed = send(("MUG", 4))
    assert cancel_order(scope=acme_scope, order_id=placed.id, now=now, actor=SYSTEM).requested == 4
    (answer,) = answer_cancel_requests(now=now, actor=SYSTEM)
    assert (answer.stopped, answer.refused) == (4, 0)
    assert count(placed.number) == [{"cancelled": 4}]
    assert list_open_tasks() == []
    with transaction(operator):
        assert Order.objects.get().stage == "cancelled"
        assert FulfillmentOrder.objects.get().status == "cancelled"
        assert HandlingUnit.objects.get().merchant_id is None
        assert SiteStock.objects.get().promised == 0
        assert set(Entry.objects.values_list("kind", flat=True)) >= {"order_cancelled", "stock_freed"}
    assert answer_cancel_requests(now=now, actor=SYSTEM) == []


def test_what_is_picked_goes_back_to_its_bin(
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    acme_scope: Scope,
    pick: Picking,
    send: Sending,
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10, location="A-01-02")
    placed = send(("MUG", 4), ("LAMP", 1))
    pick()
    with transaction(operator):
        request_line = FulfillmentOrder.objects.get()
        assert request_line.status == "picked"
    with transaction(acme_scope):
        mugs = min(Order.objects.values_list("id", flat=True))
    assert mugs == placed.id
    wish = [LineCancel(_line_id(operator, 1), 3)]
    cancel_lines(scope=acme_scope, order_id=placed.id, cancels=wish, now=now, actor=SYSTEM)
    (answer,) = answer_cancel_requests(now=now, actor=SYSTEM)
    assert answer.stopped == 3
    assert count(placed.number) == [{"cancelled": 3, "picked": 1}, {"picked": 1}]
    with transaction(operator):
        shelf = Balance.objects.get(location_id=leeds.locations["A-01-01"])
        assert (shelf.on_hand, shelf.allocated) == (9, 0)
        assert FulfillmentOrder.objects.get().status == "picked"
        assert not FulfillmentOrder.objects.get().cancel_requested


def test_a_half_picked_line_stops_its_open_units_first_and_the_order_goes_on(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    acme_scope: Scope,
    send: Sending,
) -> None:
    stock(mug, leeds, 10)
    placed = send(("MUG", 6))
    ((task_id, _),) = list_open_tasks()
    confirm_picks(scans=[make_scan(task_id, 2)], now=now, actor=SYSTEM)
    wish = [LineCancel(_line_id(operator, 1), 5)]
    cancel_lines(scope=acme_scope, order_id=placed.id, cancels=wish, now=now, actor=SYSTEM)
    (answer,) = answer_cancel_requests(now=now, actor=SYSTEM)
    assert answer.stopped == 5
    assert count(placed.number) == [{"cancelled": 5, "picked": 1}]
    with transaction(operator):
        assert FulfillmentOrder.objects.get().status == "picked"


def test_what_is_packed_is_refused(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    acme_scope: Scope,
    pick: Picking,
    pack: Packing,
    send: Sending,
) -> None:
    stock(mug, leeds, 10)
    placed = send(("MUG", 4))
    pick()
    pack()
    cancel_order(scope=acme_scope, order_id=placed.id, now=now, actor=SYSTEM)
    (answer,) = answer_cancel_requests(now=now, actor=SYSTEM)
    assert (answer.stopped, answer.refused) == (0, 4)
    assert count(placed.number) == [{"packed": 4}]
    with transaction(operator):
        assert CancelRequest.objects.get().status == "refused"
        assert "cancel_refused" in set(Entry.objects.values_list("kind", flat=True))


def _line_id(operator: Scope, position: int) -> int:
    from packhaus.orders.models import OrderLine

    with transaction(operator):
        return OrderLine.objects.get(position=position).id
