"""Orders that come while another one is being written are written by one statement, and each as if it were alone."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Event

import pytest
from django.db import connections

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import lane, rows
from packhaus.orders.services.place import place_orders, whole
from packhaus.orders.types import OrderDraft, OrderOutcome, PlacedOrder, RefusedOrder
from tests.concurrency.threads import is_anybody_waiting
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import BERLIN_ADDRESS, make_draft

Start = Callable[[OrderDraft], "Future[OrderOutcome]"]
SECONDS = 30


@pytest.fixture
def start(acme: Merchant, acme_scope: Scope, now: datetime) -> Iterator[Start]:
    """Place in a thread with a connection of its own."""

    def place(draft: OrderDraft) -> OrderOutcome:
        try:
            (outcome,) = place_orders(
                scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM
            )
            return outcome
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        yield lambda draft: pool.submit(place, draft)


@contextmanager
def one_in_front(start: Start, scope: Scope, sku: Sku) -> Iterator["Future[OrderOutcome]"]:
    """Let one order of the SKU wait for its stock, in front of all that come inside the block."""
    with transaction(scope):
        rows.execute(
            "SELECT FROM inventory_sitestock WHERE sku_id = %(sku_id)s FOR UPDATE", {"sku_id": sku.id}
        )
        front = start(make_draft((sku.code, 1), number="FRONT"))
        pause = Event()
        while not is_anybody_waiting():
            pause.wait(0.001)
        yield front


def wait_for_line(length: int) -> None:
    pause = Event()
    (key,) = whole.lane.list_keys()
    while whole.lane.count_waiting(key) < length:
        pause.wait(0.001)


def read_transactions(scope: Scope) -> dict[str, int]:
    with transaction(scope):
        found = rows.fetch_tuples("SELECT external_number, xmin::text::bigint FROM orders_order")
    return dict(found)


def read_promised(scope: Scope) -> dict[tuple[str, str], int]:
    with transaction(scope):
        found = rows.fetch_tuples(
            "SELECT k.code, p.code, s.promised FROM inventory_sitestock AS s JOIN catalog_sku AS k ON k.id = s.sku_id "
            "JOIN network_site AS p ON p.id = s.site_id"
        )
    return {(sku, site): promised for sku, site, promised in found}


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "PATIENCE_SECONDS", SECONDS)


@pytest.mark.usefixtures("patient")
def test_orders_that_come_meanwhile_share_a_transaction_and_promise_what_each_wants(
    start: Start, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, berlin: Place, acme_scope: Scope
) -> None:
    for site in (leeds, berlin):
        stock(mug, site, 20)
        stock(lamp, site, 20)
    with one_in_front(start, acme_scope, mug) as front:
        others = [
            start(make_draft(("LAMP", 2), ("MUG", 3), number="A")),
            start(make_draft(("MUG", 4), number="B", address=BERLIN_ADDRESS)),
            start(make_draft(("MUG", 5), ("LAMP", 1), number="C")),
        ]
        wait_for_line(3)
    placed = [future.result(SECONDS) for future in (front, *others)]
    taken = [order for order in placed if isinstance(order, PlacedOrder) and not order.is_repeat]
    assert [[line.promised for line in order.lines] for order in taken] == [[1], [2, 3], [4], [5, 1]]
    transactions = read_transactions(acme_scope)
    assert transactions["A"] == transactions["B"] == transactions["C"] != transactions["FRONT"]
    here, there = leeds.site.code, berlin.site.code
    promised = {("MUG", here): 9, ("LAMP", here): 3, ("MUG", there): 4, ("LAMP", there): 0}
    assert read_promised(acme_scope) == promised


@pytest.mark.usefixtures("patient")
def test_a_repeat_and_one_without_stock_spoil_nothing_for_the_others(
    start: Start, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 1)
    first = start(make_draft(("LAMP", 1), number="AGAIN")).result(SECONDS)
    with one_in_front(start, acme_scope, mug) as front:
        again = start(make_draft(("LAMP", 1), number="AGAIN"))
        short = start(make_draft(("MUG", 1), ("LAMP", 5), number="SHORT"))
        plain = start(make_draft(("MUG", 2), number="PLAIN"))
        wait_for_line(3)
    outcomes = [future.result(SECONDS) for future in (front, again, short, plain)]
    assert Counter(type(outcome) for outcome in outcomes) == {PlacedOrder: 3, RefusedOrder: 1}
    repeat = outcomes[1]
    assert isinstance(repeat, PlacedOrder)
    assert isinstance(first, PlacedOrder)
    assert (repeat.is_repeat, repeat.id) == (True, first.id)
    assert isinstance(outcomes[2], RefusedOrder)
    assert set(read_transactions(acme_scope)) == {"AGAIN", "FRONT", "PLAIN"}
    assert read_promised(acme_scope) == {("MUG", leeds.site.code): 3, ("LAMP", leeds.site.code): 1}


@pytest.mark.usefixtures("patient")
def test_the_last_units_go_to_who_is_first_when_all_of_them_want_more_than_there_is(
    start: Start, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 5)
    with one_in_front(start, acme_scope, mug) as front:
        others = [start(make_draft(("MUG", 2), number=name)) for name in "ABC"]
        wait_for_line(3)
    outcomes = [future.result(SECONDS) for future in (front, *others)]
    assert Counter(type(outcome) for outcome in outcomes) == {PlacedOrder: 3, RefusedOrder: 1}
    assert read_promised(acme_scope) == {("MUG", leeds.site.code): 5}


def test_an_order_of_other_stock_does_not_wait_for_a_lock_that_another_waits_for(
    start: Start, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 5)
    stock(lamp, leeds, 5)
    with one_in_front(start, acme_scope, mug) as front:
        assert isinstance(start(make_draft(("LAMP", 2), number="OTHER")).result(SECONDS), PlacedOrder)
        assert not front.done()
    assert isinstance(front.result(SECONDS), PlacedOrder)
