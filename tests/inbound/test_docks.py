"""Trucks at the doors: a door takes one at a time, whoever books, and says who is late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.errors import (
    AppointmentUnderWay,
    AsnNotFound,
    DoorInUse,
    NoAppointment,
    NothingNoted,
    SlotNotFree,
)
from packhaus.inbound.models import DockDoor, DockSlot
from packhaus.inbound.queries.docks.appointments import (
    AppointmentFilter,
    AppointmentRow,
    count_late_trucks,
    find_appointment,
    list_appointments,
)
from packhaus.inbound.queries.docks.free_slots import list_slots
from packhaus.inbound.queries.docks.pick_ups import list_pick_ups, list_standing
from packhaus.inbound.queries.list_asns import get_asn
from packhaus.inbound.queries.settings import ReceivingSettings
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.cancel import cancel_asns
from packhaus.inbound.services.docks.book import Wish, book_slot
from packhaus.inbound.services.docks.cancel import cancel_slot
from packhaus.inbound.services.docks.doors import close_door, open_door, set_doors
from packhaus.inbound.services.docks.hours import set_door_hours
from packhaus.inbound.services.docks.pick_ups import (
    PickUpDraft,
    cancel_pick_up,
    end_pick_up,
    plan_pick_ups,
)
from packhaus.inbound.services.docks.share import share_truck
from packhaus.inbound.services.docks.steps import take_step
from packhaus.inbound.services.docks.undo import undo_step
from packhaus.inbound.services.settings import set_receiving_settings
from packhaus.inbound.types import AsnDraft, AsnLineDraft
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.kernel.states import IllegalTransition
from packhaus.network.services.closed_days import close_day
from tests.concurrency.threads import list_refusals, run_at_once
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing
from tests.outbound.conftest import carriers

__all__ = ["carriers"]

TUESDAY = date(2026, 11, 3)
TEN = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)
Booking = Callable[..., AppointmentRow]


@pytest.fixture
def doors(leeds: Place, operator: Scope, now: datetime) -> list[int]:
    """Two doors, D-1 and D-2, open from six to ten in the evening."""
    set_doors(scope=operator, site_id=leeds.id, codes=["D-1", "D-2"], now=now, actor=SYSTEM)
    with transaction(operator):
        return list(DockDoor.objects.order_by("position").values_list("id", flat=True))


@pytest.fixture
def book(operator: Scope, announce: Announcing, now: datetime) -> Booking:
    """Book for a delivery of ACME's, which is announced when it is not yet."""

    def book(number: str, starts_at: datetime, *, scope: Scope = operator, **wish: Any) -> AppointmentRow:
        asn_id = announce(("MUG", 5), number=number).header.id
        book_slot(scope=scope, asn_id=asn_id, wish=Wish(starts_at, **wish), now=now, actor=SYSTEM)
        found = find_appointment(scope=scope, asn_id=asn_id, now=now)
        assert found
        return found

    return book


def list_times(
    site: Place, scope: Scope, now: datetime, *, day: date = TUESDAY, pallets: int = 0
) -> list[str]:
    found = list_slots(scope=scope, site_id=site.id, day=day, pallets=pallets, now=now)
    return [f"{one.starts_at:%H:%M} {'/'.join(one.doors)}".strip() for one in found]


