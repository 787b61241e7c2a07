"""A truck is loaded on the floor: found by a parcel, filled by scans, closed by a lead where something is missing."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.queries.floor import find_badge_person
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.badges import make_badges
from packhaus.access.types import SYSTEM
from packhaus.inbound.models import DockDoor
from packhaus.inbound.queries.docks.pick_ups import list_standing
from packhaus.inbound.services.docks.doors import set_doors
from packhaus.inbound.services.docks.pick_ups import PickUpDraft, plan_pick_ups
from packhaus.insight.queries.labour import LabourRow, list_own_labour
from packhaus.kernel import rows
from packhaus.orders.services.holds import place_hold
from packhaus.outbound.services.keep_floor_rules import save_floor_rules
from packhaus.outbound.types import FloorRules
from packhaus.shipping.models import Carrier, Service
from tests.harness.cast import Place
from tests.printing.conftest import bench, set_printer
from tests.web.conftest import SignIn
from tests.web.outbound.conftest import batch, carriers, pack, pick, place, place_one, release, wave
from tests.web.outbound.test_load_page import ask, dock

__all__ = ["batch", "bench", "carriers", "dock", "pack", "pick", "place", "place_one", "release", "wave"]


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
    assert "Seal the truck" in gun.post(close).content.decode()
    for wrong in (dock[2], "<seal>", ""):
        assert gun.post(close, {"asks_seal": "1", "scan": wrong}).status_code == 422
    asked = gun.post(close, {"asks_seal": "1", "scan": "sl-4711"}).content.decode()
    assert "1 parcel is missing." in asked
    assert 'name="seal" value="SL-4711"' in asked
    assert count_gone() == 0
    [badge] = make_badges(scope=Scope.operator(), user_ids=[lead.id], now=timezone.now(), actor=SYSTEM)
    assert find_badge_person(code=badge.code) is not None
    assert gun.post(close, {"approval": "1", "seal": "SL-4711", "scan": "PHB-none"}).status_code == 422
    closed = gun.post(
        close, {"approval": "1", "seal": "SL-4711", "scan": badge.code}, follow=True
    ).content.decode()
    [(number, seal)] = ask("SELECT number, seal FROM shipping_manifest WHERE status = 'closed'")
    assert seal == "SL-4711"
    assert f"/floor/load/manifests/{number}.pdf" in closed
    assert "No printer is known here" in closed
    assert gun.get(f"/floor/load/manifests/{number}.pdf").content[:5] == b"%PDF-"
    assert count_gone() == 2
    [loaded] = [row for row in own(associate) if row.method == "load"]
    assert loaded.lines == 2


def test_what_is_cancelled_comes_off_the_truck_before_it_closes(
    dock: list[str], gun: Client, bench: UUID, leeds: Place, operator: Scope
) -> None:
    truck = gun.post("/floor/load/", {"scan": dock[0]}).headers["Location"]
    for parcel in dock:
        gun.post(truck, {"scan": parcel})
    number = hold(dock[0])
    rules = FloorRules(question_shelf="RETURNS")
    save_floor_rules(scope=operator, site_id=leeds.id, rules=rules, now=timezone.now(), actor=SYSTEM)
    close = truck.replace("/truck/", "/truck/close/")
    assert f"{number} is on the truck and is held or cancelled" in gun.post(close).content.decode()
    off = gun.post(truck, {"scan": dock[0]}).content.decode()
    assert "Off the truck" in off
    assert "put it on the question shelf RETURNS" in off
    [aside] = re.findall(r'href="(/floor/move/\?what=[^"]+)"', off)
    assert "Question shelf <b>RETURNS</b>" in gun.get(aside.replace("&amp;", "&")).content.decode()
    assert "2 / 2" in off
    assert "Do not load" not in off
    set_printer(bench, timezone.now(), "LASER", medium="sheet", speaks="pdf")
    closed = gun.post(close, {"seal": ""}, follow=True).content.decode()
    assert "goes to LASER" in closed
    assert count_gone() == 2


def test_a_door_leads_to_the_truck_that_stands_there(
    dock: list[str], gun: Client, leeds: Place, operator: Scope
) -> None:
    now = timezone.now()
    set_doors(scope=operator, site_id=leeds.id, codes=["D-1", "D-2"], now=now, actor=SYSTEM)
    with transaction(operator):
        other = Carrier.objects.create(code="OTHER", name="Other", tracking_prefix="OT")
        Service.objects.create(carrier=other, code="O-1", name="O-1", max_weight_grams=1, rank=1)
        first, second = DockDoor.objects.order_by("position").values_list("id", flat=True)
    for door_id, carrier in ((first, "ALBION"), (second, "OTHER")):
        draft = PickUpDraft(door_id, carrier, now - timedelta(hours=1), now + timedelta(hours=1))
        plan_pick_ups(scope=operator, site_id=leeds.id, draft=draft, now=now, actor=SYSTEM)
    truck = gun.post("/floor/load/", {"scan": "d-1"}).headers["Location"]
    assert "carrier=ALBION" in truck
    assert "Nothing waits for" in gun.post("/floor/load/", {"scan": "D-2"}).content.decode()
    assert "Door D-1 is right" in gun.post(truck, {"scan": "D-1"}).content.decode()
    wrong = gun.post(truck, {"scan": "D-2"}).content.decode()
    assert "Door D-2 is OTHER. You chose ALBION." in wrong
    away = gun.post(truck.replace("ALBION", "OTHER"), {"scan": dock[0]}).content.decode()
    assert "Goes with ALBION, door D-1" in away
    for parcel in dock:
        gun.post(truck, {"scan": parcel})
    gun.post(truck.replace("/truck/", "/truck/close/"), {"seal": ""})
    assert [one.door_code for one in list_standing(scope=operator, now=timezone.now())] == ["D-2"]


def hold(parcel: str) -> str:
    """Hold the order of a parcel and return its number."""
    statement = """
        SELECT o.number, o.id FROM shipping_parcel AS p JOIN shipping_shipment AS s ON s.id = p.shipment_id
        JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id JOIN orders_order AS o ON o.id = f.order_id
        WHERE p.tracking_number = %(parcel)s
    """
    with transaction(Scope.operator()):
        [(number, order_id)] = rows.fetch_tuples(statement, {"parcel": parcel})
    place_hold(
        scope=Scope.operator(), order_ids=[order_id], reason="manual", now=timezone.now(), actor=SYSTEM
    )
    return str(number)


def count_gone() -> object:
    return ask("SELECT count(*) FROM shipping_shipment WHERE status = 'dispatched'")[0][0]


def own(person: User) -> list[LabourRow]:
    now = timezone.now()
    return list_own_labour(
        scope=Scope.operator(), person_id=person.id, since=now - timedelta(hours=1), until=now
    )
