"""Signing in by badge on a paired device, and what such a session may not do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from packhaus.access.models import FloorDevice, User
from packhaus.access.scope import Scope
from packhaus.access.services.badges import make_badges
from packhaus.access.services.floor_devices import end_device, set_kinds
from packhaus.access.services.pins import make_pin
from packhaus.access.types import SYSTEM
from packhaus.kernel import rows
from packhaus.outbound.queries.list_batches import get_batch
from packhaus.outbound.services.batches import claim_batch
from tests.harness.cast import Place
from tests.web.conftest import SignIn

HTMX = {"HX-Request": "true"}
MakeBadge = Callable[[User], str]


@pytest.fixture
def badge() -> MakeBadge:
    def make(user: User) -> str:
        [made] = make_badges(scope=Scope.operator(), user_ids=[user.id], now=timezone.now(), actor=SYSTEM)
        return made.code

    return make


@pytest.fixture
def device(sign_in: SignIn, lead: User, leeds: Place) -> Client:
    """A browser that the lead has paired."""
    client = sign_in(lead)
    answer = client.post("/floor/device/", {"site": str(leeds.id), "name": "Scanner 7"})
    assert answer.headers["Location"] == "/floor/sign-in/"
    return client


def scan(client: Client, code: str, at: str = "/floor/sign-in/") -> str:
    answer = client.post(at, {"scan": code, "step_id": "x"}, headers=HTMX)
    return str(answer.headers.get("HX-Redirect", answer.status_code))


def name_work(number: str) -> str:
    return f"pick:{get_batch(scope=Scope.operator(), number=number).id}"


def read_person(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_lead_pairs_a_device_and_is_signed_out_on_it(device: Client) -> None:
    assert read_person(device) is None
    cookie = device.cookies["packhaus_device"]
    assert cookie["httponly"]
    assert cookie.value not in str(
        rows.fetch_tuples("SELECT encode(token_sha256, 'escape') FROM access_floordevice")
    )
    assert device.get("/floor/").headers["Location"] == "/floor/sign-in/"
    assert "Scanner 7" in device.get("/floor/sign-in/").content.decode()


def test_only_leads_pair(as_associate: Client, leeds: Place) -> None:
    assert as_associate.post("/floor/device/", {"site": str(leeds.id), "name": "X"}).status_code == 404
    assert not FloorDevice.objects.exists()


def test_a_badge_signs_in_without_typing(
    device: Client, associate: User, badge: MakeBadge, leeds: Place
) -> None:
    assert scan(device, badge(associate)) == "/floor/"
    assert read_person(device) == str(associate.id)
    assert device.cookies["packhaus_site"].value == str(leeds.id)
    assert device.get("/floor/").status_code == 200


def test_a_badge_opens_nothing_on_a_browser_that_is_not_paired(
    client: Client, associate: User, badge: MakeBadge
) -> None:
    answer = client.post("/floor/sign-in/", {"scan": badge(associate)})
    assert answer.headers["Location"] == "/sign-in/?next=/floor/"
    assert read_person(client) is None


def test_an_unknown_badge_signs_nobody_in_and_is_not_shown(device: Client) -> None:
    answer = device.post("/floor/sign-in/", {"scan": "PHB00000000000000000000"}, headers=HTMX)
    assert answer.status_code == 422
    assert "PHB0" not in answer.content.decode()
    assert read_person(device) is None


@pytest.mark.parametrize("url", ["/", "/orders/", "/setup/", "/setup/users/", "/account/", "/release/"])
def test_a_badge_opens_the_floor_and_nothing_else(
    device: Client, admin: User, badge: MakeBadge, url: str
) -> None:
    scan(device, badge(admin))
    assert device.get(url).headers["Location"] == "/floor/"
    assert device.get(url, headers=HTMX).status_code == 404
    assert device.post(url, {"email": "x@example.com", "name": "X", "roles": "admin"}).status_code == 404
    assert device.get("/floor/device/").status_code == 404


def test_the_end_of_a_device_signs_out_whoever_works_on_it(
    device: Client, associate: User, badge: MakeBadge
) -> None:
    code = badge(associate)
    scan(device, code)
    end_device(
        scope=Scope.operator(), device_id=FloorDevice.objects.get().id, now=timezone.now(), actor=SYSTEM
    )
    answer = device.get("/floor/")
    assert answer.headers["Location"] == "/floor/sign-in/"
    assert read_person(device) is None
    assert device.get("/floor/sign-in/").headers["Location"] == "/sign-in/?next=/floor/"


def test_half_an_hour_of_nothing_signs_out_and_drops_no_task(
    device: Client, associate: User, badge: MakeBadge, number: str
) -> None:
    scan(device, badge(associate))
    device.post("/floor/next/")
    session = device.session
    session["signed_in_by_badge"] = session["signed_in_by_badge"] | {
        "seen": (timezone.now() - timedelta(minutes=31)).timestamp()
    }
    session.save()
    assert scan(device, "A-01-01", f"/floor/batches/{number}/scan/") == "/floor/sign-in/"
    assert read_person(device) is None
    batch = get_batch(scope=Scope.operator(), number=number)
    assert (batch.status, batch.picker_id) == ("claimed", associate.id)


def test_a_lost_badge_is_replaced_by_name_and_pin(device: Client, associate: User, lead: User) -> None:
    pin = make_pin(scope=Scope.operator(), user_id=associate.id, now=timezone.now(), actor=SYSTEM)
    page = device.get("/floor/sign-in/?lost").content.decode()
    assert associate.name in page
    assert lead.name not in page
    wrong = device.post("/floor/sign-in/", {"person": str(associate.id), "pin": "x"})
    assert wrong.status_code == 422
    assert device.post("/floor/sign-in/", {"person": str(lead.id), "pin": pin}).status_code == 422
    device.post("/floor/sign-in/", {"person": str(associate.id), "pin": pin})
    assert read_person(device) == str(associate.id)


def test_guessing_pins_is_throttled(device: Client, associate: User) -> None:
    pin = make_pin(scope=Scope.operator(), user_id=associate.id, now=timezone.now(), actor=SYSTEM)
    for _attempt in range(5):
        device.post("/floor/sign-in/", {"person": str(associate.id), "pin": "x"})
    assert device.post("/floor/sign-in/", {"person": str(associate.id), "pin": pin}).status_code == 429
    assert read_person(device) is None


def test_a_second_badge_takes_the_walk_over(
    device: Client, associate: User, lead: User, badge: MakeBadge, number: str
) -> None:
    scan(device, badge(associate))
    device.post("/floor/next/")
    assert scan(device, badge(lead), f"/floor/batches/{number}/scan/") == "/floor/badge/"
    assert f"Hand over to {lead.name}?" in device.get("/floor/badge/").content.decode()
    device.post("/floor/badge/", {"work": name_work(number)})
    assert read_person(device) == str(lead.id)
    assert get_batch(scope=Scope.operator(), number=number).picker_id == lead.id


def test_a_second_badge_may_just_sign_in_or_be_passed_over(
    device: Client, associate: User, lead: User, badge: MakeBadge, number: str
) -> None:
    scan(device, badge(associate))
    device.post("/floor/next/")
    scan(device, code := badge(lead), "/floor/")
    device.post("/floor/badge/", {"stay": "1"})
    assert read_person(device) == str(associate.id)
    scan(device, code, "/floor/")
    device.post("/floor/badge/", {"switch": "1"})
    assert read_person(device) == str(lead.id)
    assert get_batch(scope=Scope.operator(), number=number).picker_id == associate.id


def test_nobody_gives_away_what_a_colleague_walks(
    as_associate: Client, associate: User, lead: User, admin: User, number: str
) -> None:
    batch = get_batch(scope=Scope.operator(), number=number)
    claim_batch(batch_id=batch.id, picker_id=lead.id, now=timezone.now(), actor=SYSTEM)
    for form in ({"person": str(admin.id)}, {"back": "1"}):
        answer = as_associate.post("/floor/hand-over/", {"work": name_work(number), **form})
        assert "not in your hands" in answer.content.decode()
    assert get_batch(scope=Scope.operator(), number=number).picker_id == lead.id


def test_a_walk_is_handed_over_or_given_back(
    as_associate: Client, associate: User, lead: User, number: str
) -> None:
    as_associate.post("/floor/next/")
    assert number in as_associate.get("/floor/end-shift/").content.decode()
    as_associate.post("/floor/hand-over/", {"work": name_work(number), "person": str(lead.id)})
    assert get_batch(scope=Scope.operator(), number=number).picker_id == lead.id
    claim = get_batch(scope=Scope.operator(), number=number)
    assert claim.status == "claimed"
    assert "Nothing is left open" in as_associate.get("/floor/end-shift/").content.decode()


def test_signing_out_on_a_device_waits_for_the_next_badge(
    device: Client, associate: User, badge: MakeBadge
) -> None:
    scan(device, badge(associate))
    assert device.post("/floor/sign-out/").headers["Location"] == "/floor/sign-in/"
    assert read_person(device) is None
    assert Session.objects.filter(session_key=device.session.session_key).count() <= 1


def test_a_person_is_offered_only_the_work_that_was_set(
    as_associate: Client, associate: User, number: str
) -> None:
    set_kinds(
        scope=Scope.operator(), user_id=associate.id, kinds=["receive"], now=timezone.now(), actor=SYSTEM
    )
    page = as_associate.get("/floor/").content.decode()
    assert number not in page
    assert "<span>Pick</span>" not in page
    assert as_associate.post("/floor/next/").headers["Location"] == "/floor/"
    assert get_batch(scope=Scope.operator(), number=number).status == "open"
