"""Reserve bins fill pick faces before orders need them, and take nothing from orders."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Packaging, Sku
from packhaus.config.subscriptions import drain
from packhaus.inventory.models import Balance
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.outbound.errors import ReplenishmentTaken, SourceAllocated, WrongQuantity
from packhaus.outbound.models import Allocation, PickFace, PickTask, ReplenishmentTask
from packhaus.outbound.services.batches import claim_batch
from packhaus.outbound.services.replenish import (
    cancel_replenishments,
    claim_replenishment,
    confirm_replenishment,
    plan_replenishment,
    prioritise_replenishments,
    return_replenishment,
    save_faces,
)
from packhaus.outbound.types import FaceDraft, PlanOutcome, ReplenishmentEntry, ShortReason
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Batching, Picking, Releasing

Planning = Callable[[], PlanOutcome]


@pytest.fixture
def face(mug: Sku, leeds: Place, now: datetime) -> None:
    """Mugs are picked from A-01-01, from 10 to 50 of them."""
    save_faces(site_id=leeds.id, drafts=[FaceDraft("ACME", "MUG", "A-01-01", 10, 50)], now=now, actor=SYSTEM)


@pytest.fixture
def plan(leeds: Place, now: datetime) -> Planning:
    return lambda: plan_replenishment(site_id=leeds.id, now=now)


def list_tasks(*statuses: str) -> list[ReplenishmentTask]:
    with transaction(Scope.operator()):
        return list(ReplenishmentTask.objects.filter(status__in=statuses or ["open"]).order_by("id"))


def count_at(place: Place, code: str) -> tuple[int, int]:
    """Count the units in a bin and those that are allocated."""
    with transaction(Scope.operator()):
        found = Balance.objects.filter(location_id=place.locations[code])
        return sum(one.on_hand for one in found), sum(one.allocated for one in found)


def confirm(task: ReplenishmentTask, quantity: int, now: datetime, **changes: object) -> None:
    entry = ReplenishmentEntry(task.id, quantity, "gun-1", str(new_id()))._replace(**changes)  # type: ignore[arg-type]
    confirm_replenishment(entries=[entry], now=now, actor=SYSTEM)


def test_a_low_face_is_filled_to_its_maximum_and_planning_again_adds_nothing(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, now: datetime
) -> None:
    stock(mug, leeds, 4, location="A-01-01")
    stock(mug, leeds, 100, location="R-01-01")
    assert plan().planned == 1
    assert plan() == PlanOutcome(0, 0, {})
    (task,) = list_tasks()
    confirm(task, 46, now)
    assert count_at(leeds, "A-01-01") == (50, 0)
    assert count_at(leeds, "R-01-01") == (54, 0)
    assert [(task.status, task.moved) for task in list_tasks("done")] == [("done", 46)]
    assert plan().planned == 0


def test_whole_cases_go_to_the_face(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, operator: Scope
) -> None:
    with transaction(operator):
        Packaging.objects.create(merchant_id=mug.merchant_id, sku=mug, code="CASE", quantity=12)
    stock(mug, leeds, 100, location="R-01-01")
    plan()
    assert [task.quantity for task in list_tasks()] == [48]


def test_what_is_promised_and_not_released_is_brought_before_its_cut_off(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, place_one: PlacingOne
) -> None:
    stock(mug, leeds, 20, location="A-01-01")
    stock(mug, leeds, 100, location="R-01-01")
    assert plan().planned == 0
    place_one(make_draft(("MUG", 30)))
    plan()
    (task,) = list_tasks()
    with transaction(Scope.operator()):
        due = rows.fetch_value("SELECT ship_by FROM orders_fulfillmentorder")
    assert (task.quantity, task.needed_at) == (30, due)


def test_allocations_that_nobody_walks_for_come_along_to_the_face(
    face: None,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    plan: Planning,
    place_one: PlacingOne,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    now: datetime,
) -> None:
    stock(mug, leeds, 100, location="R-01-01")
    place_one(make_draft(("MUG", 7)))
    batch(release())
    plan()
    (task,) = list_tasks()
    confirm(task, 50, now)
    assert count_at(leeds, "A-01-01") == (50, 7)
    assert count_at(leeds, "R-01-01") == (50, 0)
    with transaction(Scope.operator()):
        assert PickTask.objects.get().location_id == leeds.locations["A-01-01"]
    pick()
    assert count_at(leeds, "A-01-01") == (43, 0)


def test_units_that_a_picker_comes_for_stay_where_they_are(
    face: None,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    plan: Planning,
    place_one: PlacingOne,
    release: Releasing,
    batch: Batching,
    now: datetime,
    claim_all: Callable[[list[UUID]], None],
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    plan()
    (task,) = list_tasks()
    place_one(make_draft(("MUG", 30)))
    claim_all(batch(release()))
    with pytest.raises(SourceAllocated) as refusal:
        confirm(task, 50, now)
    assert refusal.value.data["there"] == 30
    assert count_at(leeds, "R-01-01") == (60, 30)
    found = plan()
    assert (found.planned, found.cancelled, list(found.lacking.values())) == (1, 1, [20])
    (fewer,) = list_tasks()
    confirm(fewer, 30, now)
    assert count_at(leeds, "A-01-01") == (30, 0)


@pytest.fixture
def claim_all(lead: object, now: datetime) -> Callable[[list[UUID]], None]:
    def claim(batch_ids: list[UUID]) -> None:
        for batch_id in batch_ids:
            claim_batch(batch_id=batch_id, picker_id=new_id(), now=now, actor=SYSTEM)

    return claim


def test_an_empty_source_is_not_walked_to_again_until_it_is_counted(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, now: datetime
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    plan()
    (task,) = list_tasks()
    confirm(task, 5, now, reason=ShortReason.FEWER)
    assert list_tasks() == []
    (short,) = list_tasks("short")
    assert (short.moved, short.short_reason, short.resolved_at) == (5, "fewer", None)
    assert plan().planned == 0


def test_a_face_that_is_full_sends_the_rest_back(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, now: datetime
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    plan()
    (task,) = list_tasks()
    confirm(task, 50, now, put=44)
    (done,) = list_tasks("done")
    assert (done.moved, done.returned) == (44, 6)
    assert (count_at(leeds, "A-01-01"), count_at(leeds, "R-01-01")) == ((44, 0), (16, 0))


def test_the_same_scan_takes_effect_once(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, now: datetime
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    plan()
    (task,) = list_tasks()
    entry = ReplenishmentEntry(task.id, 50, "gun-1", "scan-1")
    first = confirm_replenishment(entries=[entry], now=now, actor=SYSTEM)
    second = confirm_replenishment(entries=[entry], now=now, actor=SYSTEM)
    assert [one.is_repeat for one in first + second] == [False, True]
    assert count_at(leeds, "A-01-01") == (50, 0)
    with pytest.raises(ReplenishmentTaken):
        confirm(task, 50, now)


@pytest.mark.parametrize("quantity", [0, 51, -1])
def test_wrong_quantities_are_refused_and_book_nothing(
    quantity: int, face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, now: datetime
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    plan()
    (task,) = list_tasks()
    with pytest.raises(WrongQuantity):
        confirm(task, quantity, now)
    assert count_at(leeds, "R-01-01") == (60, 0)


def test_a_loss_in_the_source_plans_the_task_anew(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, now: datetime
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    plan()
    lost = Adjustment(mug.merchant_id, mug.id, leeds.locations["R-01-01"], -40, "damage")
    adjust_stock(scope=Scope.operator(), adjustments=[lost], document_id="D-1", now=now, actor=SYSTEM)
    assert plan().cancelled == 1
    assert [task.quantity for task in list_tasks()] == [20]


def test_a_task_is_one_persons_until_she_gives_it_back(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, now: datetime
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    plan()
    (task,) = list_tasks()
    dewi, sari = new_id(), new_id()
    claim_replenishment(task_id=task.id, person_id=dewi, now=now)
    claim_replenishment(task_id=task.id, person_id=dewi, now=now)
    with pytest.raises(ReplenishmentTaken):
        claim_replenishment(task_id=task.id, person_id=sari, now=now)
    return_replenishment(task_id=task.id)
    claim_replenishment(task_id=task.id, person_id=sari, now=now)
    assert [one.claimed_by for one in list_tasks("claimed")] == [sari]


def test_a_lead_moves_tasks_up_and_takes_them_back(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, now: datetime
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    plan()
    (task,) = list_tasks()
    assert prioritise_replenishments(task_ids=[task.id], priority=10) == [task.id]
    assert [one.priority for one in list_tasks()] == [10]
    assert cancel_replenishments(task_ids=[task.id], now=now) == [task.id]
    assert cancel_replenishments(task_ids=[task.id], now=now) == []


def test_faces_are_refused_with_every_problem(mug: Sku, leeds: Place, now: datetime) -> None:
    drafts = [
        FaceDraft("ACME", "MUG", "R-01-01", 10, 50),
        FaceDraft("ACME", "CUP", "A-01-01", 10, 50),
        FaceDraft("NOBODY", "MUG", "Z-99", 60, 50),
    ]
    with pytest.raises(Invalid) as refusal:
        save_faces(site_id=leeds.id, drafts=drafts, now=now, actor=SYSTEM)
    assert [problem.path for problem in refusal.value.problems] == [
        "faces.0.location", "faces.1.sku", "faces.2.merchant", "faces.2.location", "faces.2.maximum",
    ]  # fmt: skip
    with transaction(Scope.operator()):
        assert not PickFace.objects.exists()


def test_a_face_that_is_given_up_takes_its_tasks_along(
    face: None, stock: PutStock, mug: Sku, leeds: Place, plan: Planning, now: datetime
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    save_faces(site_id=leeds.id, drafts=[FaceDraft("ACME", "MUG", "A-01-02", 1, 9)], now=now, actor=SYSTEM)
    plan()
    gone = FaceDraft("ACME", "MUG", "A-01-01", 0, 0)
    assert save_faces(site_id=leeds.id, drafts=[gone], now=now, actor=SYSTEM) == 1
    assert plan().cancelled == 1


def test_a_release_and_a_receipt_plan_the_faces_by_themselves(
    committed: dict[str, str],
    face: None,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    place_one: PlacingOne,
    release: Releasing,
    now: datetime,
) -> None:
    stock(mug, leeds, 60, location="R-01-01")
    place_one(make_draft(("MUG", 7)))
    release()
    drain("outbound.replenish_faces", now=now)
    assert [task.quantity for task in list_tasks()] == [50]
    with transaction(Scope.operator()):
        assert Allocation.objects.get().quantity == 7
