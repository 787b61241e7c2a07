"""Counting while people pick: shorts plan counts, picks move stock, and what is missing makes promises give way."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.decide.counting import Verdict
from packhaus.inventory.models import Balance, Count, SiteStock
from packhaus.inventory.services.count import Counted, count_balances
from packhaus.inventory.services.counts.approve import approve_counts
from packhaus.outbound.models import Short
from packhaus.outbound.types import ShortReason
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inventory.counting import *  # noqa: F403 - its fixtures
from tests.inventory.counting import Walking
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
    plan: Callable[..., UUID],
    walk: Walking,
    associate: User,
    lead: User,
    now: datetime,
) -> None:
    stock(mug, leeds, 10)
    send(("MUG", 4))
    count_id = plan()
    assert walk(count_id, associate, (mug, 9)) == Verdict.RECOUNT
    assert walk(count_id, lead, (mug, 9)) == Verdict.DECIDE
    pick()
    assert (read_shelf(leeds).on_hand, read_shelf(leeds).allocated) == (6, 0)
    approve_counts(scope=Scope.operator(), count_ids=[count_id], reason="lost", now=now, actor=SYSTEM)
    assert read_shelf(leeds).on_hand == 5
    with transaction(Scope.operator()):
        assert SiteStock.objects.get().on_hand == 9


def test_a_count_that_finds_fewer_than_are_promised_demotes_the_order(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    send: Sending,
    count: Counting,
    plan: Callable[..., UUID],
    walk: Walking,
    associate: User,
    lead: User,
    now: datetime,
) -> None:
    stock(mug, leeds, 5, backorder_limit=10)
    placed = send(("MUG", 5))
    count_id = plan()
    walk(count_id, associate, (mug, 3))
    walk(count_id, lead, (mug, 3))
    approve_counts(scope=Scope.operator(), count_ids=[count_id], reason="lost", now=now, actor=SYSTEM)
    assert count(placed.number) == [{"allocated": 3, "backordered": 2}]
    assert (read_shelf(leeds).on_hand, read_shelf(leeds).allocated) == (3, 3)


def test_a_short_plans_a_count_of_its_item_which_closes_it(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    send: Sending,
    find: Finding,
    walk: Walking,
    associate: User,
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
    assert walk(planned.id, associate, (mug, 6)) == Verdict.POST
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
