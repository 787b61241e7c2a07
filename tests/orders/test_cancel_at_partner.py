"""Cancelling what a partner has accepted asks it: it stays behind, goes out, or nobody says anything in time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.kernel import rows
from packhaus.orders.errors import NotCancellable, RequestClosed, RequestNotFound
from packhaus.orders.services.cancel import CancelOutcome, LineCancel, cancel_lines, cancel_order
from packhaus.orders.services.requests import (
    accept_cancels,
    accept_requests,
    keep_unanswered,
    refuse_cancels,
    reject_requests,
)
from packhaus.orders.types import CancelReply, PlacedOrder, Rejection, RejectReason
from packhaus.outbound.services.partner_sent import book_partner_shipments
from packhaus.outbound.services.stop import answer_cancel_requests
from packhaus.outbound.types import BoxedUnits, PartnerParcel, PartnerReport
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft
from tests.orders.partners import find_request, list_facts, list_lines, list_parts, open_partner, read_stock

OPERATOR = Scope.operator()


@pytest.fixture
def partner(berlin: Place, mug: Sku, lamp: Sku, now: datetime, check_clean: Callable[[], None]) -> Place:
    """Berlin, run by a partner that says it has 10 mugs and 10 lamps."""
    return open_partner(berlin, now, (mug, 10), (lamp, 10))


@pytest.fixture
def placed(partner: Place, place_one: PlacingOne, now: datetime) -> PlacedOrder:
    """An order of 3 mugs and 2 lamps that the partner has accepted."""
    placed = place_one(make_draft(("MUG", 3), ("LAMP", 2)))
    accept_requests(scope=OPERATOR, fulfillment_ids=[find_request(partner)], now=now, actor=SYSTEM)
    return placed


def cancel(placed: PlacedOrder, now: datetime) -> CancelOutcome:
    return cancel_order(scope=OPERATOR, order_id=placed.id, now=now, actor=SYSTEM)


def cancel_mugs(placed: PlacedOrder, units: int, now: datetime) -> CancelOutcome:
    with transaction(OPERATOR):
        line_id = rows.fetch_value(
            "SELECT min(id) FROM orders_orderline WHERE order_id = %(id)s", {"id": placed.id}
        )
    wish = LineCancel(line_id, units)
    return cancel_lines(scope=OPERATOR, order_id=placed.id, cancels=[wish], now=now, actor=SYSTEM)


def say_yes(id_: UUID, now: datetime) -> CancelReply:
    (reply,) = accept_cancels(scope=OPERATOR, fulfillment_ids=[id_], now=now, actor=SYSTEM)
    return reply


def say_no(id_: UUID, now: datetime) -> CancelReply:
    (reply,) = refuse_cancels(scope=OPERATOR, fulfillment_ids=[id_], now=now, actor=SYSTEM)
    return reply


def send(id_: UUID, now: datetime, *units: tuple[int, int]) -> None:
    parcel = PartnerParcel("ZX1", tuple(BoxedUnits(*one) for one in units))
    book_partner_shipments(reports=[PartnerReport(id_, "RAPID", (parcel,))], now=now, actor=SYSTEM)


def list_told(placed: PlacedOrder) -> list[str]:
    with transaction(OPERATOR):
        found = rows.fetch_tuples(
            "SELECT kind FROM messaging_message WHERE topic_id = %(id)s ORDER BY queued_at, id",
            {"id": placed.id},
        )
    return [kind for (kind,) in found]


def test_a_partner_that_has_accepted_is_asked(
    placed: PlacedOrder, partner: Place, mug: Sku, count: Counting, now: datetime
) -> None:
    later = now + timedelta(hours=5)
    assert cancel(placed, later) == CancelOutcome(cancelled=0, requested=5, too_late=0)
    assert count(placed.number) == [{"promised": 3}, {"promised": 2}]
    assert list_parts() == [("BERLIN", "planned", "cancel_requested", "", 5)]
    assert read_stock(partner, mug) == (10, 3, 0)
    with transaction(OPERATOR):
        answer_by = rows.fetch_value("SELECT answer_by FROM orders_fulfillmentorder")
    assert answer_by == later + timedelta(minutes=60)
    assert [fact["units"] for fact in list_facts("partner_asked_to_cancel")] == [5]
    with pytest.raises(NotCancellable):
        cancel(placed, later)


def test_a_partner_that_has_not_answered_yet_is_not_asked(
    partner: Place, place_one: PlacingOne, now: datetime
) -> None:
    placed = place_one(make_draft(("MUG", 3)))
    assert cancel(placed, now) == CancelOutcome(cancelled=3, requested=0, too_late=0)
    assert list_parts() == [("BERLIN", "cancelled", "requested", "", 0)]


@pytest.mark.usefixtures("committed")
def test_a_yes_cancels_frees_the_stock_and_tells_the_shopper_once(
    placed: PlacedOrder, partner: Place, mug: Sku, count: Counting, now: datetime
) -> None:
    cancel(placed, now)
    drain(now=now)
    assert list_told(placed) == ["order_confirmed"]
    request = find_request(partner)
    assert say_yes(request, now) == CancelReply(request, 5, 0)
    assert count(placed.number) == [{"cancelled": 3}, {"cancelled": 2}]
    assert read_stock(partner, mug) == (10, 0, 0)
    assert list_parts() == [("BERLIN", "cancelled", "cancel_accepted", "", 0)]
    with transaction(OPERATOR):
        assert rows.fetch_value("SELECT stage FROM orders_order") == "cancelled"
    assert say_yes(request, now) == CancelReply(request, 0, 0)
    drain(now=now)
    assert list_told(placed) == ["order_confirmed", "order_cancelled"]


def test_a_no_keeps_the_units_and_they_go_out(
    placed: PlacedOrder, partner: Place, mug: Sku, count: Counting, now: datetime
) -> None:
    cancel(placed, now)
    request = find_request(partner)
    assert say_no(request, now) == CancelReply(request, 0, 5)
    assert list_parts() == [("BERLIN", "planned", "cancel_refused", "", 5)]
    assert say_no(request, now) == CancelReply(request, 0, 0)
    assert [fact["why"] for fact in list_facts("partner_keeps")] == ["said"]
    send(request, now)
    assert count(placed.number) == [{"shipped": 3}, {"shipped": 2}]
    assert read_stock(partner, mug) == (7, 0, 0)
    assert list_parts() == [("BERLIN", "dispatched", "cancel_refused", "", 5)]


def test_of_some_units_the_rest_stays_accepted(
    placed: PlacedOrder, partner: Place, mug: Sku, count: Counting, now: datetime
) -> None:
    assert cancel_mugs(placed, 2, now).requested == 2
    request = find_request(partner)
    assert say_yes(request, now) == CancelReply(request, 2, 0)
    assert count(placed.number) == [{"cancelled": 2, "promised": 1}, {"promised": 2}]
    assert list_parts() == [("BERLIN", "planned", "accepted", "", 3)]
    assert read_stock(partner, mug) == (10, 1, 0)


def test_who_has_said_no_is_asked_again_when_the_shopper_asks_again(
    placed: PlacedOrder, partner: Place, now: datetime
) -> None:
    cancel_mugs(placed, 1, now)
    request = find_request(partner)
    say_no(request, now)
    assert cancel(placed, now).requested == 5
    assert say_yes(request, now).cancelled == 5


def test_what_has_left_is_the_answer_and_what_has_not_is_cancelled(
    placed: PlacedOrder, partner: Place, mug: Sku, count: Counting, now: datetime
) -> None:
    cancel(placed, now)
    request = find_request(partner)
    mugs, _lamps = list_lines(request)
    send(request, now, (mugs, 2))
    assert count(placed.number) == [{"cancelled": 1, "shipped": 2}, {"cancelled": 2}]
    assert list_parts() == [("BERLIN", "dispatched", "accepted", "", 2)]
    assert read_stock(partner, mug) == (8, 0, 0)
    assert [(fact["why"], fact["units"]) for fact in list_facts("partner_keeps")] == [("sent", 2)]
    with pytest.raises(NotCancellable):
        cancel(placed, now)


def test_what_is_missing_of_a_report_and_was_not_to_be_cancelled_is_asked_again(
    placed: PlacedOrder, partner: Place, count: Counting, now: datetime
) -> None:
    cancel_mugs(placed, 1, now)
    request = find_request(partner)
    mugs, _lamps = list_lines(request)
    send(request, now, (mugs, 2))
    assert count(placed.number) == [{"cancelled": 1, "shipped": 2}, {"promised": 2}]
    assert [part[1:3] for part in list_parts()] == [("dispatched", "accepted"), ("planned", "requested")]


def test_silence_past_the_deadline_lets_it_go_out(
    placed: PlacedOrder, partner: Place, count: Counting, now: datetime
) -> None:
    cancel(placed, now)
    in_time, late = now + timedelta(minutes=60), now + timedelta(minutes=61)
    assert keep_unanswered(scope=OPERATOR, now=in_time, actor=SYSTEM) == 0
    assert keep_unanswered(scope=OPERATOR, now=late, actor=SYSTEM) == 1
    assert keep_unanswered(scope=OPERATOR, now=late, actor=SYSTEM) == 0
    assert list_parts() == [("BERLIN", "planned", "cancel_refused", "", 5)]
    assert count(placed.number) == [{"promised": 3}, {"promised": 2}]
    assert [fact["why"] for fact in list_facts("partner_keeps")] == ["no_answer"]


def test_the_floor_does_not_answer_for_a_partner(placed: PlacedOrder, now: datetime) -> None:
    cancel(placed, now)
    assert answer_cancel_requests(now=now, actor=SYSTEM) == []
    assert list_parts()[0][2] == "cancel_requested"


def test_only_who_was_asked_answers(
    placed: PlacedOrder, partner: Place, beta_scope: Scope, now: datetime
) -> None:
    request = find_request(partner)
    with pytest.raises(RequestClosed):
        say_yes(request, now)
    with pytest.raises(RequestClosed):
        say_no(request, now)
    cancel(placed, now)
    with pytest.raises(RequestNotFound):
        accept_cancels(scope=beta_scope, fulfillment_ids=[request], now=now, actor=SYSTEM)
    with pytest.raises(RequestClosed):
        reject_requests(
            scope=OPERATOR, rejections=[Rejection(request, RejectReason.OTHER)], now=now, actor=SYSTEM
        )
    assert list_parts() == [("BERLIN", "planned", "cancel_requested", "", 5)]


def test_after_a_no_the_partner_may_still_find_that_it_cannot_send(
    leeds: Place, placed: PlacedOrder, partner: Place, mug: Sku, lamp: Sku, stock: PutStock, now: datetime
) -> None:
    stock(mug, leeds, 5)
    stock(lamp, leeds, 5)
    cancel(placed, now)
    request = find_request(partner)
    say_no(request, now)
    (outcome,) = reject_requests(
        scope=OPERATOR, rejections=[Rejection(request, RejectReason.DAMAGED)], now=now, actor=SYSTEM
    )
    assert outcome.elsewhere == 5
    assert [part[:3] for part in list_parts()] == [
        ("BERLIN", "rejected", "rejected"),
        ("LEEDS", "planned", "none"),
    ]