def test_a_door_is_booked_moved_and_free_again(
    doors: list[int], leeds: Place, operator: Scope, book: Booking, now: datetime
) -> None:
    first = book("A-1", TEN, pallets=16)
    assert (first.door_code, first.ends_at - first.starts_at) == ("D-1", timedelta(minutes=60))
    assert book("A-2", TEN).door_code == "D-2"
    times = list_times(leeds, operator, now)
    assert times[:4] == ["09:00 D-1/D-2", "09:30 D-1/D-2", "10:30 D-2", "11:00 D-1/D-2"]
    with pytest.raises(SlotNotFree) as refused:
        book("A-3", TEN)
    assert refused.value.data["why"] == "taken"
    assert refused.value.data["free"][0] == (TEN - HALF * 2).isoformat()
    moved = book("A-1", TEN + HALF, pallets=16)
    assert (moved.id, moved.door_code, moved.starts_at) == (first.id, "D-1", TEN + HALF)
    assert book("A-1", TEN + HALF, pallets=16) == moved
    cancel_slot(scope=operator, asn_id=first.asn_id, now=now, actor=SYSTEM)
    assert "10:30 D-1/D-2" in list_times(leeds, operator, now)
    with pytest.raises(NoAppointment):
        cancel_slot(scope=operator, asn_id=first.asn_id, now=now, actor=SYSTEM)


def test_the_calendar_of_the_site_says_when(
    doors: list[int], leeds: Place, operator: Scope, book: Booking, now: datetime
) -> None:
    saturday, friday = date(2026, 11, 7), date(2026, 11, 6)
    change = partial(set_door_hours, scope=operator, site_id=leeds.id, day=saturday, now=now, actor=SYSTEM)
    assert list_times(leeds, operator, now, day=saturday) == []
    change(hours=(time(8), time(9)))
    assert list_times(leeds, operator, now, day=saturday) == ["08:00 D-1/D-2", "08:30 D-1/D-2"]
    assert list_times(leeds, operator, now, day=saturday, pallets=21) == []
    change(hours=None)
    assert list_times(leeds, operator, now, day=saturday) == []
    close_day(scope=operator, site_id=leeds.id, day=friday, reason="Stocktaking", now=now, actor=SYSTEM)
    for starts_at, pallets, why in (
        (datetime(2026, 11, 6, 10, tzinfo=UTC), 0, "day_off"),
        (TEN + timedelta(minutes=10), 0, "no_slot"),
        (TEN.replace(hour=23), 0, "no_slot"),
        (TEN - timedelta(hours=2), 0, "past"),
        (TEN.replace(hour=21, minute=30), 11, "too_long"),
    ):
        with pytest.raises(SlotNotFree) as refused:
            book("A-1", starts_at, pallets=pallets)
        assert refused.value.data["why"] == why
    with pytest.raises(Invalid):
        book("A-1", TEN, pallets=1_001)


def test_a_site_unloads_no_more_trucks_than_it_has_people_for(
    doors: list[int], leeds: Place, operator: Scope, book: Booking, now: datetime
) -> None:
    save = partial(set_receiving_settings, scope=operator, site_id=leeds.id, now=now, actor=SYSTEM)
    save(settings=replace(ReceivingSettings(), trucks_at_once=1))
    book("A-1", TEN)
    with pytest.raises(SlotNotFree):
        book("A-2", TEN)
    with pytest.raises(Invalid):
        save(settings=replace(ReceivingSettings(), trucks_at_once=0))


def test_a_merchant_books_its_own_deliveries_and_learns_of_no_other(
    doors: list[int], leeds: Place, operator: Scope, acme_scope: Scope, beta_scope: Scope, now: datetime,
    book: Booking, beta: Merchant, beta_mug: Sku,
) -> None:  # fmt: skip
    mine = book("A-1", TEN, scope=acme_scope)
    draft = AsnDraft("B-1", leeds.id, TUESDAY, (AsnLineDraft("MUG", 1),))
    [theirs] = announce_asns(scope=beta_scope, merchant_id=beta.id, drafts=[draft], now=now, actor=SYSTEM)
    book_slot(scope=beta_scope, asn_id=theirs.id, wish=Wish(TEN), now=now, actor=SYSTEM)
    assert "10:00" not in list_times(leeds, acme_scope, now)
    assert "10:30" in list_times(leeds, acme_scope, now)
    assert find_appointment(scope=acme_scope, asn_id=theirs.id, now=now) is None
    chosen = AppointmentFilter(TEN, TEN + HALF)
    assert [row.number for row in list_appointments(scope=acme_scope, chosen=chosen, now=now)] == ["A-1"]
    assert len(list_appointments(scope=operator, chosen=chosen, now=now)) == 2
    asked: dict[str, Any] = {"scope": beta_scope, "asn_id": mine.asn_id, "now": now, "actor": SYSTEM}
    with pytest.raises(AsnNotFound):
        book_slot(wish=Wish(TEN + HALF), **asked)
    with pytest.raises(AsnNotFound):
        cancel_slot(**asked)
    with pytest.raises(AsnNotFound):
        take_step(step="arrive", **asked)


