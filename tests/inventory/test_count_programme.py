"""Bins are due by the class of what lies there, and upkeep plans them once a day."""

from datetime import datetime, timedelta

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Count, SkuClass
from packhaus.inventory.queries.count_programme import ProgrammeRow, find_programme, preview_programme
from packhaus.inventory.services.counts.by_hand import Counted, count_balances
from packhaus.inventory.services.counts.programme import plan_due_counts, save_programme
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import Move
from packhaus.kernel.errors import Invalid
from tests.harness.cast import Place
from tests.harness.counts import Counts
from tests.harness.stock import PutStock


def _pick(sku: Sku, place: Place, now: datetime, times: int) -> None:
    move = Move(
        merchant_id=sku.merchant_id, site_id=place.id, sku_id=sku.id, owner_id=sku.merchant_id, quantity=1,
        from_location_id=place.locations["A-01-01"], to_location_id=place.locations["A-01-02"],
    )  # fmt: skip
    for _ in range(times):
        with transaction(Scope.operator()):
            record_movements(
                moves=[move], reason="pick", document_kind="test", document_id="T", happened_at=now,
                actor=SYSTEM,
            )  # fmt: skip


def _save(place: Place, now: datetime, **fields: int) -> None:
    row = ProgrammeRow(**fields)  # type: ignore[arg-type]
    save_programme(scope=Scope.operator(), site_id=place.id, programme=row, now=now, actor=SYSTEM)


def _plan(now: datetime) -> int:
    return plan_due_counts(scope=Scope.operator(), now=now, actor=SYSTEM)


def test_a_day_plans_what_is_due_once_and_no_more_than_its_bins(
    stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 20)
    stock(lamp, leeds, 5, location="R-01-01")
    _pick(mug, leeds, now, 3)
    assert _plan(now) == 0
    _save(leeds, now, bins_a_day=2)
    assert _plan(now) == 2
    assert _plan(now) == 0
    with transaction(operator):
        assert dict(SkuClass.objects.values_list("sku__code", "abc")) == {"MUG": "a", "LAMP": "c"}
        planned = set(Count.objects.values_list("location__code", "trigger"))
    assert planned == {("A-01-01", "cycle"), ("A-01-02", "cycle")}
    # Yesterday's are not counted yet: there is room for none.
    assert _plan(now + timedelta(days=1)) == 0


def test_a_class_that_is_never_counted_and_a_counted_bin_are_not_due(
    stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, counts: Counts, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 20)
    stock(lamp, leeds, 5, location="R-01-01")
    _save(leeds, now, days_a=10, days_c=0)
    _pick(mug, leeds, now, 1)
    assert _plan(now) == 2
    with transaction(operator):
        planned = {count.location_id: count.id for count in Count.objects.all()}
    for code, units in (("A-01-01", 19), ("A-01-02", 1)):
        counts.walk(planned[leeds.locations[code]], (mug, units))
    row = find_programme(scope=operator, site_id=leeds.id)
    assert row is not None
    asked = {"scope": operator, "site_id": leeds.id, "programme": row}
    soon, later = now + timedelta(days=1), now + timedelta(days=5)
    preview = preview_programme(**asked, today=soon.date(), now=soon)  # type: ignore[arg-type]
    assert (preview.today, preview.week) == (0, 0)
    preview = preview_programme(**asked, today=later.date(), now=later)  # type: ignore[arg-type]
    assert (preview.today, preview.week, preview.by_class["a"]) == (0, 2, 2)


def test_a_count_that_shows_the_record_first_says_nothing_about_accuracy(
    stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 20)
    with transaction(operator):
        shelf = Balance.objects.get()
    wrong = [Counted(shelf.id, 15, 20)]
    count_balances(scope=operator, counts=wrong, document_id="c", now=now, actor=SYSTEM)
    asked = {"scope": operator, "site_id": leeds.id, "programme": ProgrammeRow(days_c=10)}
    later = now + timedelta(days=1)
    preview = preview_programme(**asked, today=later.date(), now=later)  # type: ignore[arg-type]
    assert (preview.today, preview.week) == (0, 0)


def test_a_programme_out_of_range_is_refused_with_every_field(leeds: Place, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        _save(leeds, now, goal_a=101, days_b=-1)
    assert {problem.path for problem in refused.value.problems} == {"goal_a", "days_b"}
    assert find_programme(scope=Scope.operator(), site_id=leeds.id) is None
