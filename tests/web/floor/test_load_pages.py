"""A truck is loaded on the floor: found by a parcel, filled by scans, closed by a lead where something is missing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.queries.floor import find_badge_person
from packhaus.access.scope import Scope
from packhaus.access.services.badges import make_badges
from packhaus.access.types import SYSTEM
from packhaus.insight.queries.labour import LabourRow, list_own_labour
from tests.web.conftest import SignIn
from tests.web.outbound.conftest import batch, carriers, pack, pick, place, place_one, release, wave
from tests.web.outbound.test_load_page import ask, dock

__all__ = ["batch", "carriers", "dock", "pack", "pick", "place", "place_one", "release", "wave"]


@pytest.fixture
def gun(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)


def test_a_truck_is_found_filled_and_closed_with_the_leads_badge(
    dock: list[str], gun: Client, associate: User, lead: User
) -> None:
    assert "0 / 3" in gun.get("/floor/load/").content.decode()
    assert "Load" in gun.get("/floor/").content.decode()
    assert gun.post("/floor/load/", {"scan": "B-none"}).status_code == 422
    truck = gun.post("/floor/load/", {"scan": dock[0]}).headers["Location"]
    assert truck.startswith("/floor/load/truck/?")
    close = truck.replace("/truck/", "/truck/close/")
    assert gun.post(close).status_code == 422
    for parcel in (*dock[:2], dock[0]):
        assert gun.post(truck, {"scan": parcel}).status_code == 200
    assert "1 parcel is missing." in gun.post(close).content.decode()
    assert count_gone() == 0
    [badge] = make_badges(scope=Scope.operator(), user_ids=[lead.id], now=timezone.now(), actor=SYSTEM)
    assert find_badge_person(code=badge.code) is not None
    assert gun.post(close, {"approval": "1", "scan": "PHB-none"}).status_code == 422
    closed = gun.post(close, {"approval": "1", "scan": badge.code}).content.decode()
    assert "The truck is closed: M-" in closed
    assert count_gone() == 2
    [loaded] = [row for row in own(associate) if row.method == "load"]
    assert loaded.lines == 2


def count_gone() -> object:
    return ask("SELECT count(*) FROM shipping_shipment WHERE status = 'dispatched'")[0][0]


def own(person: User) -> list[LabourRow]:
    now = timezone.now()
    return list_own_labour(
        scope=Scope.operator(), person_id=person.id, since=now - timedelta(hours=1), until=now
    )
