"""The lead sees what waits at the door, plans it anew, does some first, leaves some where it is."""

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.inbound.models import PutAwayTask
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import Entry
from packhaus.inventory.models import Location
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, announce, draft
from tests.web.conftest import SignIn

__all__ = ["announce", "draft"]
URL = "/inbound/put-away/"
WAITING = "status=open&status=claimed"


@pytest.fixture
def desk(sign_in: SignIn, lead: User, announce: Announcing) -> Client:
    known = announce(("MUG", 60), ("LAMP", 5))
    entries = [Entry("1", 9, "MUG"), Entry("2", 5, "LAMP", unit_code="LPN-1", unit_kind="pallet")]
    receive_against(
        scope=Scope.operator(), asn_id=known.header.id, entries=entries, now=timezone.now(), actor=SYSTEM
    )
    return sign_in(lead)


def list_tasks() -> list[PutAwayTask]:
    with transaction(Scope.operator()):
        return list(PutAwayTask.objects.order_by("created_at", "id"))


def do(desk: Client, action: str, *tasks: PutAwayTask) -> str:
    form = {"do": action, "selected": [str(task.id) for task in tasks], "sure": "on"}
    return desk.post(URL, form, follow=True).content.decode()


def read(desk: Client, query: str) -> str:
    return desk.get(URL + query, follow=True).content.decode()


def test_what_waits_is_listed_with_its_place_and_why(desk: Client) -> None:
    page = read(desk, "")
    for told in ("LPN-1", "MUG", "R-01-01", "A-01-01", "nearest empty place"):
        assert told in page, told
    assert "Nothing has waited at the door for over 2 hours." in read(desk, f"?only=long&{WAITING}")
    assert "No order waits for goods at the door." in read(desk, f"?why=waited_for&{WAITING}")
    assert "LPN-1" not in read(desk, "?q=MU")


def test_what_no_place_takes_says_why(desk: Client, leeds: Place) -> None:
    with transaction(Scope.operator()):
        Location.objects.filter(kind__in=["pick_face", "reserve"]).update(max_weight_grams=100)
    do(desk, "replan", *list_tasks())
    assert "4: too heavy for it" in read(desk, f"?only=no_place&{WAITING}")


def test_a_lead_puts_tasks_first_and_leaves_others_at_the_door(desk: Client) -> None:
    first, second = list_tasks()
    assert "1 task comes first." in do(desk, "first", second)
    assert "1 task is cancelled." in do(desk, "cancel", first)
    assert {task.id: (task.status, task.priority) for task in list_tasks()} == {
        first.id: ("cancelled", 100),
        second.id: ("open", 50),
    }
    do(desk, "replan", *list_tasks())
    assert sorted(task.status for task in list_tasks()) == ["cancelled", "open", "open"]


def test_who_is_no_lead_does_not_see_it(desk: Client, sign_in: SignIn, finance: User, owner: User) -> None:
    for user in (finance, owner):
        assert sign_in(user).get(URL).status_code == 404
