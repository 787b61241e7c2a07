from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from email.message import Message as Mail

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.inbound.services.date_waiting import redate_overdue
from packhaus.journal.queries.reading import COLUMNS
from packhaus.journal.types import EntryRow
from packhaus.kernel import rows
from packhaus.messaging.backends import make_backend
from packhaus.messaging.models import Message, MessageBody
from packhaus.messaging.services.send import send_queued
from packhaus.orders.models import BackorderDemand
from packhaus.orders.notices import TOLD_KINDS, tell_shoppers
from packhaus.orders.services.backorder_dates import (
    InboundSupply,
    date_backorders,
    date_new_backorders,
)
from packhaus.orders.services.cancel import LineCancel, cancel_lines, cancel_order
from packhaus.orders.services.demote import demote_promises
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import OrderDraft, PlacedOrder
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.messaging.smtp_server import Postbox
from tests.orders.drafts import ANNA, make_draft

PlaceOne = Callable[[OrderDraft], PlacedOrder]
Told = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def place_one(acme: Merchant, acme_scope: Scope, now: datetime) -> PlaceOne:
    def place_one(draft: OrderDraft) -> PlacedOrder:
        (outcome,) = place_orders(
            scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM
        )
        assert isinstance(outcome, PlacedOrder), outcome
        return outcome

    return place_one


@pytest.fixture
def told(operator: Scope, now: datetime) -> Told:
    """Hand every fact of orders to the handler, as a rewound subscriber would; return kinds and texts so far."""

    def told() -> list[tuple[str, str]]:
        with transaction(operator):
            entries = rows.fetch_rows(
                EntryRow,
                f"SELECT {COLUMNS} FROM journal_entry AS e WHERE kind = ANY(%(kinds)s) ORDER BY e.id",
                {"kinds": list(TOLD_KINDS)},
            )
            tell_shoppers(entries, now)
            return list(MessageBody.objects.order_by("message_id").values_list("message__kind", "text"))

    return told


def test_an_order_is_confirmed_once_however_often_the_handler_runs(
    place_one: PlaceOne, stock: PutStock, mug: Sku, leeds: Place, told: Told
) -> None:
    stock(mug, leeds, 5)
    order = place_one(make_draft(("MUG", 2)))
    told()
    told()
    ((kind, text),) = told()
    assert kind == "order_confirmed"
    assert f"Bestellung ansehen: http://localhost:8000/t/{order.tracking_token}" in text
    assert "2 × Mug, blue  5,00\xa0£" in text


def test_what_waits_is_told_with_the_date_of_its_lead_time(
    place_one: PlaceOne, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, told: Told, operator: Scope
) -> None:
    with transaction(operator):
        Sku.objects.filter(pk=mug.pk).update(default_lead_days=9)
    stock(mug, leeds, 1, backorder_limit=100)
    stock(lamp, leeds, 1, backorder_limit=100)
    place_one(make_draft(("MUG", 4), ("LAMP", 2)))
    confirmed, backordered = told()
    assert "Ein Teil Ihrer Bestellung wartet auf Ware." in confirmed[1]
    assert backordered[0] == "order_backordered"
    assert (
        "3 × Mug, blue\n         Voraussichtlicher Versand: Donnerstag, 12. November 2026" in backordered[1]
    )
    assert "1 × Lamp\n         Das Datum steht noch nicht fest." in backordered[1]


def test_a_date_that_moves_is_told_again_and_one_that_holds_is_not(
    place_one: PlaceOne, stock: PutStock, mug: Sku, leeds: Place, told: Told, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 1, backorder_limit=100)
    place_one(make_draft(("MUG", 4)))
    assert [kind for kind, _ in told()] == ["order_confirmed", "order_backordered"]
    inbound = [
        InboundSupply(mug.id, 2, date(2026, 11, 9), "ASN-1"),
        InboundSupply(mug.id, 9, date(2026, 11, 19), "ASN-2"),
    ]
    for _ in range(2):
        date_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM, inbound=inbound)
    moved = told()[2:]
    assert [kind for kind, _ in moved] == ["backorder_moved"]
    assert "Freitag, 20. November 2026" in moved[0][1]
    with transaction(operator):
        demand = BackorderDemand.objects.get()
    assert (demand.date_source, demand.pegged_to) == ("inbound", "ASN-2")


