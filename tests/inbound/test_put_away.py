"""Goods at the door get a place that takes them, and a task that brings them there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.errors import PlaceNotSuitable, PutAwayTaskTaken
from packhaus.inbound.models import PutAwayTask
from packhaus.inbound.queries.list_asns import AsnDetail
from packhaus.inbound.services.put_away.cancel import cancel_put_away
from packhaus.inbound.services.put_away.claim import claim_put_away
from packhaus.inbound.services.put_away.confirm import confirm_put_away
from packhaus.inbound.services.put_away.plan import plan_put_away
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.services.roll_back import roll_back_receipt
from packhaus.inbound.types import Entry, PutAway, PutAwayEntry, Received
from packhaus.inventory.models import Balance, HandlingUnit, Location
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.orders.services.backorders import promise_backorders
from packhaus.outbound.models import SlottingMove
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing
from tests.orders.conftest import PlacingOne, place, place_one
from tests.orders.drafts import make_draft

__all__ = ["place", "place_one"]


def receive(known: AsnDetail, *entries: Entry, now: datetime) -> list[Received]:
    return receive_against(
        scope=Scope.operator(), asn_id=known.header.id, entries=entries, now=now, actor=SYSTEM
    )


def entry(sku: str, units: int, **changes: Any) -> Entry:
    return Entry(client_id=str(new_id()), quantity=units, sku_code=sku, **changes)


def list_tasks(*statuses: str) -> list[PutAwayTask]:
    with transaction(Scope.operator()):
        return list(
            PutAwayTask.objects.filter(status__in=statuses or ["open", "claimed"]).order_by(
                "created_at", "id"
            )
        )


def tell(leeds: Place, tasks: Sequence[PutAwayTask]) -> list[tuple[int, str, str]]:
    codes = {id_: code for code, id_ in leeds.locations.items()}
    return [(task.quantity, codes.get(task.to_location_id or 0, ""), task.why) for task in tasks]


def change_place(leeds: Place, code: str, **changes: Any) -> None:
    with transaction(Scope.operator()):
        Location.objects.filter(id=leeds.locations[code]).update(**changes)


def confirm(*entries: PutAwayEntry, now: datetime) -> list[PutAway]:
    return confirm_put_away(scope=Scope.operator(), entries=entries, device="d-1", now=now, actor=SYSTEM)


def list_shelved(sku: Sku) -> dict[int, int]:
    with transaction(Scope.operator()):
        found = Balance.objects.filter(sku_id=sku.id, on_hand__gt=0)
        return dict(found.values_list("location_id", "on_hand"))


def test_more_of_the_same_goes_together_and_the_rest_to_the_nearest_empty_place(
    announce: Announcing, leeds: Place, stock: PutStock, mug: Sku, lamp: Sku, now: datetime
) -> None:
    stock(mug, leeds, 5, location="A-02-01")
    known = announce(("MUG", 10), ("LAMP", 4))
    receive(known, entry("MUG", 10), entry("LAMP", 4), now=now)
    assert sorted(tell(leeds, list_tasks())) == [(4, "A-01-01", "empty"), (10, "A-02-01", "same")]


def test_loose_units_are_split_over_places_that_are_too_small(
    announce: Announcing, leeds: Place, mug: Sku, now: datetime
) -> None:
    change_place(leeds, "A-01-01", max_weight_grams=4 * 350)
    change_place(leeds, "A-01-02", max_volume_mm3=3 * 120 * 90 * 100)
    for code in ("A-02-01", "R-01-01"):
        change_place(leeds, code, is_blocked=True)
    receive(announce(("MUG", 9)), entry("MUG", 9), now=now)
    tasks = list_tasks()
    assert sorted(tell(leeds, tasks)) == [(2, "", ""), (3, "A-01-02", "empty"), (4, "A-01-01", "empty")]
    left = next(task for task in tasks if task.to_location_id is None)
    assert left.excluded == {"blocked": 2, "volume": 1, "weight": 1}


def test_a_pallet_goes_whole_to_reserve_and_stays_a_pallet(
    announce: Announcing, leeds: Place, mug: Sku, lamp: Sku, now: datetime
) -> None:
    change_place(leeds, "R-01-01", max_pallets=1)
    known = announce(("MUG", 60), ("LAMP", 5))
    on = {"unit_code": "LPN-1", "unit_kind": "pallet"}
    receive(known, entry("MUG", 60, **on), entry("LAMP", 5, **on), now=now)
    [task] = list_tasks()
    assert (tell(leeds, [task]), task.sku_id, task.pallets) == ([(65, "R-01-01", "empty")], None, 1)
    confirm(PutAwayEntry(task.id, "c-1"), now=now)
    with transaction(Scope.operator()):
        unit = HandlingUnit.objects.get(code="LPN-1")
    assert (unit.location_id, unit.is_open) == (leeds.locations["R-01-01"], True)
    assert list_shelved(mug) == {leeds.locations["R-01-01"]: 60}
    receive(known, entry("MUG", 1, unit_code="LPN-2", unit_kind="pallet"), now=now)
    assert tell(leeds, list_tasks()) == [(1, "A-01-01", "empty")]


def test_scans_of_one_item_grow_one_task_and_one_taken_back_takes_its_units_with_it(
    announce: Announcing, leeds: Place, mug: Sku, now: datetime
) -> None:
    known = announce(("MUG", 10))
    first, second = (receive(known, entry("MUG", units), now=now)[0] for units in (4, 6))
    assert tell(leeds, list_tasks()) == [(10, "A-01-01", "empty")]
    roll_back_receipt(scope=Scope.operator(), receipt_id=first.id, now=now, actor=SYSTEM)
    [task] = list_tasks()
    assert task.quantity == 6
    roll_back_receipt(scope=Scope.operator(), receipt_id=second.id, now=now, actor=SYSTEM)
    assert list_tasks() == []
    assert [task.cancel_reason for task in list_tasks("cancelled")] == ["taken_back"]


def test_a_task_in_hand_shrinks_when_units_are_taken_back(
    announce: Announcing, mug: Sku, now: datetime, operator: Scope
) -> None:
    known = announce(("MUG", 10))
    first, _ = receive(known, entry("MUG", 4), entry("MUG", 6), now=now)
    [task] = list_tasks()
    claim_put_away(scope=operator, task_id=task.id, person_id=new_id(), now=now)
    roll_back_receipt(scope=operator, receipt_id=first.id, now=now, actor=SYSTEM)
    assert [(one.quantity, one.status) for one in list_tasks()] == [(6, "claimed")]


def test_what_somebody_waits_for_goes_to_the_cross_dock_and_only_that(
    announce: Announcing, leeds: Place, stock: PutStock, mug: Sku, place_one: PlacingOne, now: datetime
) -> None:
    with transaction(Scope.operator()):
        leeds.locations["XD"] = Location.objects.create(
            site=leeds.site, code="XD", kind="cross_dock", counts_as_on_hand=True, can_be_allocated=True
        ).id
    stock(mug, leeds, 1, backorder_limit=10)
    place_one(make_draft(("MUG", 4)))
    receive(announce(("MUG", 10)), entry("MUG", 10), now=now)
    tasks = list_tasks()
    assert sorted(tell(leeds, tasks)) == [(3, "XD", "waited_for"), (7, "A-01-01", "same")]
    promise_backorders(scope=Scope.operator(), sku_ids=[mug.id], now=now, actor=SYSTEM)
    confirm(*[PutAwayEntry(task.id, f"c-{task.id}"[:40]) for task in tasks], now=now)
    assert list_shelved(mug)[leeds.locations["XD"]] == 3


def test_many_tasks_are_confirmed_by_the_statements_of_one(
    announce: Announcing, mug: Sku, lamp: Sku, now: datetime
) -> None:
    known = announce(("MUG", 60), ("LAMP", 20))
    counts = []
    for name, lots in (("one", 1), ("many", 30)):
        entries = [entry("MUG", 1, lot_code=f"{name}-{lot}") for lot in range(lots)]
        with CaptureQueriesContext(connection) as received:
            receive(known, *entries, now=now)
        tasks = list_tasks()
        assert len(tasks) == lots
        with CaptureQueriesContext(connection) as confirmed:
            confirm(*[PutAwayEntry(task.id, f"{name}-{n}") for n, task in enumerate(tasks)], now=now)
        counts.append((len(received.captured_queries), len(confirmed.captured_queries)))
    assert counts[1][1] <= counts[0][1]
    assert counts[1][0] <= counts[0][0] + 1  # the first booking starts the delivery, later ones do not


def test_a_scan_sent_twice_puts_away_once(
    announce: Announcing, mug: Sku, leeds: Place, now: datetime
) -> None:
    receive(announce(("MUG", 5)), entry("MUG", 5), now=now)
    [task] = list_tasks()
    first = confirm(PutAwayEntry(task.id, "c-1", quantity=3), now=now)
    again = confirm(PutAwayEntry(task.id, "c-1", quantity=3), now=now)
    assert ([one.is_new for one in (*first, *again)], again[0].quantity) == ([True, False], 3)
    assert list_shelved(mug) == {leeds.locations["RECEIVING"]: 2, leeds.locations["A-01-01"]: 3}
    assert tell(leeds, list_tasks()) == [(2, "A-01-01", "same")]
    with pytest.raises(PutAwayTaskTaken):
        confirm(PutAwayEntry(task.id, "c-2"), now=now)


def test_another_place_needs_a_reason_and_room(
    announce: Announcing, mug: Sku, lamp: Sku, leeds: Place, stock: PutStock, now: datetime
) -> None:
    stock(lamp, leeds, 1, location="A-02-01")
    change_place(leeds, "A-02-01", mixing="one_sku")
    change_place(leeds, "A-01-02", max_weight_grams=4 * 350)
    receive(announce(("MUG", 5)), entry("MUG", 5), now=now)
    [task] = list_tasks()

    def try_place(code: str, reason: str) -> None:
        where = leeds.locations[code]
        confirm(PutAwayEntry(task.id, "c-1", to_location_id=where, reason=reason), now=now)

    with pytest.raises(Invalid):
        try_place("R-01-01", "")
    for code, why in (("A-02-01", "mixed_sku"), ("A-01-02", "weight"), ("QUARANTINE", "kind")):
        with pytest.raises(PlaceNotSuitable) as refused:
            try_place(code, "nearer")
        assert refused.value.data["why"] == why
    assert leeds.locations["RECEIVING"] in list_shelved(mug)
    try_place("R-01-01", "nearer")
    assert list_shelved(mug) == {leeds.locations["R-01-01"]: 5}


def test_damaged_goods_go_to_quarantine(announce: Announcing, mug: Sku, leeds: Place, now: datetime) -> None:
    receive(announce(("MUG", 5)), entry("MUG", 2, damage_reason="wet"), now=now)
    [task] = list_tasks()
    assert tell(leeds, [task]) == [(2, "QUARANTINE", "empty")]
    confirm(PutAwayEntry(task.id, "c-1"), now=now)
    assert list_shelved(mug) == {leeds.locations["QUARANTINE"]: 2}


def test_what_a_lead_cancelled_stays_until_it_is_planned_anew(
    announce: Announcing, mug: Sku, acme: Merchant, operator: Scope, now: datetime
) -> None:
    known = announce(("MUG", 10))
    receive(known, entry("MUG", 5), now=now)
    ids: list[UUID] = [task.id for task in list_tasks()]
    cancel_put_away(scope=operator, task_ids=ids, now=now, actor=SYSTEM)
    receive(known, entry("MUG", 2), now=now)
    assert [task.quantity for task in list_tasks()] == [2]
    assert plan_put_away(scope=operator, asn_id=known.header.id, now=now) == 7
    assert [task.quantity for task in list_tasks()] == [7]


def test_a_bin_that_an_item_is_moved_to_is_not_filled_meanwhile(
    announce: Announcing, leeds: Place, stock: PutStock, mug: Sku, lamp: Sku, now: datetime
) -> None:
    stock(lamp, leeds, 4, location="A-02-01")
    with transaction(Scope.operator()):
        SlottingMove.objects.create(
            proposal_id=new_id(), step=1, merchant_id=lamp.merchant_id, site_id=leeds.id, sku_id=lamp.id,
            from_location_id=leeds.locations["A-02-01"], to_location_id=leeds.locations["A-01-01"], quantity=4,
            status="open",
        )  # fmt: skip
    receive(announce(("MUG", 10)), entry("MUG", 10), now=now)
    assert tell(leeds, list_tasks()) == [(10, "A-01-02", "empty")]
    with transaction(Scope.operator()):
        SlottingMove.objects.update(status="cancelled")
