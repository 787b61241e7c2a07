"""In which turn walks are offered, and who gets the next one."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.outbound.errors import NoOpenBatch
from packhaus.outbound.queries.list_batches import list_batch_progress, list_offered_batches
from packhaus.outbound.services.batches import (
    DueTruck,
    Turn,
    add_pickers,
    build_batches,
    claim_batch,
    move_waves,
    return_batch,
    sort_floor,
)
from packhaus.outbound.types import WaveOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Releasing


@pytest.fixture
def waves(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, release: Releasing, now: datetime
) -> list[WaveOutcome]:
    """Three waves of two walks each, one order a walk."""
    stock(mug, leeds, 50)
    found = []
    for wave in range(3):
        place(*(make_draft(("MUG", 1), number=f"W-{wave}-{order}") for order in range(2)))
        found.append(release())
        build_batches(wave_id=found[-1].id, max_totes=1, now=now, actor=SYSTEM)
    return found


def list_offered() -> list[str]:
    """Return the waves of the walks on offer, in turn."""
    return [
        batch.wave_number for batch in list_offered_batches(scope=Scope.operator(), site_id=None, limit=20)
    ]


def move(waves: list[WaveOutcome], turn: Turn, now: datetime) -> dict[UUID, int]:
    return move_waves(wave_ids=[wave.id for wave in waves], turn=turn, now=now, actor=SYSTEM)


def test_walks_are_offered_oldest_first_until_somebody_moves_a_wave(
    waves: list[WaveOutcome], now: datetime
) -> None:
    one, two, three = (wave.number for wave in waves)
    assert list_offered() == [one, one, two, two, three, three]
    assert move(waves[2:], Turn.FIRST, now) == {waves[2].id: 2}
    assert list_offered() == [three, three, one, one, two, two]
    move(waves[:1], Turn.LAST, now)
    assert list_offered() == [three, three, two, two, one, one]
    move(waves, Turn.USUAL, now)
    assert list_offered() == [one, one, two, two, three, three]


def test_several_waves_moved_together_keep_their_order(waves: list[WaveOutcome], now: datetime) -> None:
    one, two, three = (wave.number for wave in waves)
    move(waves[1:], Turn.FIRST, now)
    assert list_offered() == [two, two, three, three, one, one]
    move(waves[1:], Turn.LAST, now)
    assert list_offered() == [one, one, two, two, three, three]


def test_a_walk_made_later_takes_the_turn_of_its_wave(
    waves: list[WaveOutcome], place: Placing, release: Releasing, now: datetime
) -> None:
    place(make_draft(("MUG", 1), number="W-9"))
    late = release()
    move([late], Turn.FIRST, now)
    build_batches(wave_id=late.id, max_totes=1, now=now, actor=SYSTEM)
    assert list_offered()[0] == late.number


def test_a_wave_that_is_done_is_not_moved(waves: list[WaveOutcome], now: datetime) -> None:
    with transaction(Scope.operator()):
        rows.execute("UPDATE outbound_wave SET status = 'done' WHERE id = %(id)s", {"id": waves[0].id})
    assert move(waves, Turn.FIRST, now) == {waves[1].id: 2, waves[2].id: 2}


def test_the_floor_is_sorted_by_the_most_urgent_order_of_each_walk(
    waves: list[WaveOutcome], leeds: Place, now: datetime
) -> None:
    noon, evening = now + timedelta(hours=3), now + timedelta(hours=8)
    due = {
        waves[0].id: (evening, "DPD"),
        waves[1].id: (now - timedelta(hours=1), "GLS"),
        waves[2].id: (noon, "DPD"),
    }
    with transaction(Scope.operator()):
        for wave_id, (at, carrier) in due.items():
            rows.execute(
                "UPDATE orders_fulfillmentorder SET ship_by = %(at)s, carrier_code = %(carrier)s "
                "WHERE wave_id = %(id)s",
                {"at": at, "carrier": carrier, "id": wave_id},
            )
    trucks = [DueTruck(leeds.id, "DPD", evening), DueTruck(leeds.id, "DPD", noon)]
    assert sort_floor(trucks=trucks, now=now, actor=SYSTEM) == 6
    one, late, three = (wave.number for wave in waves)
    assert list_offered() == [late, late, one, one, three, three], (
        "the evening's truck has less slack than noon's"
    )
    offered = list_offered_batches(scope=Scope.operator(), site_id=leeds.id, limit=20)
    turns = list_batch_progress(scope=Scope.operator(), batch_ids=[batch.id for batch in offered])
    assert [turns[batch.id].turn for batch in offered] == [1, 2, 3, 4, 5, 6]


def test_each_person_added_to_a_wave_gets_its_next_walk(
    waves: list[WaveOutcome], lead: User, associate: User, now: datetime
) -> None:
    given = add_pickers(
        wave_id=waves[1].id, picker_ids=[lead.id, associate.id, lead.id], now=now, actor=SYSTEM
    )
    assert set(given) == {lead.id, associate.id}
    assert len(set(given.values())) == 2
    assert list_offered() == [waves[0].number] * 2 + [waves[2].number] * 2
    with pytest.raises(NoOpenBatch):
        add_pickers(wave_id=waves[1].id, picker_ids=[lead.id], now=now, actor=SYSTEM)


def test_a_walk_that_is_taken_back_keeps_its_turn(
    waves: list[WaveOutcome], lead: User, now: datetime
) -> None:
    first = list_offered_batches(scope=Scope.operator(), site_id=None, limit=1)[0]
    claim_batch(batch_id=first.id, picker_id=lead.id, now=now, actor=SYSTEM)
    move(waves[:1], Turn.LAST, now)
    return_batch(batch_id=first.id, now=now, actor=SYSTEM)
    assert list_offered()[-2:] == [waves[0].number] * 2