def test_a_day_that_has_passed_is_replaced_by_another(
    place_one: PlaceOne, stock: PutStock, mug: Sku, leeds: Place, told: Told, operator: Scope, now: datetime
) -> None:
    with transaction(operator):
        Sku.objects.filter(pk=mug.pk).update(default_lead_days=2)
    stock(mug, leeds, 1, backorder_limit=100)
    place_one(make_draft(("MUG", 4)))
    told()
    assert redate_overdue(scope=operator, now=now + timedelta(days=2), actor=SYSTEM) == 0
    assert redate_overdue(scope=operator, now=now + timedelta(days=3), actor=SYSTEM) == 1
    assert [kind for kind, _ in told()][2:] == ["backorder_moved"]


def test_a_loss_that_hits_several_lines_is_one_message(
    place_one: PlaceOne, stock: PutStock, mug: Sku, leeds: Place, told: Told, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 9, backorder_limit=100)
    place_one(make_draft(("MUG", 2), ("MUG", 3)))
    with transaction(operator):
        demote_promises(site_id=leeds.id, sku_id=mug.id, units=5, now=now, actor=SYSTEM)
    assert [kind for kind, _ in told()] == ["order_confirmed", "order_backordered"]


def test_a_cancellation_says_what_does_not_come(
    place_one: PlaceOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    told: Told,
    acme_scope: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 5)
    stock(lamp, leeds, 5)
    order = place_one(make_draft(("MUG", 2), ("LAMP", 1)))
    with transaction(acme_scope):
        line_id = rows.fetch_value("SELECT id FROM orders_orderline WHERE position = 2")
    cancel_lines(scope=acme_scope, order_id=order.id, cancels=[LineCancel(line_id)], now=now, actor=SYSTEM)
    part = told()[1]
    assert part[0] == "order_partly_cancelled"
    assert "Ein Teil Ihrer Bestellung ist storniert" in part[1]
    assert "1 × Lamp" in part[1]
    assert "Mug" not in part[1]


def test_a_whole_cancellation_says_so(
    place_one: PlaceOne, stock: PutStock, mug: Sku, leeds: Place, told: Told, acme_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 5)
    order = place_one(make_draft(("MUG", 2), contact=ANNA))
    cancel_order(scope=acme_scope, order_id=order.id, now=now, actor=SYSTEM)
    assert "Ihre Bestellung ist storniert" in told()[1][1]


def test_a_shopper_without_an_address_is_told_nothing(
    place_one: PlaceOne, stock: PutStock, mug: Sku, leeds: Place, told: Told
) -> None:
    from dataclasses import replace

    stock(mug, leeds, 5)
    place_one(make_draft(("MUG", 1), contact=replace(ANNA, email="")))
    assert told() == []


def test_many_facts_cost_as_many_statements_as_one(
    place_one: PlaceOne, stock: PutStock, mug: Sku, leeds: Place, told: Told, operator: Scope
) -> None:
    stock(mug, leeds, 500, backorder_limit=100)
    for number in range(8):
        place_one(make_draft(("MUG", 2), number=f"M-{number}"))
    with CaptureQueriesContext(connection) as captured:
        assert len(told()) == 8
    # The scope, reading the journal and reading the texts back are the test's own.
    assert (
        len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]) == 7 + 4
    )


def test_new_demands_are_dated_once(
    place_one: PlaceOne, stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 1, backorder_limit=100)
    order = place_one(make_draft(("MUG", 4)))
    assert date_new_backorders(scope=operator, order_ids=[order.id], now=now) == 1
    assert date_new_backorders(scope=operator, order_ids=[order.id], now=now) == 0


def test_from_the_journal_to_the_postbox(
    committed: dict[str, str],
    place_one: PlaceOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    operator: Scope,
    now: datetime,
    postbox: Postbox,
) -> None:
    stock(mug, leeds, 5)
    place_one(make_draft(("MUG", 1)))
    for _ in range(2):
        drain(now=now)
        send_queued(backend=make_backend(postbox.url), now=now)
    subjects = _list_subjects(postbox.mails)
    assert len(subjects) == 1
    with transaction(operator):
        assert Message.objects.get().status == "sent"


def _list_subjects(mails: Sequence[Mail]) -> list[str]:
    return [str(mail["Subject"]) for mail in mails]
