"""A tote goes from zone to zone: each zone's people pick what is theirs, and nothing is taken twice."""

from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, HandlingUnit, Location
from packhaus.kernel.errors import Invalid
from packhaus.orders.models import FulfillmentOrder
from packhaus.outbound.errors import (
    BatchTaken,
    LegOpen,
    PlaceNotFound,
    ToteHeld,
    ToteNotFound,
    WrongShelf,
    WrongZone,
)
from packhaus.outbound.models import PickBatch, ZoneLeg
from packhaus.outbound.queries.list_stops import list_stops
from packhaus.outbound.queries.next_walks import count_open_walks
from packhaus.outbound.queries.pick_zones import list_pick_zones, list_queue
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.unrelease import unrelease_wave
from packhaus.outbound.services.zones import PickZoneDraft, arrive, hold_tote, pass_on, save_pick_zones
from packhaus.outbound.types import PickMethod, ShortReason
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Releasing, make_scan


@pytest.fixture
def wave(
    stock: PutStock, place: Placing, mug: Sku, lamp: Sku, leeds: Place, operator: Scope, now: datetime,
    release: Releasing,
) -> UUID:  # fmt: skip
    """Mugs lie in zone A, lamps in B, which is picked first; B has no shelf. One order wants both, one a mug."""
    with transaction(operator):
        for code, zone in (("A-01-01", "A"), ("A-01-02", "B"), ("R-01-01", "A")):
            Location.objects.filter(site_id=leeds.id, code=code).update(zone=zone)
    drafts = [PickZoneDraft("B", 1), PickZoneDraft("A", 2, "STAGING")]
    save_pick_zones(scope=operator, site_id=leeds.id, drafts=drafts, now=now, actor=SYSTEM)
    stock(mug, leeds, 20)
    stock(lamp, leeds, 20, location="A-01-02")
    place(make_draft(("MUG", 2), ("LAMP", 1), number="both"), make_draft(("MUG", 1), number="one"))
    released = release().id
    build_batches(wave_id=released, max_totes=4, method=PickMethod.ZONE, now=now, actor=SYSTEM)
    return released


@pytest.fixture
def tote(wave: UUID, leeds: Place, operator: Scope) -> str:
    [queued] = list_queue(scope=operator, site_id=leeds.id, zone="B")
    return queued.tote


def take(leeds: Place, zone: str, tote: str, person: User, now: datetime, *, is_lead: bool = False) -> UUID:
    number = arrive(
        site_id=leeds.id,
        zone=zone,
        tote_code=tote,
        picker_id=person.id,
        is_lead=is_lead,
        now=now,
        actor=SYSTEM,
    )
    with transaction(Scope.operator()):
        return PickBatch.objects.get(number=number).id


def pick_zone(batch_id: UUID, zone: str, now: datetime) -> None:
    stops = list_stops(scope=Scope.operator(), batch_id=batch_id)
    scans = [make_scan(stop.task_id, stop.left) for stop in stops if stop.zone == zone and stop.is_open]
    confirm_picks(scans=scans, now=now, actor=SYSTEM)


def go_on(batch_id: UUID, code: str, person: User, now: datetime, client_id: str = "") -> str | None:
    return pass_on(
        batch_id=batch_id, place_code=code, picker_id=person.id, device="gun-1", client_id=client_id, now=now,
        actor=SYSTEM,
    ).zone  # fmt: skip


def test_totes_wait_where_their_first_stop_is_and_are_no_carts_walks(
    wave: UUID, leeds: Place, operator: Scope
) -> None:
    found = list_pick_zones(scope=operator, site_id=leeds.id)
    assert [(zone.code, zone.waiting) for zone in found if zone.waiting] == [("B", 1), ("A", 1)]
    assert count_open_walks(scope=operator, site_id=leeds.id) == 0


