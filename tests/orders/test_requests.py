"""Partners' sites answer what they were asked: yes, no to all or some, or nothing until it is too late."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.insight.services.check import list_differences
from packhaus.kernel import rows
from packhaus.kernel.errors import DomainError
from packhaus.kernel.ids import new_id
from packhaus.orders.errors import RequestClosed, RequestNotFound, UnitsNotAsked
from packhaus.orders.services.backorders import promise_backorders
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.change import add_lines, change_recipient
from packhaus.orders.services.requests import accept_requests, reject_requests, reroute_unanswered
from packhaus.orders.types import LineDraft, RejectedUnits, Rejection, RejectReason, Rerouted
from tests.harness.cast import Place
from tests.harness.stock import PutStock, put_stock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import ANNA, BERLIN_ADDRESS, make_draft
from tests.orders.partners import (
    feed,
    find_request,
    hand_over,
    list_facts,
    list_lines,
    list_parts,
    open_partner,
    read_stock,
)

OPERATOR = Scope.operator()
Rejecting = Callable[..., list[Rerouted]]


@pytest.fixture
def partner(berlin: Place, mug: Sku, lamp: Sku, now: datetime, check_clean: Callable[[], None]) -> Place:
    """Berlin, run by a partner that says it has 10 mugs and 10 lamps."""
    return open_partner(berlin, now, (mug, 10), (lamp, 10))


@pytest.fixture
def reject(now: datetime) -> Rejecting:
    def reject(
        id_: UUID, *units: tuple[int, int], reason: RejectReason = RejectReason.OUT_OF_STOCK
    ) -> list[Rerouted]:
        rejection = Rejection(id_, reason, tuple(RejectedUnits(*one) for one in units))
        return reject_requests(scope=OPERATOR, rejections=[rejection], now=now, actor=SYSTEM)

    return reject


def accept(*ids: UUID, now: datetime) -> list[UUID]:
    return accept_requests(scope=OPERATOR, fulfillment_ids=ids, now=now, actor=SYSTEM)


def test_a_partner_accepts_once(partner: Place, place_one: PlacingOne, now: datetime) -> None:
    place_one(make_draft(("MUG", 3)))
    asked = find_request(partner)
    assert accept(asked, now=now) == [asked]
    assert accept(asked, now=now) == []
    assert list_parts() == [("BERLIN", "planned", "accepted", "", 3)]
    assert [fact["units"] for fact in list_facts("request_accepted")] == [3]


def test_what_is_cancelled_cannot_be_accepted(partner: Place, place_one: PlacingOne, now: datetime) -> None:
    placed = place_one(make_draft(("MUG", 3)))
    asked = find_request(partner)
    cancel_order(scope=OPERATOR, order_id=placed.id, now=now, actor=SYSTEM)
    with pytest.raises(RequestClosed, match="is cancelled"):
        accept(asked, now=now)
    assert list_parts() == [("BERLIN", "cancelled", "requested", "", 0)]


def test_nobody_answers_for_a_site_of_ours_or_for_a_stranger(
    leeds: Place, mug: Sku, stock: PutStock, place_one: PlacingOne, now: datetime, beta_scope: Scope
) -> None:
    stock(mug, leeds, 5)
    place_one(make_draft(("MUG", 3)))
    ours = find_request(leeds)
    for id_ in (ours, new_id()):
        with pytest.raises(RequestNotFound):
            accept(id_, now=now)
    with pytest.raises(RequestNotFound):
        reject_requests(
            scope=beta_scope, rejections=[Rejection(ours, RejectReason.OTHER)], now=now, actor=SYSTEM
        )
    assert list_parts() == [("LEEDS", "planned", "none", "", 3)]


def test_what_a_partner_rejects_another_site_promises(
    partner: Place,
    leeds: Place,
    mug: Sku,
    stock: PutStock,
    place_one: PlacingOne,
    reject: Rejecting,
    count: Counting,
) -> None:
    placed = place_one(make_draft(("MUG", 3)))
    stock(mug, leeds, 5)
    assert reject(find_request(partner)) == [Rerouted(find_request(partner, status="rejected"), 3, 0)]
    assert list_parts() == [
        ("BERLIN", "rejected", "rejected", "out_of_stock", 0),
        ("LEEDS", "planned", "none", "", 3),
    ]
    assert count(placed.number) == [{"promised": 3}]
    assert read_stock(leeds, mug) == (5, 3, 0)
    [fact] = list_facts("request_rejected")
    assert (fact["site"], fact["why"], fact["units"], fact["elsewhere"]) == ("BERLIN", "out_of_stock", 3, 3)
    assert list_facts("order_backordered") == []


def test_what_the_partner_says_it_has_not_is_not_promised_to_the_next(
    partner: Place, mug: Sku, place_one: PlacingOne, reject: Rejecting, now: datetime
) -> None:
    place_one(make_draft(("MUG", 3)))
    feeds = len(list_facts("stock_freed"))
    reject(find_request(partner))
    assert read_stock(partner, mug)[:2] == (7, 0)
    assert len(list_facts("stock_freed")) == feeds
    feed(partner, now, (mug, 10))
    assert read_stock(partner, mug)[:2] == (10, 0)


def test_what_the_partner_only_cannot_send_in_time_is_free_again(
    partner: Place, mug: Sku, place_one: PlacingOne, reject: Rejecting
) -> None:
    place_one(make_draft(("MUG", 3)))
    feeds = len(list_facts("stock_freed"))
    reject(find_request(partner), reason=RejectReason.NO_CAPACITY)
    assert read_stock(partner, mug)[:2] == (10, 0)
    assert [fact["units"] for fact in list_facts("stock_freed")[feeds:]] == [3]


@pytest.mark.usefixtures("committed")
def test_what_nobody_else_has_waits_and_the_shopper_is_told_once(
    partner: Place,
    leeds: Place,
    mug: Sku,
    stock: PutStock,
    place_one: PlacingOne,
    reject: Rejecting,
    count: Counting,
    now: datetime,
) -> None:
    stock(mug, leeds, 1)
    placed = place_one(make_draft(("MUG", 3), policy="ship_available"))
    drain(now=now)
    reject(find_request(partner))
    drain(now=now)
    drain(now=now)
    assert count(placed.number) == [{"backordered": 2, "promised": 1}]
    assert read_stock(leeds, mug) == (1, 1, 2)
    assert list_told(placed.id) == ["order_confirmed", "order_backordered"]


@pytest.mark.usefixtures("committed")
def test_an_order_that_does_not_wait_is_cancelled_and_the_shopper_is_told_that_alone(
    partner: Place, place_one: PlacingOne, reject: Rejecting, count: Counting, now: datetime
) -> None:
    placed = place_one(make_draft(("MUG", 3), policy="fill_or_kill"))
    drain(now=now)
    reject(find_request(partner))
    drain(now=now)
    assert count(placed.number) == [{"cancelled": 3}]
    assert list_told(placed.id) == ["order_confirmed", "order_cancelled"]


def test_a_site_that_rejected_is_not_asked_for_the_order_again(
    partner: Place, mug: Sku, place_one: PlacingOne, reject: Rejecting, count: Counting, now: datetime
) -> None:
    placed = place_one(make_draft(("MUG", 3), policy="ship_available"))
    reject(find_request(partner))
    feed(partner, now, (mug, 50))
    promise_backorders(scope=OPERATOR, sku_ids=[mug.id], now=now, actor=SYSTEM)
    assert count(placed.number) == [{"backordered": 3}]
    another = place_one(make_draft(("MUG", 2), number="A-2"))
    assert count(another.number) == [{"promised": 2}]
    with pytest.raises(DomainError):
        add_lines(
            scope=OPERATOR, order_id=placed.id, lines=[LineDraft("LAMP", 1, 100)], now=now, actor=SYSTEM
        )


def test_a_partner_rejects_some_units_and_is_still_asked_for_the_rest(
    partner: Place,
    leeds: Place,
    mug: Sku,
    lamp: Sku,
    stock: PutStock,
    place_one: PlacingOne,
    reject: Rejecting,
    count: Counting,
    now: datetime,
) -> None:
    placed = place_one(make_draft(("MUG", 3), ("LAMP", 2)))
    stock(mug, leeds, 5)
    asked = find_request(partner)
    mugs, lamps = list_lines(asked)
    assert reject(asked, (mugs, 2)) == [Rerouted(asked, 2, 0)]
    assert list_parts() == [
        ("BERLIN", "planned", "requested", "out_of_stock", 3),
        ("LEEDS", "planned", "none", "", 2),
    ]
    assert accept(asked, now=now) == [asked]
    assert count(placed.number) == [{"promised": 3}, {"promised": 2}]
    with pytest.raises(UnitsNotAsked):
        reject(asked, (mugs, 2), (lamps, 1))
    assert reject(asked, (mugs, 1), (lamps, 2)) == [Rerouted(asked, 1, 2)]
    assert list_parts()[0] == ("BERLIN", "rejected", "rejected", "out_of_stock", 0)


def test_a_rejection_that_is_sent_twice_takes_effect_once(
    partner: Place, place_one: PlacingOne, reject: Rejecting, count: Counting
) -> None:
    placed = place_one(make_draft(("MUG", 3), policy="ship_available"))
    asked = find_request(partner)
    assert reject(asked) == [Rerouted(asked, 0, 3)]
    assert reject(asked) == [Rerouted(asked, 0, 0)]
    assert count(placed.number) == [{"backordered": 3}]
    assert len(list_facts("request_rejected")) == 1


def test_an_order_that_ships_complete_waits_whole_for_what_was_rejected(
    partner: Place, leeds: Place, lamp: Sku, stock: PutStock, place_one: PlacingOne, reject: Rejecting
) -> None:
    stock(lamp, leeds, 2)
    place_one(make_draft(("MUG", 3), ("LAMP", 12), policy="ship_complete"))
    asked = find_request(partner)
    mugs, _ = list_lines(asked)
    reject(asked, (mugs, 3))
    with transaction(OPERATOR):
        found = rows.fetch_tuples("SELECT is_blocked FROM orders_fulfillmentorder WHERE status = 'planned'")
    assert found == [(True,), (True,)]


def test_the_next_partner_is_asked_with_a_deadline_of_its_own(
    partner: Place, leeds: Place, mug: Sku, place_one: PlacingOne, reject: Rejecting, now: datetime
) -> None:
    hand_over(leeds)
    place_one(make_draft(("MUG", 3)))
    feed(leeds, now, (mug, 5))
    reject(find_request(partner))
    assert list_parts()[1] == ("LEEDS", "planned", "requested", "", 3)
    assert reroute_unanswered(scope=OPERATOR, now=now + timedelta(minutes=59), actor=SYSTEM) == 0
    assert reroute_unanswered(scope=OPERATOR, now=now + timedelta(minutes=61), actor=SYSTEM) == 1
    assert list_parts()[1] == ("LEEDS", "rejected", "rejected", "no_answer", 0)


def test_silence_past_the_deadline_sends_the_units_elsewhere(
    partner: Place,
    leeds: Place,
    mug: Sku,
    stock: PutStock,
    place_one: PlacingOne,
    count: Counting,
    now: datetime,
) -> None:
    first = place_one(make_draft(("MUG", 3)))
    place_one(make_draft(("LAMP", 2), number="A-2"))
    with transaction(OPERATOR):
        [(answered,)] = rows.fetch_tuples(
            "SELECT id FROM orders_fulfillmentorder WHERE order_id <> %(id)s", {"id": first.id}
        )
    accept(answered, now=now)
    stock(mug, leeds, 5)
    late = now + timedelta(hours=2)
    assert reroute_unanswered(scope=OPERATOR, now=late, actor=SYSTEM) == 1
    assert reroute_unanswered(scope=OPERATOR, now=late, actor=SYSTEM) == 0
    assert ("LEEDS", "planned", "none", "", 3) in list_parts()
    assert ("BERLIN", "rejected", "rejected", "no_answer", 0) in list_parts()
    assert ("BERLIN", "planned", "accepted", "", 2) in list_parts()
    assert count(first.number) == [{"promised": 3}]
    assert [fact["why"] for fact in list_facts("request_rejected")] == ["no_answer"]


def test_only_silence_is_no_answer(partner: Place, place_one: PlacingOne, reject: Rejecting) -> None:
    place_one(make_draft(("MUG", 3)))
    with pytest.raises(DomainError, match="silence"):
        reject(find_request(partner), reason=RejectReason.NO_ANSWER)
    assert list_parts() == [("BERLIN", "planned", "requested", "", 3)]


def test_more_for_an_accepted_request_is_asked_anew(
    partner: Place, mug: Sku, place_one: PlacingOne, now: datetime
) -> None:
    placed = place_one(make_draft(("MUG", 3)))
    accept(find_request(partner), now=now)
    add_lines(scope=OPERATOR, order_id=placed.id, lines=[LineDraft("MUG", 2, 100)], now=now, actor=SYSTEM)
    assert list_parts() == [
        ("BERLIN", "planned", "accepted", "", 3),
        ("BERLIN", "planned", "requested", "", 2),
    ]


def test_an_address_is_not_changed_behind_a_partner_that_has_accepted(
    partner: Place, place_one: PlacingOne, now: datetime
) -> None:
    placed = place_one(make_draft(("MUG", 3)))

    def move() -> None:
        change_recipient(
            scope=OPERATOR, order_id=placed.id, contact=ANNA, address=BERLIN_ADDRESS, now=now, actor=SYSTEM
        )

    move()
    accept(find_request(partner), now=now)
    with pytest.raises(DomainError, match="accepted by a partner"):
        move()


def test_many_rejections_cost_as_many_statements_as_one(
    partner: Place, acme: Merchant, place_one: PlacingOne, now: datetime
) -> None:
    costs = []
    for size in (1, 4):
        for number in range(size):
            place_one(make_draft(("MUG", 1), ("LAMP", 1), number=f"{size}-{number}"))
        with transaction(OPERATOR):
            found = rows.fetch_tuples("SELECT id FROM orders_fulfillmentorder WHERE status = 'planned'")
        rejections = [Rejection(id_, RejectReason.OTHER) for (id_,) in found]
        with CaptureQueriesContext(connection) as captured:
            reject_requests(scope=OPERATOR, rejections=rejections, now=now, actor=SYSTEM)
        costs.append(len(captured))
    assert costs[1] <= costs[0], costs


def test_check_finds_a_rejection_that_is_still_work(
    mug: Sku, leeds: Place, place_one: PlacingOne, database: None
) -> None:
    put_stock(mug, leeds, 5)
    placed = place_one(make_draft(("MUG", 3)))
    with transaction(OPERATOR):
        rows.execute(
            "UPDATE orders_fulfillmentorder SET request_status = 'rejected', reject_reason = 'other'"
        )
    [difference] = list_differences()
    assert difference.key == f"{placed.number}-1"
    assert difference.found == "rejected as request, planned as work"


def list_told(order_id: UUID) -> list[Any]:
    """Return the kinds of messages about an order, in order."""
    with transaction(OPERATOR):
        found = rows.fetch_tuples(
            "SELECT kind FROM messaging_message WHERE topic_id = %(id)s ORDER BY queued_at, id",
            {"id": order_id},
        )
    return [kind for (kind,) in found]


def test_what_a_partner_said_too_long_ago_is_not_promised_to_who_waits(
    partner: Place,
    leeds: Place,
    mug: Sku,
    stock: PutStock,
    place_one: PlacingOne,
    count: Counting,
    now: datetime,
) -> None:
    feed(partner, now, (mug, 1))
    stock(mug, leeds, 1, backorder_limit=10)
    placed = place_one(make_draft(("MUG", 4), policy="ship_available"))
    feed(partner, now, (mug, 4))
    tomorrow = now + timedelta(hours=25)
    promise_backorders(scope=OPERATOR, sku_ids=[mug.id], now=tomorrow, actor=SYSTEM)
    assert count(placed.number) == [{"backordered": 2, "promised": 2}]
    feed(partner, tomorrow, (mug, 4))
    promise_backorders(scope=OPERATOR, sku_ids=[mug.id], now=tomorrow, actor=SYSTEM)
    assert count(placed.number) == [{"promised": 4}]