def test_a_truck_comes_late_is_unloaded_and_leaves(
    doors: list[int], leeds: Place, operator: Scope, book: Booking, acme: Merchant, now: datetime
) -> None:
    asn_id = book("A-1", TEN).asn_id
    later = TEN + timedelta(minutes=16)

    def look() -> AppointmentRow:
        found = find_appointment(scope=operator, asn_id=asn_id, now=later)
        assert found
        return found

    def step(name: str, at: datetime) -> bool:
        return take_step(scope=operator, asn_id=asn_id, step=name, now=at, actor=SYSTEM)

    def count_late() -> int:
        return count_late_trucks(scope=operator, site_id=leeds.id, merchant_id=None, now=later)

    assert (look().is_late, count_late()) == (True, 1)
    with pytest.raises(IllegalTransition):
        step("end", later)
    assert [step("arrive", later), step("arrive", later + HALF)] == [True, False]
    assert (look().is_late, count_late(), look().arrived_at) == (False, 0, later)
    assert get_asn(scope=operator, merchant_id=acme.id, number="A-1").header.arrived_at == later
    assert step("begin", later + HALF)
    assert (look().docked_at, look().unloading_at) == (later + HALF, later + HALF)
    with pytest.raises(AppointmentUnderWay):
        cancel_slot(scope=operator, asn_id=asn_id, now=later, actor=SYSTEM)
    only_two = partial(set_doors, scope=operator, site_id=leeds.id, codes=["D-2"], now=later, actor=SYSTEM)
    with pytest.raises(DoorInUse):
        only_two()
    assert step("end", later + HALF)
    assert [step("depart", later + HALF), step("depart", later + HALF)] == [True, False]
    assert (look().status, look().departed_at) == ("departed", later + HALF)
    only_two()


