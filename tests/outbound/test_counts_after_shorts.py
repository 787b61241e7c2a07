"""Counting while people pick: shorts plan counts, picks move stock, and what is missing makes promises give way."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.decide.counting import Verdict
from packhaus.inventory.models import Balance, Count, SiteStock
from packhaus.inventory.services.counts.by_hand import Counted, count_balances
from packhaus.journal.models import Entry
from packhaus.outbound.models import Short
from packhaus.outbound.types import ShortReason
from tests.harness.cast import Place
from tests.harness.counts import Counts
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting
from tests.outbound.conftest import Finding, Picking, Sending

pytestmark = pytest.mark.usefixtures("committed")


def read_shelf(leeds: Place) -> Balance:
    with transaction(Scope.operator()):
        return Balance.objects.get(location_id=leeds.locations["A-01-01"])


def test_a_pick_between_counting_and_approving_stays_picked(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    send: Sending,
    pick: Picking,
    counts: Counts,
) -> None:
    stock(mug, leeds, 10)
    send(("MUG", 4))
    count_id = counts.walk_twice((mug, 9))
    pick()
    assert (read_shelf(leeds).on_hand, read_shelf(leeds).allocated) == (6, 0)
    counts.approve(count_id)
    assert read_shelf(leeds).on_hand == 5
    with transaction(Scope.operator()):
        assert SiteStock.objects.get().on_hand == 9


def test_a_count_that_finds_fewer_than_are_promised_demotes_the_order(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    send: Sending,
    count: Counting,
    counts: Counts,
) -> None:
    stock(mug, leeds, 5, backorder_limit=10)
    placed = send(("MUG", 5))
    count_id = counts.walk_twice((mug, 3))
    counts.approve(count_id)
    assert count(placed.number) == [{"allocated": 3, "backordered": 2}]
    assert (read_shelf(leeds).on_hand, read_shelf(leeds).allocated) == (3, 3)


def test_a_short_plans_a_count_of_its_item_which_closes_it(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    send: Sending,
    find: Finding,
    counts: Counts,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 10)
    send(("MUG", 4))
    find(1, ShortReason.FEWER)
    drain(now=now)
    drain(now=now)
    with transaction(operator):
        planned = Count.objects.get()
    assert (planned.trigger, planned.status, planned.sku_id) == ("short", "planned", mug.id)
    assert counts.walk(planned.id, (mug, 6)) == Verdict.POST
    drain(now=now)
    with transaction(operator):
        assert Short.objects.get().resolved_at is not None


def test_a_count_at_the_location_answers_what_was_planned_for_its_item(
    stock: PutStock, mug: Sku, leeds: Place, send: Sending, find: Finding, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    send(("MUG", 4))
    find(1, ShortReason.FEWER)
    drain(now=now)
    shelf = read_shelf(leeds)
    counted = Counted(shelf.id, 5, shelf.on_hand)
    count_balances(scope=operator, counts=[counted], document_id="c", now=now, actor=SYSTEM)
    with transaction(operator):
        assert set(Count.objects.values_list("trigger", "status")) == {
            ("short", "cancelled"), ("by_hand", "approved"),
        }  # fmt: skip
        assert Entry.objects.filter(kind="count_cancelled").count() == 1
