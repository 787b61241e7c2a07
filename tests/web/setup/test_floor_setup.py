"""Badges, PINs, work and devices in setup."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from packhaus.access.documents.badges import render_badges
from packhaus.access.models import FloorPerson, User
from packhaus.access.queries.floor import find_badge_person, find_device
from packhaus.access.scope import Scope
from packhaus.access.services.badges import make_badges
from packhaus.access.types import SYSTEM
from tests.harness.cast import Place
from tests.web.conftest import SignIn


@pytest.fixture
def as_lead(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def test_badges_are_printed_for_the_chosen_and_open_nothing_twice(as_lead: Client, associate: User) -> None:
    first = as_lead.post("/setup/floor/badges/", {"people": [str(associate.id)]})
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Cache-Control"] == "no-store"
    assert associate.name in PdfReader(BytesIO(first.content)).pages[0].extract_text()
    old = bytes(FloorPerson.objects.get().badge_sha256 or b"")
    as_lead.post("/setup/floor/badges/", {"people": [str(associate.id)]})
    assert bytes(FloorPerson.objects.get().badge_sha256 or b"") != old


def test_nobody_chosen_prints_nothing(as_lead: Client) -> None:
    assert as_lead.post("/setup/floor/badges/").headers["Location"] == "/setup/floor/"
    assert not FloorPerson.objects.exists()


def test_a_pin_is_shown_once(as_lead: Client, associate: User) -> None:
    page = as_lead.post("/setup/floor/change/", {"do": "pin", "person": str(associate.id)}).content.decode()
    assert f"The PIN of {associate.name}." in page
    assert "The PIN of" not in as_lead.get("/setup/floor/").content.decode()


def test_a_device_is_listed_with_what_it_keeps_and_ended(
    as_lead: Client, leeds: Place, sign_in: SignIn, lead: User
) -> None:
    other = sign_in(lead)
    other.post("/floor/device/", {"site": str(leeds.id), "name": "Scanner 7"})
    token = other.cookies["packhaus_device"].value
    device = find_device(token)
    assert device is not None
    assert "Scanner 7" in as_lead.get("/setup/floor/").content.decode()
    as_lead.post("/setup/floor/change/", {"do": "end-device", "device": str(device.id)})
    assert find_device(token) is None
    assert "Scanner 7" not in as_lead.get("/setup/floor/").content.decode()


def test_work_is_taken_off_a_person_and_given_back(as_lead: Client, associate: User) -> None:
    as_lead.post(
        "/setup/floor/change/", {"do": "kinds", "person": str(associate.id), "kinds": ["pick", "nothing"]}
    )
    assert FloorPerson.objects.get().kinds == ["pick"]


def test_a_badge_is_ended(as_lead: Client, associate: User) -> None:
    [badge] = make_badges(
        scope=Scope.operator(), user_ids=[associate.id], now=associate.created_at, actor=SYSTEM
    )
    assert render_badges(badges=[badge], language="de").startswith(b"%PDF")
    as_lead.post("/setup/floor/change/", {"do": "end-badge", "person": str(associate.id)})
    assert find_badge_person(code=badge.code) is None


def test_the_page_is_for_leads_and_administrators(
    as_associate_of_floor: Client, owner: User, sign_in: SignIn
) -> None:
    for client in (as_associate_of_floor, sign_in(owner)):
        assert client.get("/setup/floor/").status_code == 404
        assert client.post("/setup/floor/badges/").status_code == 404
        assert client.post("/setup/floor/change/").status_code == 404


@pytest.fixture
def as_associate_of_floor(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)
