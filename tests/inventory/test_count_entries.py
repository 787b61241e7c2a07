"""What is said in a bin, and what becomes of a count that is not finished."""

from datetime import datetime, timedelta

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.decide.counting import Verdict
from packhaus.inventory.models import CountLine, CountTask, CountUnknown
from packhaus.inventory.services.counts.approve import reject_counts
from packhaus.inventory.services.counts.cancel import cancel_counts
from packhaus.inventory.services.counts.claim import claim_next_count, leave_count
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.inventory.types import CountEntry, CountWant, Move
from packhaus.kernel.errors import Invalid
from packhaus.kernel.states import IllegalTransition
from tests.harness.cast import Place
from tests.harness.counts import Counts
from tests.harness.stock import PutStock


def test_an_item_without_lots_may_lie_there_under_several_keys(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    broken = Move(
        merchant_id=mug.merchant_id, site_id=leeds.id, sku_id=mug.id, owner_id=mug.merchant_id, quantity=2,
        from_location_id=leeds.locations["A-01-01"], to_location_id=leeds.locations["A-01-01"],
        to_condition="damaged",
    )  # fmt: skip
    with transaction(operator):
        record_movements(
            moves=[broken], reason="damage", document_kind="test", document_id="T", happened_at=now,
            actor=SYSTEM,
        )  # fmt: skip
    assert counts.walk(counts.plan(), (mug, 10)) == Verdict.POST
    with transaction(operator):
        assert sorted(CountLine.objects.values_list("recorded", "counted")) == [(2, 2), (8, 8)]


def test_a_scan_sent_twice_takes_effect_once_although_stock_moved_between(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts
) -> None:
    stock(mug, leeds, 10)
    count_id = counts.plan()
    counts.claim(count_id)
    entries = [CountEntry(count_id, 10, mug.id, client_id="scan-1")]
    assert counts.note(entries) == 1
    counts.move_away(4)
    assert counts.note(entries) == 0
    assert counts.finish(count_id, client_id="end") == Verdict.POST
    assert counts.finish(count_id, client_id="end") == Verdict.POST
    assert counts.read_units() == 6


def test_a_code_that_nobody_knows_is_kept_for_the_lead(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, operator: Scope
) -> None:
    stock(mug, leeds, 1)
    count_id = counts.plan()
    counts.claim(count_id)
    counts.note([CountEntry(count_id, 1, mug.id), CountEntry(count_id, 3, code="4001")])
    assert counts.finish(count_id) == Verdict.DECIDE
    with transaction(operator):
        assert list(CountUnknown.objects.values_list("code", "quantity")) == [("4001", 3)]


def test_lots_and_serials_are_asked_for(
    stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, counts: Counts, operator: Scope
) -> None:
    stock(mug, leeds, 5)
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(has_lots=True)
        Sku.objects.filter(id=lamp.id).update(has_serials=True)
    count_id = counts.plan()
    counts.claim(count_id)
    for entry in (CountEntry(count_id, 5, mug.id), CountEntry(count_id, 2, lamp.id, serial="S-1")):
        with pytest.raises(Invalid):
            counts.note([entry])
    counts.note(
        [
            CountEntry(count_id, 4, mug.id, lot_code="L-1"),
            CountEntry(count_id, 1, lamp.id, serial="S-1"),
            CountEntry(count_id, 1, lamp.id, serial="S-2"),
        ]
    )
    counts.finish(count_id)
    with transaction(operator):
        found = CountLine.objects.values_list("sku_id", "lot_id", "serial", "recorded", "counted")
        lots = {
            (sku == mug.id, lot is None, serial, recorded, counted)
            for sku, lot, serial, recorded, counted in found
        }
    assert lots == {
        (True, False, None, 0, 4),
        (True, True, None, 5, 0),
        (False, True, "S-1", 0, 1),
        (False, True, "S-2", 0, 1),
    }


def test_none_of_an_item_and_then_some_of_its_lot_in_one_call_is_what_was_said_last(
    check_clean: object, mug: Sku, leeds: Place, counts: Counts, operator: Scope, now: datetime
) -> None:
    line = ReceiptLine(mug.merchant_id, mug.id, 5, leeds.locations["A-01-01"], lot_code="L-1")
    receive_stock(
        scope=operator, site_id=leeds.id, document_kind="test", document_id="T", lines=[line], now=now,
        actor=SYSTEM,
    )  # fmt: skip
    count_id = counts.plan()
    counts.claim(count_id)
    counts.note([CountEntry(count_id, 0, mug.id), CountEntry(count_id, 3, mug.id, lot_code="L-1")])
    with transaction(operator):
        assert list(CountLine.objects.values_list("recorded", "counted")) == [(5, 3)]


def test_a_bin_has_one_open_count_and_a_whole_one_takes_over_one_of_an_item(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 1)
    count_id = counts.plan(sku_id=mug.id)
    wants = [CountWant(leeds.locations["A-01-01"], priority=20), CountWant(leeds.locations["PACKING"])]
    assert plan_counts(scope=operator, wants=wants, now=now, actor=SYSTEM) == []
    assert counts.read(count_id).sku_id is None
    with transaction(operator):
        assert CountTask.objects.get().priority == 20


def test_a_bin_in_doubt_for_two_items_at_once_is_counted_whole(
    stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, counts: Counts, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 1)
    wants = [
        CountWant(leeds.locations["A-01-01"], "short", sku.id, priority)
        for sku, priority in ((mug, 30), (lamp, 20))
    ]
    [count_id] = plan_counts(scope=operator, wants=wants, now=now, actor=SYSTEM)
    assert counts.read(count_id).sku_id is None
    with transaction(operator):
        assert CountTask.objects.get().priority == 20


def test_a_bin_that_cannot_be_reached_waits_again_and_forgets_what_was_noted(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, associate: User, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 1)
    count_id = counts.plan()
    counts.claim(count_id)
    counts.note([CountEntry(count_id, 1, mug.id)])
    leave_count(scope=operator, count_id=count_id, person_id=associate.id, now=now)
    with transaction(operator):
        assert not CountLine.objects.exists()
        statuses = CountTask.objects.order_by("id").values_list("status", flat=True)
        assert list(statuses) == ["cancelled", "open"]
    assert counts.read(count_id).status == "planned"
    assert claim_next_count(scope=operator, site_id=leeds.id, person_id=associate.id, now=now) == count_id


def test_doubt_since_the_count_asks_for_another_one(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    count_id = counts.walk_twice((mug, 8))
    want = CountWant(leeds.locations["A-01-01"], "short", mug.id)
    plan_counts(scope=operator, wants=[want], now=now + timedelta(minutes=1), actor=SYSTEM)
    count = counts.read(count_id)
    assert (count.status, count.round) == ("recount", 3)


def test_rejected_and_cancelled_counts_change_no_stock(
    stock: PutStock, mug: Sku, leeds: Place, counts: Counts, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    count_id = counts.walk_twice((mug, 8))
    with pytest.raises(IllegalTransition):
        cancel_counts(scope=operator, count_ids=[count_id], now=now, actor=SYSTEM)
    reject_counts(scope=operator, count_ids=[count_id], now=now, actor=SYSTEM)
    other = counts.plan()
    cancel_counts(scope=operator, count_ids=[other], now=now, actor=SYSTEM)
    assert [counts.read(id_).status for id_ in (count_id, other)] == ["rejected", "cancelled"]
    assert counts.read_units() == 10
