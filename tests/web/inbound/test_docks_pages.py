"""Trucks at the doors on the pages: a lead books, moves, undoes and notes; a merchant sees times only."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.inbound.queries.docks.appointments import AppointmentRow, find_appointment
from packhaus.inbound.queries.list_asns import AsnDetail
from packhaus.inbound.services.docks.doors import set_doors
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, announce, draft
from tests.outbound.conftest import carriers
from tests.web.conftest import SignIn

__all__ = ["announce", "carriers", "draft"]


@pytest.fixture
def desk(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


@pytest.fixture
def day() -> date:
    return timezone.now().date() + timedelta(days=1)


@pytest.fixture
def asn(desk: Client, announce: Announcing, leeds: Place, operator: Scope, day: date) -> AsnDetail:
    """A delivery for tomorrow, on which two doors are open from eight to ten."""
    set_doors(scope=operator, site_id=leeds.id, codes=["D-1", "D-2"], now=timezone.now(), actor=SYSTEM)
    hours = {"day": day.isoformat(), "opens_at": "08:00", "closes_at": "10:00"}
    desk.post("/setup/sites/LEEDS/doors/hours/", hours)
    return announce(("MUG", 5), expected_on=day)


def find(asn: AsnDetail) -> AppointmentRow | None:
    found = find_appointment(scope=Scope.operator(), asn_id=asn.header.id, now=timezone.now())
    return found if found and found.is_holding else None


def list_starts(page: str) -> list[str]:
    _, _, choice = page.partition('name="starts_at"')
    return re.findall(r'<option value="(\d{4}-[^"]+)"', choice.partition("</select>")[0])


def test_a_lead_books_moves_takes_back_and_notes(desk: Client, asn: AsnDetail, day: date) -> None:
    page = desk.get(f"/inbound/docks/?day={day}").content.decode()
    starts = list_starts(page)
    assert len(starts) == 4
    wish = {"asn": str(asn.header.id), "starts_at": starts[0], "door": "D-1", "pallets": "12"}
    page = desk.post("/inbound/docks/book/", wish, follow=True).content.decode()
    assert "ASN-1 has door D-1." in page
    assert re.search(r'rowspan="2"><a [^>]*data-movable><b>ASN-1</b> ACME', page)
    page = desk.post(
        "/inbound/docks/book/", wish | {"starts_at": starts[2], "door": "D-2"}, follow=True
    ).content.decode()
    [undo] = re.findall(r'action="(/undo/[^"]+)"', page)
    moved = find(asn)
    assert moved
    assert (moved.door_code, moved.starts_at) == ("D-2", datetime.fromisoformat(starts[2]))
    desk.post(undo)
    back = find(asn)
    assert back
    assert (back.door_code, back.starts_at) == ("D-1", datetime.fromisoformat(starts[0]))
    for step, said in (("arrive", "Arrived"), ("dock", "At the door"), ("begin", "Being unloaded")):
        page = desk.post(
            "/inbound/docks/step/", {"asn": wish["asn"], "step": step}, follow=True
        ).content.decode()
        assert said in page
    [undo] = re.findall(r'action="(/undo/[^"]+)"', page)
    desk.post(undo)
    assert desk.post(undo).status_code == 409  # the truck is somewhere else by now
    again = desk.post("/inbound/docks/step/back/", {"asn": wish["asn"]}, follow=True).content.decode()
    assert ("The last step of ASN-1 is taken back." in again, "Take the last step back" in again) == (
        True,
        True,
    )
    desk.post("/inbound/docks/step/", {"asn": wish["asn"], "step": "begin"})
    refused = desk.post("/inbound/docks/cancel/", {"asn": wish["asn"]})
    assert (refused.status_code, "is: Being unloaded" in refused.content.decode()) == (409, True)
    floor = "/floor/receive/ACME/ASN-1/"
    for step, said in (("undo", "Truck: Arrived"), ("begin", "Truck: Being unloaded")):
        assert said in desk.post(floor + "truck/", {"step": step}).content.decode()
    assert "It is unloaded" in desk.get(floor).content.decode()
    told = desk.get("/inbound/ACME/ASN-1/").content.decode()
    assert "booked door D-1" in unescape(told)
    assert "began to unload at door D-1" in told


def test_a_taken_slot_says_what_is_free(
    desk: Client, asn: AsnDetail, announce: Announcing, day: date
) -> None:
    starts = list_starts(desk.get(f"/inbound/docks/?day={day}").content.decode())
    wish = {"asn": str(asn.header.id), "starts_at": starts[0], "door": "D-1"}
    desk.post("/inbound/docks/book/", wish)
    other = announce(("MUG", 5), number="ASN-2", expected_on=day)
    refused = desk.post("/inbound/docks/book/", wish | {"asn": str(other.header.id)})
    page = refused.content.decode()
    assert (refused.status_code, "All doors are taken then." in page, "Free at" in page) == (409, True, True)
    closing = {"door": "x", "starts_at": starts[1], "ends_at": starts[2], "day": str(day)}
    assert desk.post("/setup/sites/LEEDS/doors/close/", closing).status_code == 422
    page = desk.get(f"/inbound/docks/?day={day}").content.decode()
    door = re.findall(r'<option value="(\d+)">D-2', page)[0]
    page = desk.post(
        "/setup/sites/LEEDS/doors/close/", closing | {"door": door}, follow=True
    ).content.decode()
    [opening] = re.findall(r'action="(/setup/sites/LEEDS/doors/[^/]+/open/)"', page)
    assert "The door takes trucks again." in desk.post(opening, follow=True).content.decode()
    in_use = desk.post("/setup/sites/LEEDS/doors/", {"doors": "D-2"})
    assert (in_use.status_code, "Trucks are booked" in in_use.content.decode()) == (409, True)
    assert desk.post("/setup/sites/LEEDS/doors/", {"doors": "D-1 D-1"}).status_code == 422


def test_deliveries_are_put_on_one_truck(
    desk: Client, sign_in: SignIn, owner: User, asn: AsnDetail, announce: Announcing, day: date
) -> None:
    starts = list_starts(desk.get(f"/inbound/docks/?day={day}").content.decode())
    desk.post("/inbound/docks/book/", {"asn": str(asn.header.id), "starts_at": starts[0], "door": "D-1"})
    second, third = (
        announce(("MUG", 5), number=number, expected_on=day).header.id for number in ("ASN-2", "ASN-3")
    )
    page = desk.get(f"/inbound/docks/?asn={asn.header.id}").content.decode()
    assert ("The truck brings another delivery" in page, f'value="{second}"' in page) == (True, True)
    joined = {"asn": str(second), "with_asn": str(asn.header.id), "pallets": "2"}
    page = desk.post("/inbound/docks/share/", joined, follow=True).content.decode()
    assert "ASN-2 comes with the truck at door D-1." in page
    assert ("and 1 more delivery" in page, "Take this delivery off the truck" in page) == (True, True)
    [undo] = re.findall(r'action="(/undo/[^"]+)"', page)
    desk.post(undo)
    kept = find(asn)
    assert kept
    assert kept.comes_with == []
    shop = sign_in(owner)
    url = "/inbound/ACME/ASN-3/slot/"
    assert "It comes on one truck with" in shop.get(url).content.decode()
    told = shop.post(url, {"do": "share", "with_asn": str(asn.header.id)}, follow=True).content.decode()
    assert ("ASN-3 comes with that truck." in told, "Comes with it: ASN-1" in told) == (True, True)
    assert shop.post(url, {"do": "share", "with_asn": str(third)}).status_code in {302, 404}


def test_a_merchant_books_a_time_and_sees_nobody_else(
    sign_in: SignIn, owner: User, stranger: User, associate: User, asn: AsnDetail, day: date
) -> None:
    shop = sign_in(owner)
    url = "/inbound/ACME/ASN-1/slot/"
    page = shop.get(url).content.decode()
    times = re.findall(r'name="starts_at" value="([^"]+)"', page)
    assert (len(times), "D-1" in page) == (4, False)
    page = shop.post(url, {"starts_at": times[1], "pallets": "3"}, follow=True).content.decode()
    assert "ASN-1 has a slot." in page
    assert (
        "The slot of ASN-1 is free again." in shop.post(url, {"do": "cancel"}, follow=True).content.decode()
    )
    assert find(asn) is None
    assert shop.get("/inbound/docks/").status_code == 404
    assert sign_in(stranger).get(url).status_code == 404
    assert sign_in(stranger).post(url, {"starts_at": times[1]}).status_code == 404
    floor = sign_in(associate)
    assert floor.get("/inbound/docks/").status_code == 200
    assert floor.post("/inbound/docks/book/", {"asn": str(asn.header.id)}).status_code == 404


def test_a_lead_keeps_a_door_for_a_carrier(carriers: None, desk: Client, asn: AsnDetail, day: date) -> None:
    page = desk.get(f"/inbound/docks/?day={day}").content.decode()
    starts = list_starts(page)
    [door] = re.findall(r'<option value="(\d+)">D-1</option>', page)[:1]
    wish = {
        "carrier": "ALBION", "door": door, "starts_at": starts[0], "ends_at": starts[2], "days": "1", "day": str(day),
    }  # fmt: skip
    page = desk.post("/setup/sites/LEEDS/doors/pick-ups/", wish, follow=True).content.decode()
    assert "The door is kept on 1 day." in page
    assert re.search(r'is-pickup" rowspan="2"><b>Albion Parcel</b>', page)
    assert desk.post("/setup/sites/LEEDS/doors/pick-ups/", wish).status_code == 409
    [drop] = re.findall(r'action="([^"]+/drop/)"', page)
    page = desk.post(drop, {"day": str(day)}, follow=True).content.decode()
    assert "is-pickup" not in page
