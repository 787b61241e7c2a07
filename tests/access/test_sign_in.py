"""Sign-in: by address in any case, throttled, and closed to whom it was closed."""

from datetime import datetime, timedelta
from importlib import import_module
from math import ceil

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.access.services.users import set_user_active
from packhaus.access.types import Actor
from tests.harness.cast import PASSWORD

import_module("packhaus.config.urls")  # loads every view now, and not in a test's transaction


def try_to_sign_in(client: Client, email: str, password: str) -> int:
    return client.post(reverse("sign-in"), {"username": email, "password": password}).status_code


def test_the_right_password_signs_in_whatever_the_case_of_the_address(client: Client, owner: User) -> None:
    assert try_to_sign_in(client, " Owner@ACME.example", PASSWORD) == 302
    assert client.session["_auth_user_id"] == str(owner.id)


def test_guessing_is_throttled_for_that_address_and_not_for_others(
    client: Client, owner: User, colleague: User
) -> None:
    answers = [try_to_sign_in(client, owner.email, "wrong") for _ in range(10)]
    assert answers[:9] == [422] * 9
    locked_out = client.post(reverse("sign-in"), {"username": owner.email.upper(), "password": PASSWORD})
    assert locked_out.status_code == 429
    assert "Wait 15 minutes, then try again." in locked_out.content.decode()
    assert 840 < int(locked_out.headers["Retry-After"]) <= 900
    assert try_to_sign_in(client, colleague.email, PASSWORD) == 302


def age_failures(by: timedelta) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - by)


@pytest.mark.parametrize(
    ("waited", "left"),
    [
        (timedelta(minutes=9, seconds=30), timedelta(minutes=5, seconds=30)),
        (timedelta(minutes=14, seconds=1), timedelta(seconds=59)),
    ],
)
def test_the_time_that_is_left_is_said_and_trying_again_does_not_prolong_it(
    client: Client, owner: User, waited: timedelta, left: timedelta
) -> None:
    for _ in range(10):
        try_to_sign_in(client, owner.email, "wrong")
    age_failures(waited)
    for _ in range(2):
        locked_out = client.post(reverse("sign-in"), {"username": owner.email, "password": "wrong"})
        assert locked_out.status_code == 429
        seconds = int(locked_out.headers["Retry-After"])
        assert left.total_seconds() - 50 < seconds <= left.total_seconds()
        words = f"Wait {seconds} second" if seconds < 60 else f"Wait {ceil(seconds / 60)} minutes"
        assert words in locked_out.content.decode()
    age_failures(left)
    assert try_to_sign_in(client, owner.email, PASSWORD) == 302


def test_failures_in_two_browsers_end_one_after_the_other(client: Client, owner: User) -> None:
    form = {"username": owner.email, "password": "wrong"}
    for _ in range(6):
        client.post(reverse("sign-in"), form, headers={"User-Agent": "one"})
    age_failures(timedelta(minutes=10))
    answers = [client.post(reverse("sign-in"), form, headers={"User-Agent": "two"}) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert 240 < int(answers[-1].headers["Retry-After"]) <= 300


def test_a_disabled_person_is_not_let_in(
    client: Client, owner: User, operator: Scope, now: datetime, actor: Actor
) -> None:
    set_user_active(scope=operator, user_id=owner.id, is_active=False, now=now, actor=actor)
    assert try_to_sign_in(client, owner.email, PASSWORD) == 422


@pytest.mark.parametrize("name", ["sessionid"])
def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: Client, owner: User, name: str
) -> None:
    try_to_sign_in(client, owner.email, PASSWORD)
    cookie = client.cookies[name]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
