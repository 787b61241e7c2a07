"""Items that were picked for many orders at once come into their compartments, each once, whoever sorts."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, HandlingUnit
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.orders.models import FulfillmentOrder
from packhaus.orders.services.cancel import cancel_order
from packhaus.outbound.errors import (
    ItemNotWanted,
    SlotTaken,
    SortTaskClosed,
    ToteNotFound,
    ToteNotSorted,
    WallFull,
    WrongSlot,
)
from packhaus.outbound.models import BatchSlot, PickBatch, SortTask, WallSlot
from packhaus.outbound.queries.packing_bench import find_bench_order
from packhaus.outbound.queries.walls import get_wall, list_totes_to_bring, list_walls, list_wanted_items
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.services.sorting import bring_tote, claim_slot, leave_wall, make_wall, put_into_slot
from packhaus.outbound.services.stop import answer_cancel_requests
from packhaus.outbound.services.unrelease import unrelease_fulfillments
from packhaus.outbound.types import Pack, PickMethod, SortOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Picking, Releasing


@pytest.fixture
def wall(leeds: Place, operator: Scope, now: datetime) -> UUID:
    return make_wall(scope=operator, site_id=leeds.id, code="W1", slots=2, now=now, actor=SYSTEM)


@pytest.fixture
def tote(
    stock: PutStock,
    place: Placing,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    release: Releasing,
    pick: Picking,
    now: datetime,
) -> str:
    """Two orders in one tote: two mugs and a lamp, and one of each."""
    stock(mug, leeds, 20)
    stock(lamp, leeds, 20, location="A-01-02")
    place(
        make_draft(("MUG", 2), ("LAMP", 1), number="first"),
        make_draft(("MUG", 1), ("LAMP", 1), number="second"),
    )
    build_batches(wave_id=release().id, max_totes=4, method=PickMethod.WALL, now=now, actor=SYSTEM)
    pick()
    return find_tote()


def find_tote() -> str:
    with transaction(Scope.operator()):
        (tote_id,) = set(BatchSlot.objects.values_list("tote_id", flat=True))
        return HandlingUnit.objects.get(id=tote_id).code


def sort(wall: UUID, sku: Sku, person: User, now: datetime, slot_code: str = "") -> SortOutcome:
    step = claim_slot(wall_id=wall, sku_ids=[sku.id], person_id=person.id, now=now)
    return put_into_slot(
        wall_id=wall, task_id=step.task_id, slot_code=slot_code or step.slot_code, person_id=person.id,
        device="gun-1", client_id=str(new_id()), now=now, actor=SYSTEM,
    )  # fmt: skip


def list_contents() -> dict[str, int]:
    """List the units in each tote and compartment."""
    with transaction(Scope.operator()):
        codes = dict(HandlingUnit.objects.values_list("id", "code"))
        found: dict[str, int] = {}
        for unit, on_hand in Balance.objects.exclude(handling_unit_id=None).values_list(
            "handling_unit_id", "on_hand"
        ):
            if unit:
                found[codes[unit]] = found.get(codes[unit], 0) + on_hand
        return found


def test_an_order_is_packed_from_its_compartment_when_its_last_item_is_in(
    wall: UUID, tote: str, mug: Sku, lamp: Sku, leeds: Place, associate: User, operator: Scope, now: datetime,
    pack: Packing,
) -> None:  # fmt: skip
    assert list_totes_to_bring(scope=operator, site_id=leeds.id) == [tote]
    assert bring_tote(wall_id=wall, tote_code=tote, now=now, actor=SYSTEM) == 4
    assert bring_tote(wall_id=wall, tote_code=tote, now=now, actor=SYSTEM) == 0
    assert list_totes_to_bring(scope=operator, site_id=leeds.id) == []
    assert set(list_wanted_items(scope=operator, wall_id=wall)) == {mug.id, lamp.id}
    assert list_contents() == {tote: 5}
    first = [sort(wall, mug, associate, now), sort(wall, mug, associate, now)]
    assert [(one.step.slot, one.is_complete) for one in first] == [(1, False), (1, False)]
    assert list_contents() == {tote: 5}, "an order is in one place"
    assert sort(wall, lamp, associate, now).is_complete
    assert list_contents() == {tote: 2, "W1-01": 3}
    (seen,) = list_walls(scope=operator, site_id=leeds.id)
    assert (seen.slots, seen.complete, seen.lines, seen.units, seen.orders) == (2, 1, 2, 2, 1)
    assert get_wall(scope=operator, site_id=None, code="W1") == seen
    assert sort(wall, mug, associate, now).step.slot_code == "W1-02"
    assert sort(wall, lamp, associate, now).is_complete
    assert list_contents() == {"W1-01": 3, "W1-02": 2}
    bench = find_bench_order(scope=operator, tote_code="W1-01")
    assert bench
    assert (bench.status, bench.tote_code) == ("picked", "W1-01")
    assert len(pack()) == 2
    with transaction(operator):
        assert set(HandlingUnit.objects.filter(kind="tote").values_list("merchant_id", flat=True)) == {None}


def test_a_wrong_compartment_changes_nothing_and_names_the_right_one(
    wall: UUID, tote: str, lamp: Sku, associate: User, now: datetime
) -> None:
    bring_tote(wall_id=wall, tote_code=tote, now=now, actor=SYSTEM)
    with pytest.raises(WrongSlot) as refused:
        sort(wall, lamp, associate, now, slot_code="W1-02")
    assert refused.value.data["needed"] == "W1-01"
    other = SortTask.objects.filter(slot_id=None).order_by("id")
    with transaction(Scope.operator()):
        waiting = [one.id for one in other]
    with pytest.raises(SlotTaken):  # an order without a compartment does not get another order's
        put_into_slot(
            wall_id=wall, task_id=waiting[0], slot_code="W1-01", person_id=associate.id, device="gun-1",
            client_id="kept", now=now, actor=SYSTEM,
        )  # fmt: skip
    with transaction(Scope.operator()):
        assert not SortTask.objects.filter(sorted__gt=0).exists()


def test_a_scan_that_is_sent_twice_is_one_item(
    wall: UUID, tote: str, mug: Sku, associate: User, now: datetime
) -> None:
    bring_tote(wall_id=wall, tote_code=tote, now=now, actor=SYSTEM)
    step = claim_slot(wall_id=wall, sku_ids=[mug.id], person_id=associate.id, now=now)
    outcomes = [
        put_into_slot(
            wall_id=wall, task_id=step.task_id, slot_code=step.slot_code, person_id=associate.id, device="gun-1",
            client_id="same", now=now, actor=SYSTEM,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [one.is_repeat for one in outcomes] == [False, True]
    assert [one.step.sorted for one in outcomes] == [1, 1]


def test_two_people_never_have_the_same_line(
    wall: UUID, tote: str, mug: Sku, lamp: Sku, associate: User, lead: User, admin: User, now: datetime
) -> None:
    """Who leaves in the middle loses nothing, and holds nobody up: others go on where she was."""
    bring_tote(wall_id=wall, tote_code=tote, now=now, actor=SYSTEM)
    own = claim_slot(wall_id=wall, sku_ids=[mug.id], person_id=associate.id, now=now)
    other = claim_slot(wall_id=wall, sku_ids=[mug.id], person_id=lead.id, now=now)
    assert own.task_id != other.task_id
    with pytest.raises(ItemNotWanted):
        claim_slot(wall_id=wall, sku_ids=[mug.id], person_id=admin.id, now=now)
    with pytest.raises(SortTaskClosed):
        put_into_slot(
            wall_id=wall, task_id=own.task_id, slot_code=own.slot_code, person_id=lead.id, device="gun-2",
            client_id="x", now=now, actor=SYSTEM,
        )  # fmt: skip
    sort(wall, mug, associate, now)
    assert leave_wall(wall_id=wall, person_id=associate.id) == 1
    assert sort(wall, lamp, lead, now).step.sorted == 1
    later = now + timedelta(minutes=11)
    assert claim_slot(wall_id=wall, sku_ids=[mug.id], person_id=associate.id, now=later).sorted in {0, 1}


def test_what_nobody_waits_for_is_refused(
    wall: UUID, tote: str, beta_mug: Sku, associate: User, now: datetime
) -> None:
    with pytest.raises(ItemNotWanted):
        claim_slot(wall_id=wall, sku_ids=[beta_mug.id], person_id=associate.id, now=now)


def test_a_full_wall_says_so(
    leeds: Place, tote: str, mug: Sku, lamp: Sku, associate: User, lead: User, operator: Scope, now: datetime
) -> None:
    small = make_wall(scope=operator, site_id=leeds.id, code="W2", slots=1, now=now, actor=SYSTEM)
    bring_tote(wall_id=small, tote_code=tote, now=now, actor=SYSTEM)
    assert claim_slot(wall_id=small, sku_ids=[lamp.id], person_id=associate.id, now=now).slot == 1
    for _ in range(2):
        assert sort(small, mug, associate, now).step.slot == 1
    with pytest.raises(WallFull):
        claim_slot(wall_id=small, sku_ids=[mug.id], person_id=associate.id, now=now)


def test_an_order_that_is_stopped_wants_no_more(
    wall: UUID, tote: str, mug: Sku, lamp: Sku, associate: User, operator: Scope, now: datetime
) -> None:
    """Its items are found in the tote, and the other order is sorted on."""
    bring_tote(wall_id=wall, tote_code=tote, now=now, actor=SYSTEM)
    sort(wall, mug, associate, now)
    with transaction(operator):
        first = FulfillmentOrder.objects.order_by("id").first()
    assert first
    stop(first.order_id, now)
    assert not sort(wall, lamp, associate, now).is_complete
    assert sort(wall, mug, associate, now).is_complete
    for sku in (mug, lamp):
        with pytest.raises(ItemNotWanted):
            claim_slot(wall_id=wall, sku_ids=[sku.id], person_id=associate.id, now=now)


def stop(order_id: UUID, now: datetime) -> None:
    cancel_order(scope=Scope.operator(), order_id=order_id, now=now, actor=SYSTEM)
    answer_cancel_requests(now=now, actor=SYSTEM)


def test_a_tote_of_one_order_goes_to_packing(
    wall: UUID, stock: PutStock, place: Placing, mug: Sku, leeds: Place, release: Releasing, pick: Picking,
    now: datetime,
) -> None:  # fmt: skip
    stock(mug, leeds, 5)
    place(make_draft(("MUG", 1)))
    build_batches(wave_id=release().id, now=now, actor=SYSTEM)
    pick()
    with pytest.raises(ToteNotSorted):
        bring_tote(wall_id=wall, tote_code=find_tote(), now=now, actor=SYSTEM)
    with pytest.raises(ToteNotFound):
        bring_tote(wall_id=wall, tote_code="T-nowhere", now=now, actor=SYSTEM)


def test_orders_of_two_merchants_share_no_tote_and_discrete_ones_no_walk(
    stock: PutStock, place: Placing, mug: Sku, leeds: Place, release: Releasing, now: datetime
) -> None:
    stock(mug, leeds, 9)
    place(make_draft(("MUG", 1), number="a"), make_draft(("MUG", 1), number="b"))
    build_batches(wave_id=release().id, method=PickMethod.DISCRETE, now=now, actor=SYSTEM)
    with transaction(Scope.operator()):
        assert PickBatch.objects.filter(method="discrete").count() == 2


@pytest.mark.parametrize(
    ("code", "slots"), [("", 2), ("A" * 13, 2), ("W9", 0), ("W9", 401), ("W9", 10**12), ("A-01-01", 2)]
)
def test_a_wall_that_cannot_be_is_refused(
    leeds: Place, operator: Scope, now: datetime, code: str, slots: int
) -> None:
    with pytest.raises(Invalid):
        make_wall(scope=operator, site_id=leeds.id, code=code, slots=slots, now=now, actor=SYSTEM)
    with transaction(operator):
        assert not WallSlot.objects.exists()


def test_a_shared_tote_stays_taken_while_one_of_its_orders_is_on_the_floor(
    stock: PutStock, place: Placing, mug: Sku, leeds: Place, release: Releasing, operator: Scope, now: datetime,
    pick: Picking, carriers: None,
) -> None:  # fmt: skip
    """One order is taken back, one packed from the tote, one stopped: only the last sets it free."""
    stock(mug, leeds, 9)
    place(*(make_draft(("MUG", 1), number=str(number)) for number in range(3)))
    build_batches(wave_id=release().id, max_totes=4, method=PickMethod.BATCH, now=now, actor=SYSTEM)
    tote = find_tote()
    with transaction(operator):
        ids = list(FulfillmentOrder.objects.order_by("id").values_list("id", "order_id"))
    unrelease_fulfillments(fulfillment_ids=[ids[0][0]], now=now, actor=SYSTEM)
    assert find_owner(tote) == mug.merchant_id
    pick()
    assert list_contents() == {tote: 2}
    pack_fulfillments(packs=[Pack(ids[1][0])], now=now, actor=SYSTEM)
    assert find_owner(tote) == mug.merchant_id
    bench = find_bench_order(scope=operator, tote_code=tote)
    assert bench
    assert bench.fulfillment_id == ids[2][0]
    stop(ids[2][1], now)
    assert find_owner(tote) is None


def find_owner(tote: str) -> UUID | None:
    with transaction(Scope.operator()):
        return HandlingUnit.objects.get(code=tote).merchant_id
