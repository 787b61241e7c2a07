"""Bins are counted blind, at a position of the ledger, and the record follows however stock moved meanwhile."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.decide.counting import Verdict
from packhaus.inventory.errors import CountContradicted, CountTaken
from packhaus.inventory.models import Balance, Count, SiteStock
from packhaus.inventory.queries.count_accuracy import list_class_accuracy
from packhaus.inventory.queries.count_programme import ProgrammeRow, find_bin_to_check
from packhaus.inventory.queries.list_counts import CountFilter, list_counts
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.inventory.services.counts.check_empty import check_empty
from packhaus.inventory.services.counts.claim import begin_count, claim_next_count
from packhaus.inventory.services.counts.programme import save_programme
from packhaus.inventory.types import CountEntry
from packhaus.kernel.keyset import PageOf
from packhaus.kernel.money import Money
from tests.harness.cast import Place
from tests.harness.counts import Counts
from tests.harness.stock import PutStock


def _tolerate(leeds: Place, now: datetime, units: int, percent: int) -> None:
    row = ProgrammeRow(tolerance_units=units, tolerance_percent=percent)
    save_programme(scope=Scope.operator(), site_id=leeds.id, programme=row, now=now, actor=SYSTEM)


def test_a_count_that_finds_what_the_record_says_is_over_at_once(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts
) -> None:
    stock(mug, leeds, 10)
    count_id = counts.plan()
    assert counts.walk(count_id, (mug, 10)) == Verdict.POST
    count = counts.read(count_id)
    assert (count.status, count.reason, count.round) == ("approved", "within", 1)
    assert counts.read_units() == 10


def test_what_is_over_tolerance_is_counted_again_by_somebody_else_and_approved_by_a_lead(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, associate: User, lead: User, now: datetime
) -> None:
    stock(mug, leeds, 10)
    count_id = counts.plan()
    assert counts.walk(count_id, (mug, 8)) == Verdict.RECOUNT
    assert counts.read_units() == 10
    with pytest.raises(CountTaken):
        counts.claim(count_id)
    asked = {"scope": Scope.operator(), "site_id": leeds.id, "person_id": associate.id, "now": now}
    assert claim_next_count(**asked) is None  # type: ignore[arg-type]
    assert counts.walk(count_id, (mug, 8), person=lead) == Verdict.DECIDE
    assert counts.read(count_id).status == "counted"
    assert counts.approve(count_id) == {count_id: 2}
    assert counts.read_units() == 8
    assert counts.read(count_id).status == "approved"


def test_small_variances_post_themselves(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, now: datetime
) -> None:
    stock(mug, leeds, 100)
    _tolerate(leeds, now, 2, 5)
    assert counts.walk(counts.plan(), (mug, 98)) == Verdict.POST
    assert counts.read_units() == 98


def test_units_that_moved_between_counting_and_approving_stay_moved(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, operator: Scope
) -> None:
    stock(mug, leeds, 10)
    count_id = counts.walk_twice((mug, 9))
    counts.move_away(4)
    counts.approve(count_id)
    assert (counts.read_units(), counts.read_units("R-01-01")) == (5, 4)
    with transaction(operator):
        assert SiteStock.objects.get().on_hand == 9


@pytest.mark.parametrize(
    ("change", "reason", "left"),
    [
        (-2, "loss", 7),  # what was corrected meanwhile is not booked twice
        (-1, "damage", 6),  # damage since the count happened to units that were counted
    ],
)
def test_what_was_booked_since_the_count_counts_towards_it_when_it_is_a_correction(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, operator: Scope, now: datetime, change: int,
    reason: str, left: int,
) -> None:  # fmt: skip
    stock(mug, leeds, 10)
    count_id = counts.walk_twice((mug, 7))
    booked = Adjustment(mug.merchant_id, mug.id, leeds.locations["A-01-01"], change, reason)
    adjust_stock(scope=operator, adjustments=[booked], document_id="J", now=now, actor=SYSTEM)
    assert counts.read_units() == 10 + change
    counts.approve(count_id)
    assert counts.read_units() == left


def test_a_count_that_cannot_be_true_any_more_is_refused_and_may_be_done_again(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts
) -> None:
    stock(mug, leeds, 10)
    count_id = counts.walk_twice((mug, 2))
    counts.move_away(5)
    with pytest.raises(CountContradicted):
        counts.approve(count_id)
    assert (counts.read_units(), counts.read(count_id).status) == (5, "counted")


def test_what_moved_while_it_was_counted_and_does_not_fit_is_counted_again(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, associate: User, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 100)
    _tolerate(leeds, now, 5, 10)
    count_id = counts.plan()
    counts.claim(count_id)
    begin_count(scope=operator, count_id=count_id, person_id=associate.id)
    counts.move_away(3)
    counts.note([CountEntry(count_id, 100, mug.id)])
    assert counts.finish(count_id) == Verdict.RECOUNT
    assert counts.read_units() == 97


def test_what_nobody_found_counts_as_none_and_what_nobody_knew_is_found(
    stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, counts: Counts, operator: Scope
) -> None:
    stock(mug, leeds, 3)
    counts.approve(counts.walk_twice((lamp, 2)))
    with transaction(operator):
        there = dict(Balance.objects.values_list("sku_id", "on_hand"))
    assert there == {mug.id: 0, lamp.id: 2}


def test_differences_that_are_worth_much_are_counted_again(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, now: datetime, operator: Scope
) -> None:
    stock(mug, leeds, 100)
    row = ProgrammeRow(tolerance_units=5, tolerance_percent=5, tolerance_minor=500, tolerance_currency="GBP")
    save_programme(scope=operator, site_id=leeds.id, programme=row, now=now, actor=SYSTEM)
    with transaction(operator):
        Sku.objects.update(cost_minor=250, cost_currency="GBP")
    assert counts.walk(counts.plan(), (mug, 98)) == Verdict.POST
    (told,) = list_counts(scope=operator, chosen=CountFilter(), page=PageOf()).rows
    assert told.worth == Money(-500, "GBP")
    assert counts.walk(counts.plan(), (mug, 95)) == Verdict.RECOUNT


@pytest.mark.parametrize(
    ("units", "verdict", "status"), [(0, Verdict.POST, "approved"), (3, Verdict.RECOUNT, "recount")]
)
def test_who_empties_a_bin_says_once_whether_it_is_empty(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, associate: User, now: datetime, operator: Scope,
    units: int, verdict: Verdict, status: str,
) -> None:  # fmt: skip
    stock(mug, leeds, 4)
    site = {"scope": operator, "site_id": leeds.id, "code": "A-01-01"}
    row = ProgrammeRow(checks_empty=True)
    save_programme(scope=operator, site_id=leeds.id, programme=row, now=now, actor=SYSTEM)
    assert find_bin_to_check(**site) is None  # type: ignore[arg-type]
    counts.move_away(4)
    location_id = find_bin_to_check(**site)  # type: ignore[arg-type]
    assert location_id == leeds.locations["A-01-01"]
    said: dict[str, Any] = {
        "scope": operator, "location_id": location_id, "sku_id": mug.id, "units": units, "now": now, "actor": SYSTEM,
        "person_id": associate.id, "device": "gun", "client_id": "e-1",
    }  # fmt: skip
    assert check_empty(**said) == verdict
    assert check_empty(**said) is None
    with transaction(operator):
        count = Count.objects.get()
        assert (count.trigger, count.status) == ("zero_check", status)
    assert find_bin_to_check(**site) == (location_id if units == 0 else None)  # type: ignore[arg-type]
    found = list_class_accuracy(scope=operator, site_id=leeds.id, since=now - timedelta(days=1), now=now)
    assert sum(one.counted for one in found) == (1 if units == 0 else 0)
