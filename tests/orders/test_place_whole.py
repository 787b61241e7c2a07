"""An order that one site ships whole takes one round trip, and comes out as if it had been looked at first."""

import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import KitComponent, Sku
from packhaus.kernel import rows
from packhaus.orders.models import Order
from packhaus.orders.services.place import place_orders, whole
from packhaus.orders.types import LineDraft, OrderDraft, PlacedOrder, RefusedOrder
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing, PlacingOne
from tests.orders.drafts import BERLIN_ADDRESS, make_draft

_WRITTEN = """
SELECT o.stage, o.policy, o.goods_minor, o.total_minor, o.country, o.ship_by, f.status, f.request_status, f.site_id,
       f.line_count, f.unit_count, f.explanation, f.ship_by AS leaves, l.position, l.sku_id, l.sku_kind, l.ordered,
       l.promised, l.backordered, l.total_minor AS line_total, p.promised AS part, p.site_id AS part_site, a.precision,
       e.kind, e.data - 'number' AS data
FROM orders_order AS o
JOIN orders_orderline AS l ON l.order_id = o.id
JOIN orders_fulfillmentorder AS f ON f.order_id = o.id
JOIN orders_fulfillmentline AS p ON p.line_id = l.id AND p.fulfillment_id = f.id
JOIN parties_address AS a ON a.id = o.address_id
JOIN journal_entry AS e ON e.aggregate_id = o.id::text
WHERE o.external_number = %(number)s ORDER BY l.position
"""


def read_written(scope: Scope, number: str) -> list[tuple[Any, ...]]:
    with transaction(scope):
        return rows.fetch_tuples(_WRITTEN, {"number": number})


def test_what_is_written_is_what_a_look_first_would_have_written(
    place_one: PlacingOne, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, berlin: Place, acme_scope: Scope,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10)
    stock(mug, berlin, 10)  # and no lamp
    lines = (LineDraft("MUG", 2, 250, discount_minor=50, tax_minor=90), LineDraft("LAMP", 3, 1000))
    blind = place_one(make_draft(number="BLIND", lines=lines))
    monkeypatch.setattr(whole, "MAX_LINES", 0)
    seen = place_one(make_draft(number="SEEN", lines=lines))
    assert blind.lines == seen.lines
    written = read_written(acme_scope, "BLIND")
    assert len(written) == 2
    assert written == read_written(acme_scope, "SEEN")


def test_an_order_goes_on_to_the_next_site_when_the_first_lacks_a_unit(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, berlin: Place, acme_scope: Scope
) -> None:
    stock(mug, berlin, 3)
    stock(mug, leeds, 10)
    placed = place_one(make_draft(("MUG", 4), address=BERLIN_ADDRESS))
    assert [(line.promised, line.backordered) for line in placed.lines] == [(4, 0)]
    assert {row[8] for row in read_written(acme_scope, "A-1")} == {leeds.id}


def test_what_a_failed_try_locked_it_did_not_take(
    place: Placing, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 1)
    (refused,) = place(make_draft(("MUG", 4), ("LAMP", 2)))
    assert isinstance(refused, RefusedOrder)
    with transaction(acme_scope):
        assert rows.fetch_value("SELECT sum(promised)::bigint FROM inventory_sitestock") == 0
        assert Order.objects.count() == 0


def test_what_came_back_is_sold_at_once_though_it_lacked_a_moment_ago(
    place: Placing, place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 1)
    assert isinstance(place(make_draft(("MUG", 4)))[0], RefusedOrder)
    stock(mug, leeds, 4)
    assert place_one(make_draft(("MUG", 4))).lines[0].promised == 4


def test_a_sku_twice_a_kit_and_an_unknown_one_are_looked_at(
    place: Placing, place_one: PlacingOne, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, acme: Merchant,
    acme_scope: Scope,
) -> None:  # fmt: skip
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10)
    assert [
        line.promised for line in place_one(make_draft(("MUG", 1), ("MUG", 2), number="TWICE")).lines
    ] == [1, 2]
    with transaction(acme_scope):
        kit = Sku.objects.create(merchant_id=acme.id, code="SET", name="Set", name_key="set", kind="kit")
        KitComponent.objects.create(merchant_id=acme.id, kit=kit, component=mug, quantity=2)
    assert place_one(make_draft(("SET", 2), number="KIT")).lines[0].promised == 2
    (refused,) = place(make_draft(("NONE", 1), ("MUG", 1), number="UNKNOWN"))
    assert isinstance(refused, RefusedOrder)
    assert refused.problems[0].code == "unknown_sku"


def test_a_stranger_s_scope_finds_no_stock(
    stock: PutStock, mug: Sku, leeds: Place, beta: Merchant, now: datetime
) -> None:
    stock(mug, leeds, 10)
    draft = make_draft(("MUG", 1), policy="ship_available", payment_term="prepaid")
    placed = whole.place_whole(
        scope=Scope.merchant(beta.id), merchant_id=mug.merchant_id, draft=draft, now=now, actor=SYSTEM
    )
    assert placed is None


@pytest.mark.usefixtures("committed")
def test_outside_of_a_transaction_it_is_one_and_leaves_no_scope_behind(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    place_one(make_draft(("MUG", 4)))
    assert not connection.in_atomic_block
    assert rows.fetch_value("SELECT count(*) FROM orders_order") == 0  # no scope, no rows
    assert len(read_written(acme_scope, "A-1")) == 1


@pytest.mark.usefixtures("committed")
def test_the_same_order_from_eight_at_once_is_one_and_the_last_units_go_once(
    stock: PutStock, mug: Sku, leeds: Place, acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 12)
    outcomes: list[Any] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        start.wait()
        drafts: list[OrderDraft] = [
            make_draft(("MUG", 2), number="SAME"), make_draft(("MUG", 2), number=f"OWN-{number}")
        ]  # fmt: skip
        for draft in drafts:
            outcomes.extend(
                place_orders(scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)
            )
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    same = [one for one in outcomes if isinstance(one, PlacedOrder) and one.external_number == "SAME"]
    assert sum(not one.is_repeat for one in same) <= 1
    new = [one for one in outcomes if isinstance(one, PlacedOrder) and not one.is_repeat]
    assert len(new) == 6
    with transaction(acme_scope):
        assert rows.fetch_value("SELECT promised FROM inventory_sitestock") == 12


def test_an_order_that_took_the_last_units_is_answered_when_it_comes_again(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 2)
    first = place_one(make_draft(("MUG", 2)))
    again = place_one(make_draft(("MUG", 2)))
    assert (again.is_repeat, again.id) == (True, first.id)