def test_a_truck_that_brings_several_deliveries_goes_its_way_once(
    doors: list[int], leeds: Place, operator: Scope, acme_scope: Scope, beta_scope: Scope, book: Booking,
    announce: Announcing, beta: Merchant, beta_mug: Sku, now: datetime,
) -> None:  # fmt: skip
    lead = book("A-1", TEN, pallets=8)
    second = announce(("MUG", 5), number="A-2").header.id
    [theirs] = announce_asns(
        scope=beta_scope, merchant_id=beta.id, drafts=[AsnDraft("B-1", leeds.id, TUESDAY, (AsnLineDraft("MUG", 1),))],
        now=now, actor=SYSTEM,
    )  # fmt: skip
    join = partial(share_truck, with_asn_id=lead.asn_id, now=now, actor=SYSTEM)
    own = book("A-2", TEN + HALF * 4)
    assert [join(scope=acme_scope, asn_id=second, pallets=12) for _ in range(2)] == [True, False]
    assert f"{own.starts_at:%H:%M} D-1/D-2" in list_times(leeds, operator, now)  # its own door is free
    with pytest.raises(AsnNotFound):
        join(scope=beta_scope, asn_id=theirs.id, pallets=1)
    assert join(scope=operator, asn_id=theirs.id, pallets=1)

    def look(scope: Scope, asn_id: UUID) -> AppointmentRow:
        found = find_appointment(scope=scope, asn_id=asn_id, now=now)
        assert found
        return found

    assert look(acme_scope, second).comes_with == ["A-1"]
    assert look(operator, second).comes_with == ["A-1", "B-1"]
    assert look(operator, second).ends_at - TEN == HALF * 3  # 21 pallets of three minutes
    cancel_slot(scope=beta_scope, asn_id=theirs.id, now=now, actor=SYSTEM)
    assert look(operator, lead.asn_id).comes_with == ["A-2"]
    assert join(scope=operator, asn_id=theirs.id, pallets=1)
    # A merchant that moves its delivery takes what is its own off a truck that brings others' as well.
    assert book("A-2", TEN + HALF * 4, scope=acme_scope, pallets=12).comes_with == []
    assert look(operator, lead.asn_id).comes_with == ["B-1"]
    book("A-1", TEN + HALF, pallets=8)
    assert look(beta_scope, theirs.id).starts_at == TEN + HALF
    step = partial(take_step, scope=operator, now=TEN, actor=SYSTEM)
    assert [step(asn_id=theirs.id, step="dock"), step(asn_id=lead.asn_id, step="dock")] == [True, False]
    assert join(scope=operator, asn_id=second, pallets=400)  # it stands there, whatever else is on it
    assert (look(operator, second).status, look(operator, second).docked_at) == ("docked", TEN)
    assert step(asn_id=second, step="depart")
    assert {look(operator, one).status for one in (lead.asn_id, second, theirs.id)} == {"departed"}
    with transaction(operator):
        assert set(DockSlot.objects.values_list("deliveries", "is_over")) == {(0, True)}


def test_the_last_step_of_a_truck_is_taken_back(
    doors: list[int],
    leeds: Place,
    operator: Scope,
    acme: Merchant,
    book: Booking,
    announce: Announcing,
    now: datetime,
) -> None:
    asn_id = book("A-1", TEN).asn_id
    mate = announce(("MUG", 5), number="A-2").header.id
    share_truck(scope=operator, asn_id=mate, with_asn_id=asn_id, pallets=0, now=now, actor=SYSTEM)

    def step(name: str, minutes: int) -> None:
        take_step(
            scope=operator, asn_id=asn_id, step=name, now=TEN + timedelta(minutes=minutes), actor=SYSTEM
        )

    def undo(of: UUID = asn_id) -> str:
        return undo_step(scope=operator, asn_id=of, now=TEN + HALF, actor=SYSTEM)

    with pytest.raises(NothingNoted):
        undo()
    step("arrive", 0)
    step("begin", 5)
    step("end", 20)
    step("depart", 25)
    assert [undo(mate), undo(), undo(), undo()] == ["unloaded", "unloading", "arrived", "booked"]
    found = list_appointments(scope=operator, chosen=AppointmentFilter(TEN, TEN + HALF), now=now)
    assert {(row.status, row.arrived_at, row.docked_at, row.departed_at) for row in found} == {
        ("booked", None, None, None)
    }
    assert get_asn(scope=operator, merchant_id=acme.id, number="A-1").header.arrived_at is None
    step("miss", 30)
    assert undo() == "booked"
    step("miss", 31)
    book("A-3", TEN)  # takes D-1, which is free again
    with pytest.raises(SlotNotFree):
        undo()


def test_what_does_not_come_keeps_no_door(
    doors: list[int], leeds: Place, operator: Scope, book: Booking, now: datetime
) -> None:
    missed, cancelled = book("A-1", TEN), book("A-2", TEN)
    take_step(scope=operator, asn_id=missed.asn_id, step="miss", now=now, actor=SYSTEM)
    cancel_asns(scope=operator, asn_ids=[cancelled.asn_id], now=now, actor=SYSTEM)
    assert "10:00 D-1/D-2" in list_times(leeds, operator, now)


