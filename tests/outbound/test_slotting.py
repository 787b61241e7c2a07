"""Items come to the bins where recent walks say that they belong, and the saving is measured on the walks after."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Count
from packhaus.inventory.services.location_grid import GridDraft, list_grid
from packhaus.inventory.services.locations import save_locations
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.kernel.states import IllegalTransition
from packhaus.outbound.errors import MoveTaken
from packhaus.outbound.models import (
    PickBatch,
    PickFace,
    PickTask,
    SlottingAdvice,
    SlottingMove,
    SlottingProposal,
    Wave,
)
from packhaus.outbound.queries.slotting.rules import SlottingRules
from packhaus.outbound.services.replenish import save_faces
from packhaus.outbound.services.slotting import (
    accept_proposals,
    advise_again,
    advise_site,
    claim_move,
    confirm_move,
    give_move_up,
    reject_proposals,
    reopen_proposals,
    save_slotting_rules,
)
from packhaus.outbound.types import FaceDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock

Walking = Callable[..., None]
NEAR, FAR = "B-01-02-2", "B-04-12-2"


@pytest.fixture
def hall(leeds: Place, operator: Scope, now: datetime) -> Place:
    """Build a hall of four aisles with twelve bays each beside what Leeds has."""
    grid = GridDraft("B", "pick_face", (1, 4), (1, 12), (1, 3))
    made = save_locations(scope=operator, site_id=leeds.id, drafts=list_grid(grid), now=now, actor=SYSTEM)
    leeds.locations.update(made)
    return leeds


@pytest.fixture
def walk(check_clean: Callable[[], None], hall: Place, now: datetime) -> Iterator[Walking]:
    """Write walks down that were done, a minute after each other, with the bins they went to; no orders are behind."""

    def walk(times: int, *stops: tuple[Sku, str], until: datetime = now) -> None:
        with transaction(Scope.operator()):
            wave = Wave.objects.create(
                site_id=hall.id, number=f"W{until:%d%H%M}", status="done", rule={}, released_at=until, order_count=1,
                line_count=1, unit_count=1,
            )  # fmt: skip
            batches = [
                PickBatch(
                    number=f"B{until:%d%H%M}-{number}", wave=wave, site_id=hall.id, status="done", stop_count=1,
                    done_at=until - timedelta(minutes=number + 1),
                )
                for number in range(times)
            ]  # fmt: skip
            PickBatch.objects.bulk_create(batches)
            PickTask.objects.bulk_create(
                PickTask(
                    batch_id=batch.id, sequence=sequence, slot=1, merchant_id=sku.merchant_id, fulfillment_id=new_id(),
                    fulfillment_line_id=0, allocation_id=0, location_id=hall.locations[code], sku_id=sku.id, quantity=1,
                    picked=1, status="done", done_at=batch.done_at,
                )
                for batch in batches
                for sequence, (sku, code) in enumerate(stops, start=1)
            )  # fmt: skip

    yield walk
    with transaction(Scope.operator()):
        PickTask.objects.all().delete()


@pytest.fixture
def far_mugs(stock: PutStock, mug: Sku, hall: Place, walk: Walking) -> None:
    """Put mugs, which every walk wants, where the way is longest."""
    stock(mug, hall, 40, location=FAR)
    walk(300, (mug, FAR))


def propose(place: Place, now: datetime) -> list[SlottingProposal]:
    advise_site(site_id=place.id, now=now)
    with transaction(Scope.operator()):
        return list(SlottingProposal.objects.filter(status="proposed").order_by("payback_days", "id"))


def list_moves(*statuses: str) -> list[SlottingMove]:
    with transaction(Scope.operator()):
        return list(SlottingMove.objects.filter(status__in=statuses).order_by("proposal_id", "step"))


def read_advice() -> SlottingAdvice:
    with transaction(Scope.operator()):
        return SlottingAdvice.objects.get()


def find_bins(sku: Sku) -> dict[int, int]:
    with transaction(Scope.operator()):
        found = Balance.objects.filter(sku_id=sku.id, on_hand__gt=0)
        return {one.location_id: one.on_hand for one in found}


def accept(proposals: list[SlottingProposal], now: datetime) -> list[UUID]:
    ids = [one.id for one in proposals]
    return accept_proposals(proposal_ids=ids, now=now, actor=SYSTEM).changed


def confirm(move: SlottingMove, now: datetime, client_id: str = "") -> int:
    done = confirm_move(
        move_id=move.id, person_id=None, device="gun-1", client_id=client_id, now=now, actor=SYSTEM
    )
    return done.units


def test_what_every_walk_wants_comes_near_with_its_face_and_the_saving_is_measured(
    far_mugs: None, mug: Sku, hall: Place, walk: Walking, now: datetime
) -> None:
    save_faces(site_id=hall.id, drafts=[FaceDraft("ACME", "MUG", FAR, 5, 50)], now=now, actor=SYSTEM)
    (proposal,) = propose(hall, now)
    assert (proposal.picks, proposal.why) == (300, "nearer")
    advice = read_advice()
    assert (advice.outcome, advice.walks, advice.moved_walks) == ("advised", 300, 0)
    assert advice.advised_mm < advice.walked_mm
    accept([proposal], now)
    (move,) = list_moves("open")
    assert confirm(move, now, "scan-1") == 40
    assert confirm(move, now, "scan-1") == 0
    assert find_bins(mug) == {move.to_location_id: 40}
    with transaction(Scope.operator()):
        assert PickFace.objects.get().location_id == move.to_location_id
        assert SlottingProposal.objects.get().status == "done"
        code = rows.fetch_value(
            "SELECT code FROM inventory_location WHERE id = %(id)s", {"id": move.to_location_id}
        )
    later = now + timedelta(days=1)
    walk(10, (mug, code), until=later)
    assert propose(hall, later) == []
    advice = read_advice()
    assert (advice.moved_since, advice.moved_walks) == (now, 10)
    week_of_walks = 300 * (1 / 7) ** -1
    assert (advice.unmoved_mm - advice.moved_mm) / 10 == pytest.approx(
        proposal.walking_mm / week_of_walks, rel=0.01
    )


def test_two_items_change_places_one_after_the_other(
    far_mugs: None, stock: PutStock, mug: Sku, lamp: Sku, hall: Place, now: datetime, operator: Scope
) -> None:
    with transaction(operator):
        rows.execute(
            "UPDATE inventory_location SET is_blocked = true WHERE zone = 'B' AND code NOT IN (%(near)s, %(far)s)",
            {"near": NEAR, "far": FAR},
        )
    stock(lamp, hall, 7, location=NEAR)
    (proposal,) = propose(hall, now)
    accept([proposal], now)
    first, second = list_moves("open")
    with pytest.raises(MoveTaken):
        claim_move(move_id=second.id, person_id=new_id(), now=now)
    confirm(first, now)
    claim_move(move_id=second.id, person_id=new_id(), now=now)
    confirm(second, now)
    assert find_bins(mug) == {hall.locations[NEAR]: 40}
    assert find_bins(lamp) == {hall.locations[FAR]: 7}


def test_what_was_rejected_stays_where_it_is_unless_only_the_bin_was_wrong(
    far_mugs: None, hall: Place, now: datetime
) -> None:
    (proposal,) = propose(hall, now)
    (first,) = list_moves("proposed")
    with pytest.raises(Invalid):
        reject_proposals(proposal_ids=[proposal.id], refusal="", now=now, actor=SYSTEM)
    reject_proposals(proposal_ids=[proposal.id], refusal="wrong_bin", now=now, actor=SYSTEM)
    (second,) = propose(hall, now)
    assert first.to_location_id not in {move.to_location_id for move in list_moves("proposed")[1:]}
    reject_proposals(proposal_ids=[second.id], refusal="stays", now=now, actor=SYSTEM)
    assert propose(hall, now) == []


def test_a_bin_that_was_filled_meanwhile_outdates_its_proposal(
    far_mugs: None, stock: PutStock, lamp: Sku, hall: Place, now: datetime
) -> None:
    (proposal,) = propose(hall, now)
    (move,) = list_moves("proposed")
    codes = {id_: code for code, id_ in hall.locations.items()}
    stock(lamp, hall, 1, location=codes[move.to_location_id])
    assert accept([proposal], now) == []
    assert not list_moves("open")
    with pytest.raises(IllegalTransition):
        reject_proposals(proposal_ids=[proposal.id], refusal="other", now=now, actor=SYSTEM)


def test_accepted_moves_are_taken_back_until_somebody_has_begun(
    far_mugs: None, hall: Place, now: datetime
) -> None:
    proposals = propose(hall, now)
    accept(proposals, now)
    ids = [one.id for one in proposals]
    assert reopen_proposals(proposal_ids=ids, now=now, actor=SYSTEM).changed == ids
    assert list_moves("open") == []
    accept(proposals, now)
    (move,) = list_moves("open")
    claim_move(move_id=move.id, person_id=new_id(), now=now)
    assert reopen_proposals(proposal_ids=ids, now=now, actor=SYSTEM).outdated == ids


def test_a_move_that_cannot_be_done_is_over_and_its_bin_is_counted(
    far_mugs: None, mug: Sku, hall: Place, now: datetime
) -> None:
    accept(propose(hall, now), now)
    (move,) = list_moves("open")
    give_move_up(move_id=move.id, problem="not_there", now=now, actor=SYSTEM)
    with transaction(Scope.operator()):
        assert Count.objects.get().location_id == hall.locations[FAR]
        assert SlottingProposal.objects.get().status == "outdated"
    with pytest.raises(MoveTaken):
        confirm(move, now)
    assert find_bins(mug) == {hall.locations[FAR]: 40}


def test_a_site_without_aisles_or_walks_is_told_so(leeds: Place, hall: Place, now: datetime) -> None:
    assert propose(hall, now) == []
    assert read_advice().outcome == "no_walks"
    assert advise_again(now=now + timedelta(hours=25)) == 1
    with pytest.raises(Invalid):
        save_slotting_rules(
            scope=Scope.operator(), site_id=leeds.id, rules=SlottingRules(weeks=0), now=now, actor=SYSTEM
        )
