"""A customer cancels while somebody picks: every unit is either picked or gone, and never both."""

from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.orders.models import OrderLine
from packhaus.orders.services.cancel import CancelOutcome, cancel_order
from packhaus.orders.types import PlacedOrder
from tests.concurrency.threads import list_refusals, run_at_once, start_behind
from tests.invariants.floor import Floor

OPERATOR = Scope.operator()


@pytest.fixture
def order_id(floor: Floor) -> UUID:
    """Give an order of eight mugs that somebody walks for: two stops of four."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=4)
    floor.receive(sku=0, site=0, location="A-01-02", quantity=4)
    placed = floor.place(wants=[(0, 8)])
    assert isinstance(placed, PlacedOrder)
    floor.release(site=0)
    return placed.id


def cancel(floor: Floor, order_id: UUID, now: datetime) -> CancelOutcome:
    return cancel_order(scope=floor.scope, order_id=order_id, now=now, actor=SYSTEM)


def read_line(order_id: UUID) -> tuple[int, int, int]:
    with transaction(OPERATOR):
        line = OrderLine.objects.get(order_id=order_id)
    return line.cancelled, line.allocated, line.picked


def read_promised(sku: Sku) -> int:
    with transaction(OPERATOR):
        return SiteStock.objects.get(sku_id=sku.id, site__code="LEEDS").promised


def test_a_cancel_behind_a_scan_asks_the_floor_for_the_picked_units_too(
    floor: Floor, order_id: UUID, mug: Sku, now: datetime
) -> None:
    with transaction(OPERATOR):
        floor.pick(stops=1)
        finish = start_behind(lambda: cancel(floor, order_id, now))
    assert finish() == CancelOutcome(cancelled=0, requested=8, too_late=0)
    assert read_line(order_id) == (0, 4, 4)
    floor.answer_requests()
    assert read_line(order_id) == (8, 0, 0)
    assert read_promised(mug) == 0


def test_a_scan_behind_an_answered_cancel_finds_its_stop_closed(
    floor: Floor, order_id: UUID, mug: Sku, now: datetime
) -> None:
    cancel(floor, order_id, now)
    with transaction(OPERATOR):
        floor.answer_requests()
        finish = start_behind(lambda: floor.pick(stops=1))
    assert list_refusals([finish()]) == ["task_closed"]
    assert read_line(order_id) == (8, 0, 0)
    assert read_promised(mug) == 0


def test_cancels_answers_and_scans_at_once_leave_nothing_half_done(
    floor: Floor, order_id: UUID, mug: Sku, now: datetime
) -> None:
    def answer() -> None:
        for _ in range(4):
            floor.answer_requests()

    answers = run_at_once(
        lambda: floor.pick(stops=1), lambda: floor.pick(stops=2), lambda: cancel(floor, order_id, now), answer
    )
    assert not set(list_refusals(answers)) - {"task_closed", "wrong_quantity", "not_found"}
    floor.answer_requests()
    assert read_line(order_id) == (8, 0, 0)
    assert read_promised(mug) == 0
