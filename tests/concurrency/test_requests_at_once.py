"""Answers of partners that meet each other, a cancellation, or the end of their time: one of them counts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel.errors import DomainError
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.place import place_orders
from packhaus.orders.services.requests import accept_requests, reject_requests, reroute_unanswered
from packhaus.orders.types import PlacedOrder, Rejection, RejectReason
from packhaus.outbound.services.partner_sent import book_partner_shipments
from packhaus.outbound.types import PartnerParcel, PartnerReport
from tests.concurrency.threads import list_refusals, run_at_once
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.orders.partners import feed, find_request, hand_over, list_facts, list_parts, read_stock

OPERATOR = Scope.operator()


@pytest.fixture
def asked(
    berlin: Place, leeds: Place, mug: Sku, stock: PutStock, acme: Merchant, acme_scope: Scope, now: datetime
) -> PlacedOrder:
    """An order of 3 mugs that Berlin, a partner, was asked for; Leeds has some by now, too."""
    hand_over(berlin)
    feed(berlin, now, (mug, 10))
    (placed,) = place_orders(
        scope=acme_scope, merchant_id=acme.id, drafts=[make_draft(("MUG", 3))], now=now, actor=SYSTEM
    )
    assert isinstance(placed, PlacedOrder)
    stock(mug, leeds, 5)
    return placed


def reject(id_: UUID, now: datetime) -> Callable[[], object]:
    rejection = Rejection(id_, RejectReason.OTHER)
    return lambda: reject_requests(scope=OPERATOR, rejections=[rejection], now=now, actor=SYSTEM)


def accept(id_: UUID, now: datetime) -> Callable[[], object]:
    return lambda: accept_requests(scope=OPERATOR, fulfillment_ids=[id_], now=now, actor=SYSTEM)


def test_accept_beside_cancel_either_cancels_or_asks_the_partner(
    asked: PlacedOrder, berlin: Place, mug: Sku, now: datetime
) -> None:
    request = find_request(berlin)
    answers = run_at_once(
        accept(request, now), lambda: cancel_order(scope=OPERATOR, order_id=asked.id, now=now, actor=SYSTEM)
    )
    assert list_refusals(answers) in ([], ["request_closed"])
    ((_, status, request_status, *_),) = list_parts()
    if status == "planned":  # it had accepted by then, and is asked before its goods are let go
        assert request_status == "cancel_requested"
        assert list_refusals(answers) == []
        assert read_stock(berlin, mug) == (10, 3, 0)
    else:
        assert status == "cancelled"
        assert read_stock(berlin, mug) == (10, 0, 0)


def test_reject_beside_the_end_of_time_moves_the_units_once(
    asked: PlacedOrder, berlin: Place, leeds: Place, mug: Sku, now: datetime
) -> None:
    late = now + timedelta(hours=3)
    request = find_request(berlin)
    answers = run_at_once(
        reject(request, late), lambda: reroute_unanswered(scope=OPERATOR, now=late, actor=SYSTEM)
    )
    assert list_refusals(answers) == []
    assert len(list_facts("request_rejected")) == 1
    assert [part[:3] for part in list_parts()] == [
        ("BERLIN", "rejected", "rejected"),
        ("LEEDS", "planned", "none"),
    ]
    assert (read_stock(berlin, mug)[1], read_stock(leeds, mug)) == (0, (5, 3, 0))


def test_accept_beside_reject_never_leaves_units_nowhere(
    asked: PlacedOrder, berlin: Place, leeds: Place, mug: Sku, now: datetime
) -> None:
    request = find_request(berlin)
    answers = run_at_once(accept(request, now), reject(request, now), accept(request, now))
    assert set(list_refusals(answers)) <= {"request_closed"}
    assert len(list_facts("request_rejected")) == 1
    assert len(list_facts("request_accepted")) <= 1
    assert read_stock(leeds, mug) == (5, 3, 0)


def test_a_report_that_comes_twice_at_once_is_one_shipment(
    asked: PlacedOrder, berlin: Place, mug: Sku, now: datetime
) -> None:
    report = PartnerReport(find_request(berlin), "RAPID", (PartnerParcel("ZX1"),))
    answers = run_at_once(*([lambda: book_partner_shipments(reports=[report], now=now, actor=SYSTEM)] * 3))
    assert not any(isinstance(answer, DomainError) for answer in answers)
    assert len({answer[0].shipment_id for answer in answers if not isinstance(answer, DomainError)}) == 1
    assert read_stock(berlin, mug) == (7, 0, 0)
    assert len(list_facts("shipment_dispatched")) == 1


def test_many_requests_end_while_others_are_answered(
    asked: PlacedOrder, berlin: Place, acme: Merchant, acme_scope: Scope, mug: Sku, now: datetime
) -> None:
    drafts = [make_draft(("MUG", 1), number=f"B-{number}") for number in range(4)]
    place_orders(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    late = now + timedelta(hours=3)
    answers = run_at_once(
        *([lambda: reroute_unanswered(scope=OPERATOR, now=late, actor=SYSTEM)] * 2),
        lambda: cancel_order(scope=OPERATOR, order_id=asked.id, now=late, actor=SYSTEM),
    )
    assert list_refusals(answers) == []
    assert read_stock(berlin, mug)[1] == 0
