"""Sign-in: by address in any case, throttled, and closed to whom it was closed."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.access.services.users import set_user_active
from packhaus.access.types import Actor
from tests.harness.cast import PASSWORD


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
    assert try_to_sign_in(client, colleague.email, PASSWORD) == 302


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
