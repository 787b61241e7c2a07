"""Scans that a device kept: booked once, in whatever way they come, or told why not."""

import json
import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import FloorDevice, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel import rows
from packhaus.outbound.queries.list_batches import get_batch
from packhaus.outbound.services.batches import hand_over_batch
from tests.harness.cast import Place
from tests.web.conftest import SignIn
from tests.web.floor.test_pick_page import snapshot


@pytest.fixture
def plan(as_associate: Client, number: str) -> dict[str, object]:
    page = as_associate.post(f"/floor/batches/{number}/start/", follow=True).content.decode()
    [written] = re.findall(r'data-plan="([^"]+)"', page)
    read: dict[str, object] = json.loads(unescape(written))
    return read


def send(client: Client, plan: dict[str, object], place: int, **changes: object) -> dict[str, str]:
    stop = plan["stops"][place]  # type: ignore[index]
    fields = {"task_id": stop["id"], "quantity": stop["left"], "client_id": f"kept-{place}"} | changes
    answer = client.post(str(plan["url"]), fields, headers={"HX-Request": "true"})
    read: dict[str, str] = answer.json()
    return read


def test_the_plan_knows_the_stops_and_their_codes(plan: dict[str, object]) -> None:
    stops: list[dict[str, object]] = plan["stops"]  # type: ignore[assignment]
    assert [stop["sku"] for stop in stops] == ["MUG", "MUG", "LAMP"]
    assert stops[0]["codes"] == [["MUG", "1"], ["4006381333931", "1"]]
    assert {"place", "tote", "slot", "left"} <= set(stops[0])


def test_a_kept_stop_is_booked_once_however_often_it_is_sent(
    as_associate: Client, plan: dict[str, object]
) -> None:
    assert send(as_associate, plan, 0) == {"outcome": "booked"}
    booked = snapshot()
    assert send(as_associate, plan, 0) == {"outcome": "known"}
    assert snapshot() == booked


def test_what_was_booked_over_the_network_is_known_when_it_comes_again(
    as_associate: Client, plan: dict[str, object], number: str
) -> None:
    stop = plan["stops"][0]  # type: ignore[index]
    fields = {"scan": stop["tote"], "step_id": f"{stop['id']}.tote.1.", "client_id": "kept-0"}
    as_associate.post(f"/floor/batches/{number}/scan/", fields, headers={"HX-Request": "true"})
    booked = snapshot()
    assert send(as_associate, plan, 0) == {"outcome": "known"}
    assert snapshot() == booked


def test_what_was_done_meanwhile_comes_back_as_a_conflict(
    as_associate: Client, plan: dict[str, object]
) -> None:
    send(as_associate, plan, 0)
    booked = snapshot()
    told = send(as_associate, plan, 0, client_id=uuid4().hex, at="2026-11-03T14:03:00Z")
    assert told["outcome"] == "conflict"
    assert "2 × Mug, blue" in told["text"]
    assert "Kept at 14:03" in told["text"]
    assert "Meanwhile this stop was finished or cancelled." in told["text"]
    assert snapshot() == booked


def test_a_walk_that_a_colleague_has_now_takes_nothing(
    as_associate: Client, associate: User, lead: User, plan: dict[str, object], number: str
) -> None:
    batch = get_batch(scope=Scope.operator(), number=number)
    hand_over_batch(batch_id=batch.id, from_id=associate.id, to_id=lead.id, now=timezone.now(), actor=SYSTEM)
    before = snapshot()
    assert "Somebody else walks this now." in send(as_associate, plan, 0)["text"]
    assert snapshot() == before


def test_damaged_and_strange_scans_book_nothing(
    as_associate: Client, sign_in: SignIn, stranger: User, plan: dict[str, object]
) -> None:
    before = snapshot()
    for changes in ({"task_id": "x"}, {"quantity": "-1"}, {"client_id": ""}, {"quantity": 99}):
        assert send(as_associate, plan, 0, **changes)["outcome"] == "conflict"
    assert sign_in(stranger).post(str(plan["url"]), {}).status_code == 404
    assert snapshot() == before


def test_a_device_says_how_many_it_keeps(sign_in: SignIn, lead: User, associate: User, leeds: Place) -> None:
    client = sign_in(lead)
    client.post("/floor/device/", {"site": str(leeds.id), "name": "Scanner 7"})
    client.force_login(associate, backend="packhaus.access.backends.EmailBackend")
    assert client.post("/floor/kept/", {"kept": "3", "since": "2026-11-03T14:03:00Z"}).status_code == 204
    assert FloorDevice.objects.get().kept == 3
    client.post("/floor/kept/", {"kept": "0", "since": ""})
    with transaction(Scope.operator()):
        [kept] = rows.fetch_tuples("SELECT kept, kept_since FROM access_floordevice")
    assert kept == (0, None)