def test_a_tote_goes_through_its_zones_to_packing(
    wave: UUID, tote: str, leeds: Place, associate: User, lead: User, operator: Scope, now: datetime,
    pack: Packing,
) -> None:  # fmt: skip
    with pytest.raises(WrongZone) as refused:
        take(leeds, "A", tote, associate, now)
    assert refused.value.data["zone"] == "B"
    walk = take(leeds, "B", tote, associate, now)
    with pytest.raises(BatchTaken):
        take(leeds, "B", tote, lead, now)
    with pytest.raises(LegOpen):
        go_on(walk, "STAGING", associate, now)
    pick_zone(walk, "B", now)
    with pytest.raises(WrongShelf) as shelf:
        go_on(walk, "PACKING", associate, now)
    assert shelf.value.data["needed"] == "STAGING"
    assert go_on(walk, "STAGING", associate, now, "c-1") == "A"
    assert go_on(walk, "STAGING", associate, now, "c-1") == "A"
    with transaction(operator):
        unit = HandlingUnit.objects.get(code=tote)
        assert unit.location_id == leeds.locations["STAGING"]
        assert Balance.objects.get(handling_unit_id=unit.id).location_id == leeds.locations["STAGING"]
    assert take(leeds, "A", tote, lead, now) == walk
    pick_zone(walk, "A", now)
    with pytest.raises(PlaceNotFound):
        go_on(walk, "STAGING", lead, now)
    assert go_on(walk, "PACKING", lead, now) is None
    with transaction(operator):
        legs = ZoneLeg.objects.filter(batch_id=walk).order_by("place")
        assert [(leg.zone, leg.picker_id) for leg in legs] == [("B", associate.id), ("A", lead.id)]
        assert all(leg.began_at and leg.done_at for leg in legs)
    assert len(pack()) == 1


def test_a_short_sends_the_tote_to_the_zone_that_has_more(
    wave: UUID, tote: str, leeds: Place, lamp: Sku, stock: PutStock, associate: User, operator: Scope,
    now: datetime,
) -> None:  # fmt: skip
    stock(lamp, leeds, 3, location="R-01-01")
    walk = take(leeds, "B", tote, associate, now)
    [stop] = [one for one in list_stops(scope=operator, batch_id=walk) if one.zone == "B"]
    confirm_picks(
        scans=[make_scan(stop.task_id, 0, short_reason=ShortReason.NONE_THERE)], now=now, actor=SYSTEM
    )
    assert go_on(walk, "STAGING", associate, now) == "A"
    take(leeds, "A", tote, associate, now)
    pick_zone(walk, "A", now)
    assert go_on(walk, "PACKING", associate, now) is None
    with transaction(operator):
        assert FulfillmentOrder.objects.get(order__external_number="both").status == "picked"


def test_a_held_tote_waits_for_a_lead(
    wave: UUID, tote: str, leeds: Place, associate: User, lead: User, operator: Scope, now: datetime
) -> None:
    walk = take(leeds, "B", tote, associate, now)
    hold_tote(batch_id=walk, reason="tote", picker_id=associate.id, now=now, actor=SYSTEM)
    with pytest.raises(ToteHeld):
        take(leeds, "B", tote, associate, now)
    assert [one.held_because for one in list_queue(scope=operator, site_id=leeds.id, zone="B")] == ["tote"]
    take(leeds, "B", tote, lead, now, is_lead=True)
    pick_zone(walk, "B", now)
    assert go_on(walk, "STAGING", lead, now) == "A"


def test_a_wave_of_totes_is_taken_back_like_any_other(
    wave: UUID, tote: str, leeds: Place, associate: User, operator: Scope, now: datetime
) -> None:
    assert unrelease_wave(wave_id=wave, now=now, actor=SYSTEM) == 2
    assert not list_queue(scope=operator, site_id=leeds.id, zone="B")
    with pytest.raises(ToteNotFound):
        take(leeds, "B", tote, associate, now)


def test_a_shelf_that_is_no_place_for_totes_is_refused(leeds: Place, operator: Scope, now: datetime) -> None:
    drafts = [PickZoneDraft("A", 1, "A-01-01")]
    with pytest.raises(Invalid) as refused:
        save_pick_zones(scope=operator, site_id=leeds.id, drafts=drafts, now=now, actor=SYSTEM)
    assert [problem.path for problem in refused.value.problems] == ["zones.0.shelf"]
