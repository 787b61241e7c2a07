"""Bins are counted blind, at a position of the ledger, and the record follows however stock moved meanwhile."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.decide.counting import Verdict
from packhaus.inventory.errors import CountContradicted, CountTaken
from packhaus.inventory.models import Balance, SiteStock
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.inventory.services.counts.approve import approve_counts
from packhaus.inventory.services.counts.claim import (
    begin_count,
    claim_count,
    claim_next_count,
)
from packhaus.inventory.services.counts.finish import finish_count
from packhaus.inventory.services.counts.record import record_count
from packhaus.inventory.services.move import move_stock
from packhaus.inventory.types import CountEntry
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inventory.counting import *  # noqa: F403 - its fixtures
from tests.inventory.counting import Walking, read_count, read_units, tolerate


def test_a_count_that_finds_what_the_record_says_is_over_at_once(
    stock: PutStock, mug: Sku, leeds: Place, plan: Callable[..., UUID], walk: Walking, associate: User
) -> None:
    stock(mug, leeds, 10)
    count_id = plan()
    assert walk(count_id, associate, (mug, 10)) == Verdict.POST
    count = read_count(count_id)
    assert (count.status, count.reason, count.round) == ("approved", "within", 1)
    assert read_units(leeds) == 10


def test_what_is_over_tolerance_is_counted_again_by_somebody_else_and_approved_by_a_lead(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    plan: Callable[..., UUID],
    walk: Walking,
    associate: User,
    lead: User,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 10)
    count_id = plan()
    assert walk(count_id, associate, (mug, 8)) == Verdict.RECOUNT
    assert read_units(leeds) == 10
    with pytest.raises(CountTaken):
        claim_count(scope=operator, count_id=count_id, person_id=associate.id, now=now)
    assert claim_next_count(scope=operator, site_id=leeds.id, person_id=associate.id, now=now) is None
    assert walk(count_id, lead, (mug, 8)) == Verdict.DECIDE
    assert read_count(count_id).status == "counted"
    assert approve_counts(scope=operator, count_ids=[count_id], reason="lost", now=now, actor=SYSTEM) == {
        count_id: 2
    }
    assert read_units(leeds) == 8
    assert read_count(count_id).status == "approved"


def test_small_variances_post_themselves(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    plan: Callable[..., UUID],
    walk: Walking,
    associate: User,
    now: datetime,
) -> None:
    stock(mug, leeds, 100)
    tolerate(leeds, now, 2, 5)
    assert walk(plan(), associate, (mug, 98)) == Verdict.POST
    assert read_units(leeds) == 98


def test_units_that_moved_between_counting_and_approving_stay_moved(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    plan: Callable[..., UUID],
    walk: Walking,
    associate: User,
    lead: User,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 10)
    count_id = plan()
    walk(count_id, associate, (mug, 9))
    walk(count_id, lead, (mug, 9))
    with transaction(operator):
        shelf = Balance.objects.get()
    move_stock(
        scope=operator, balance_id=shelf.id, quantity=4, to_location_id=leeds.locations["R-01-01"], now=now,
        actor=SYSTEM,
    )  # fmt: skip
    approve_counts(scope=operator, count_ids=[count_id], reason="lost", now=now, actor=SYSTEM)
    assert (read_units(leeds), read_units(leeds, "R-01-01")) == (5, 4)
    with transaction(operator):
        assert SiteStock.objects.get().on_hand == 9


def test_what_was_corrected_meanwhile_is_not_booked_twice(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    plan: Callable[..., UUID],
    walk: Walking,
    associate: User,
    lead: User,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 10)
    count_id = plan()
    walk(count_id, associate, (mug, 7))
    walk(count_id, lead, (mug, 7))
    lost = Adjustment(mug.merchant_id, mug.id, leeds.locations["A-01-01"], -2, "loss")
    adjust_stock(scope=operator, adjustments=[lost], document_id="J", now=now, actor=SYSTEM)
    assert read_units(leeds) == 8
    approve_counts(scope=operator, count_ids=[count_id], reason="lost", now=now, actor=SYSTEM)
    assert read_units(leeds) == 7


def test_damage_since_the_count_happened_to_units_that_were_counted(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    plan: Callable[..., UUID],
    walk: Walking,
    associate: User,
    lead: User,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 10)
    count_id = plan()
    walk(count_id, associate, (mug, 7))
    walk(count_id, lead, (mug, 7))
    broken = Adjustment(mug.merchant_id, mug.id, leeds.locations["A-01-01"], -1, "damage")
    adjust_stock(scope=operator, adjustments=[broken], document_id="J", now=now, actor=SYSTEM)
    approve_counts(scope=operator, count_ids=[count_id], reason="lost", now=now, actor=SYSTEM)
    assert read_units(leeds) == 6


def test_a_count_that_cannot_be_true_any_more_is_refused_and_may_be_done_again(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    plan: Callable[..., UUID],
    walk: Walking,
    associate: User,
    lead: User,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 10)
    count_id = plan()
    walk(count_id, associate, (mug, 2))
    walk(count_id, lead, (mug, 2))
    with transaction(operator):
        shelf = Balance.objects.get()
    move_stock(
        scope=operator, balance_id=shelf.id, quantity=5, to_location_id=leeds.locations["R-01-01"], now=now,
        actor=SYSTEM,
    )  # fmt: skip
    with pytest.raises(CountContradicted):
        approve_counts(scope=operator, count_ids=[count_id], reason="lost", now=now, actor=SYSTEM)
    assert (read_units(leeds), read_count(count_id).status) == (5, "counted")


def test_what_moved_while_it_was_counted_and_does_not_fit_is_counted_again(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    plan: Callable[..., UUID],
    associate: User,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 100)
    tolerate(leeds, now, 5, 10)
    count_id = plan()
    claim_count(scope=operator, count_id=count_id, person_id=associate.id, now=now)
    begin_count(scope=operator, count_id=count_id, person_id=associate.id)
    with transaction(operator):
        shelf = Balance.objects.get()
    move_stock(
        scope=operator, balance_id=shelf.id, quantity=3, to_location_id=leeds.locations["R-01-01"], now=now,
        actor=SYSTEM,
    )  # fmt: skip
    entry = CountEntry(count_id, 100, mug.id)
    record_count(scope=operator, entries=[entry], device="gun", person_id=associate.id, now=now)
    verdict = finish_count(scope=operator, count_id=count_id, person_id=associate.id, now=now, actor=SYSTEM)
    assert verdict == Verdict.RECOUNT
    assert read_units(leeds) == 97


def test_what_nobody_found_counts_as_none_and_what_nobody_knew_is_found(
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    plan: Callable[..., UUID],
    walk: Walking,
    associate: User,
    lead: User,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 3)
    count_id = plan()
    walk(count_id, associate, (lamp, 2))
    walk(count_id, lead, (lamp, 2))
    approve_counts(scope=operator, count_ids=[count_id], reason="mislaid", now=now, actor=SYSTEM)
    with transaction(operator):
        there = dict(Balance.objects.values_list("sku_id", "on_hand"))
    assert there == {mug.id: 0, lamp.id: 2}
