"""Two associates and a release on the same reserve at once: nobody takes the same task, and no unit twice."""

from contextlib import suppress
from datetime import datetime
from functools import partial
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.kernel.errors import DomainError
from packhaus.kernel.ids import new_id
from packhaus.orders.services.place import place_orders
from packhaus.outbound.errors import MoveTaken, NothingToRelease, ReplenishmentTaken, SourceAllocated
from packhaus.outbound.models import ReplenishmentTask, SlottingMove
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.services.replenish import (
    claim_replenishment,
    confirm_replenishment,
    plan_replenishment,
    save_faces,
)
from packhaus.outbound.services.slotting import claim_move
from packhaus.outbound.types import FaceDraft, PlanOutcome, ReleaseRule, ReplenishmentEntry, WaveOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock, assert_clean
from tests.orders.drafts import make_draft
from tests.outbound.test_at_the_same_time import run_at_once


@pytest.fixture
def faces(
    committed: dict[str, str],
    acme: Merchant,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    now: datetime,
) -> None:
    """Mugs and lamps in reserve, two empty faces, and thirty orders that want both."""
    for sku in (mug, lamp):
        stock(sku, leeds, 100, location="R-01-01")
    drafts = [FaceDraft("ACME", "MUG", "A-01-01", 5, 60), FaceDraft("ACME", "LAMP", "A-01-02", 5, 60)]
    save_faces(site_id=leeds.id, drafts=drafts, now=now, actor=SYSTEM)
    wants = [make_draft(("MUG", 2), ("LAMP", 3), number=f"O-{number}") for number in range(30)]
    place_orders(scope=Scope.merchant(acme.id), merchant_id=acme.id, drafts=wants, now=now, actor=SYSTEM)


def test_two_planners_at_once_ask_for_no_unit_twice(faces: None, leeds: Place, now: datetime) -> None:
    def plan() -> PlanOutcome:
        return plan_replenishment(site_id=leeds.id, now=now)

    outcomes = run_at_once([plan, plan, plan])
    assert sorted(one.planned for one in outcomes if isinstance(one, PlanOutcome)) == [0, 0, 2]


def test_two_associates_at_once_do_not_take_the_same_re_slot_move(
    faces: None, mug: Sku, leeds: Place, now: datetime
) -> None:
    with transaction(Scope.operator()):
        move = SlottingMove.objects.create(
            proposal_id=new_id(), step=1, merchant_id=mug.merchant_id, site_id=leeds.id, sku_id=mug.id, quantity=100,
            from_location_id=leeds.locations["R-01-01"], to_location_id=leeds.locations["A-02-01"], status="open",
        )  # fmt: skip
    people = [new_id(), new_id(), new_id()]
    answers = run_at_once([partial(claim_move, move_id=move.id, person_id=one, now=now) for one in people])
    assert [type(one) for one in answers if one is not None] == [MoveTaken, MoveTaken]
    with transaction(Scope.operator()):
        assert SlottingMove.objects.get().claimed_by in people


def test_two_associates_and_a_release_share_the_reserve(faces: None, leeds: Place, now: datetime) -> None:
    plan_replenishment(site_id=leeds.id, now=now)

    def fill() -> int:
        return _fill_all(new_id(), now)

    def release() -> WaveOutcome:
        return release_wave(site_id=leeds.id, rule=ReleaseRule(), now=now, actor=SYSTEM)

    answers = run_at_once([fill, fill, release])
    assert not [one for one in answers if isinstance(one, DomainError)]
    assert sum(one for one in answers if isinstance(one, int)) == 2
    # A wave that waited for a bin does not see what came to another meanwhile: the next one does.
    with suppress(NothingToRelease):
        release()
    with transaction(Scope.operator()):
        found = rows.fetch_tuples("SELECT sum(on_hand)::int, sum(allocated)::int FROM inventory_balance")
        assert found == [(200, 150)]
        assert ReplenishmentTask.objects.filter(status="done").count() == 2
    assert_clean()


def _fill_all(person: UUID, now: datetime) -> int:
    """Do whatever can be claimed and return how many tasks that were."""
    done = 0
    with transaction(Scope.operator()):
        tasks = list(ReplenishmentTask.objects.order_by("id"))
    for task in tasks:
        try:
            claim_replenishment(task_id=task.id, person_id=person, now=now)
            entry = ReplenishmentEntry(task.id, task.quantity, f"gun-{person.hex[:8]}", str(new_id()))
            confirm_replenishment(entries=[entry], now=now, actor=SYSTEM)
        except (ReplenishmentTaken, SourceAllocated):
            continue
        done += 1
    return done
