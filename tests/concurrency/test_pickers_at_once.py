"""Two associates and a shift lead on the same wave never take the same task or unit."""

from collections import Counter
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM, Actor, ActorKind
from packhaus.catalog.models import Sku
from packhaus.inventory.models import HandlingUnit, Movement
from packhaus.kernel.errors import DomainError
from packhaus.kernel.ids import new_id
from packhaus.orders.models import FulfillmentLine
from packhaus.outbound.models import BatchSlot, PickBatch, PickTask, SortTask
from packhaus.outbound.services.batches import add_pickers, build_batches, claim_batch, return_batch
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.services.sorting import bring_tote, claim_slot, make_wall, put_into_slot
from packhaus.outbound.types import PickMethod, PickScan, ReleaseRule, ShortReason
from tests.concurrency.threads import run_at_once
from tests.harness.cast import Place
from tests.invariants.floor import Floor

OPERATOR = Scope.operator()
ORDERS = 18


@pytest.fixture
def wave(floor: Floor, leeds: Place, now: datetime) -> UUID:
    """Eighteen orders of three mugs and two lamps, of which two bins have some each."""
    for sku in (0, 1):
        floor.receive(sku=sku, site=0, location="A-01-01", quantity=40)
        floor.receive(sku=sku, site=0, location="A-01-02", quantity=40)
    for _ in range(ORDERS):
        floor.place(wants=[(0, 3), (1, 2)])
    return release_wave(site_id=leeds.id, rule=ReleaseRule(), now=now, actor=SYSTEM).id


def act(person: User) -> Actor:
    return Actor(ActorKind.USER, str(person.id))


class Picker:
    """One person who takes walk after walk of the wave and confirms every stop that is hers."""

    def __init__(self, person: User, wave: UUID, now: datetime, *, is_lead: bool = False) -> None:
        self.person, self.wave, self.now, self.is_lead = person, wave, now, is_lead
        self.taken: Counter[int] = Counter()
        self.refused: list[str] = []
        self.shorts = 0

    def work(self) -> int:
        while batch := self._find_open():
            try:
                self._take(batch)
                while tasks := self._list_tasks():
                    self._walk(tasks)
            except DomainError as refusal:
                self.refused.append(refusal.code)
        return sum(self.taken.values())

    def _find_open(self) -> UUID | None:
        with transaction(OPERATOR):
            return (
                PickBatch.objects.filter(wave_id=self.wave, status="open")
                .order_by("id")
                .values_list("id", flat=True)
                .first()
            )

    def _take(self, batch: UUID) -> None:
        claim_batch(batch_id=batch, picker_id=self.person.id, now=self.now, actor=act(self.person))
        if self.is_lead and not self.refused:
            # The lead takes it back once, as it stands, and gives the next walk to herself.
            self.refused.append("returned")
            return_batch(batch_id=batch, now=self.now, actor=act(self.person))
            add_pickers(wave_id=self.wave, picker_ids=[self.person.id], now=self.now, actor=act(self.person))

    def _list_tasks(self) -> list[tuple[int, int]]:
        with transaction(OPERATOR):
            mine = PickBatch.objects.filter(picker_id=self.person.id, status="claimed")
            found = PickTask.objects.filter(
                batch_id__in=mine.values("id"), status__in=["open", "claimed"]
            ).order_by("sequence")
            return [(task.id, task.quantity - task.picked) for task in found]

    def _walk(self, tasks: list[tuple[int, int]]) -> None:
        for number, (task_id, quantity) in enumerate(tasks):
            is_short = self.is_lead and number == 1 and not self.shorts
            self.shorts += is_short
            scan = PickScan(
                task_id, quantity - is_short, self.person.name, str(new_id()),
                ShortReason.FEWER if is_short else None,
            )  # fmt: skip
            (outcome,) = confirm_picks(scans=[scan], now=self.now, actor=act(self.person))
            self.taken[task_id] += outcome.picked


def test_two_associates_and_a_lead_never_take_the_same_task_or_unit(
    floor: Floor, wave: UUID, associate: User, lead: User, admin: User, now: datetime
) -> None:
    build_batches(wave_id=wave, max_totes=2, now=now, actor=SYSTEM)
    crew = [
        Picker(associate, wave, now),
        Picker(admin, wave, now),
        Picker(lead, wave, now, is_lead=True),
    ]
    counts = run_at_once(*(one.work for one in crew))
    assert all(isinstance(count, int) for count in counts)
    whose = [set(one.taken) for one in crew]
    assert not whose[0] & whose[1] | whose[1] & whose[2] | whose[0] & whose[2]
    with transaction(OPERATOR):
        tasks = list(PickTask.objects.all())
        assert {task.status for task in tasks} <= {"done", "short"}
        for task in tasks:
            assert task.picked == sum(one.taken[task.id] for one in crew)
        moved = sum(Movement.objects.filter(reason="pick").values_list("quantity", flat=True))
        assert moved == sum(task.picked for task in tasks) == sum(map(int, counts))  # type: ignore[arg-type]
        assert moved == sum(FulfillmentLine.objects.values_list("picked", flat=True)) == ORDERS * 5
        owners = Counter(PickBatch.objects.values_list("picker_id", flat=True))
    assert None not in owners
    assert set(owners) <= {associate.id, admin.id, lead.id}


def test_three_people_at_one_wall_put_each_item_once(
    floor: Floor, wave: UUID, associate: User, lead: User, admin: User, mug: Sku, lamp: Sku, leeds: Place,
    now: datetime,
) -> None:  # fmt: skip
    """Each takes whatever item is next; who finds a line in another's hand takes another item."""
    build_batches(wave_id=wave, max_totes=ORDERS, method=PickMethod.WALL, now=now, actor=SYSTEM)
    with transaction(OPERATOR):
        tasks = list(PickTask.objects.values_list("id", "quantity"))
        totes = HandlingUnit.objects.filter(id__in=BatchSlot.objects.values("tote_id"))
        codes = list(totes.values_list("code", flat=True))
    confirm_picks(
        scans=[PickScan(id_, units, "gun", str(id_)) for id_, units in tasks], now=now, actor=SYSTEM
    )
    wall = make_wall(scope=OPERATOR, site_id=leeds.id, code="W1", slots=ORDERS, now=now, actor=SYSTEM)
    for code in codes:
        bring_tote(wall_id=wall, tote_code=code, now=now, actor=SYSTEM)

    def sort(person: User) -> int:
        put, misses = 0, 0
        while misses < 2:
            try:
                step = claim_slot(wall_id=wall, sku_ids=[mug.id, lamp.id], person_id=person.id, now=now)
                put_into_slot(
                    wall_id=wall, task_id=step.task_id, slot_code=step.slot_code, person_id=person.id,
                    device=person.name, client_id=str(new_id()), now=now, actor=act(person),
                )  # fmt: skip
                put, misses = put + 1, 0
            except DomainError:
                misses += 1
        return put

    counts = run_at_once(*(lambda person=person: sort(person) for person in (associate, lead, admin)))
    assert sum(map(int, counts)) == ORDERS * 5  # type: ignore[arg-type]
    with transaction(OPERATOR):
        assert set(SortTask.objects.values_list("status", flat=True)) == {"done"}
        units = HandlingUnit.objects.filter(code__startswith="W1-")
        assert set(BatchSlot.objects.values_list("tote_id", flat=True)) == set(
            units.values_list("id", flat=True)
        )