def test_a_closed_door_takes_no_truck_and_the_database_never_two(
    doors: list[int], leeds: Place, operator: Scope, book: Booking, now: datetime
) -> None:
    close = partial(
        close_door, scope=operator, site_id=leeds.id, starts_at=TEN, ends_at=TEN + HALF, now=now, actor=SYSTEM
    )
    closed = close(door_id=doors[0])
    assert book("A-1", TEN).door_code == "D-2"
    with pytest.raises(SlotNotFree):
        close(door_id=doors[1])
    with pytest.raises(IntegrityError, match="door_takes_one_truck_at_a_time"), transaction(operator):
        DockSlot.objects.create(door_id=doors[1], starts_at=TEN + HALF / 2, ends_at=TEN + HALF * 2)
    open_door(scope=operator, site_id=leeds.id, slot_id=closed, now=now, actor=SYSTEM)
    assert "10:00 D-1" in list_times(leeds, operator, now)


def test_of_many_who_want_one_slot_as_many_get_it_as_there_are_doors(
    committed: dict[str, str], doors: list[int], leeds: Place, operator: Scope, acme: Merchant, mug: Sku,
    now: datetime,
) -> None:  # fmt: skip
    drafts = [AsnDraft(f"A-{n}", leeds.id, TUESDAY, (AsnLineDraft("MUG", 1),)) for n in range(6)]
    told = announce_asns(scope=operator, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    book = partial(book_slot, scope=Scope.operator(), wish=Wish(TEN), now=now, actor=SYSTEM)
    refused = list_refusals(run_at_once(*[partial(book, asn_id=one.id) for one in told]))
    assert refused == ["slot_not_free"] * 4
    found = list_appointments(scope=operator, chosen=AppointmentFilter(TEN, TEN + HALF), now=now)
    assert sorted(row.door_code for row in found) == ["D-1", "D-2"]


def test_a_door_is_kept_for_a_carrier_day_after_day(
    carriers: None, doors: list[int], leeds: Place, operator: Scope, book: Booking, now: datetime
) -> None:
    plan = partial(plan_pick_ups, scope=operator, site_id=leeds.id, now=now, actor=SYSTEM)
    draft = PickUpDraft(doors[0], "ALBION", TEN, TEN + HALF, days=7)
    closed = TUESDAY + timedelta(days=1)
    close_day(scope=operator, site_id=leeds.id, day=closed, reason="Moving", now=now, actor=SYSTEM)
    assert plan(draft=draft) == 4  # not on the closed day, nor at the weekend
    with pytest.raises(SlotNotFree):
        plan(draft=replace(draft, starts_at=TEN - HALF, ends_at=TEN + HALF))
    for wrong in (replace(draft, carrier_code="NOBODY"), replace(draft, ends_at=TEN), replace(draft, days=0)):
        with pytest.raises(Invalid):
            plan(draft=wrong)
    assert book("A-1", TEN).door_code == "D-2"
    with pytest.raises(SlotNotFree):
        book("A-2", TEN)
    [standing] = list_standing(scope=operator, now=TEN)
    assert (standing.door_code, standing.carrier_code) == ("D-1", "ALBION")
    with pytest.raises(DoorInUse):
        set_doors(scope=operator, site_id=leeds.id, codes=["D-2"], now=now, actor=SYSTEM)
    end_pick_up(site_id=leeds.id, carrier_code="ALBION", now=TEN)
    assert list_standing(scope=operator, now=TEN) == []
    assert book("A-2", TEN).door_code == "D-1"
    week = list_pick_ups(scope=operator, site_id=leeds.id, since=TEN + HALF, until=TEN + timedelta(days=8))
    cancel_pick_up(scope=operator, site_id=leeds.id, pick_up_id=week[0].id, now=now, actor=SYSTEM)
    with pytest.raises(NotFound):
        cancel_pick_up(scope=operator, site_id=leeds.id, pick_up_id=week[0].id, now=now, actor=SYSTEM)
    assert len(week) == 3
