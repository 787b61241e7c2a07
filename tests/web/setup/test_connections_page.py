"""Accounts that labels are bought with: entered, kept secret, switched."""

import pytest
from django.test import Client
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.shipping.queries.connections import get_connection, list_connections
from tests.outbound.conftest import carriers
from tests.web.conftest import SignIn

__all__ = ["carriers"]

FORM = {
    "carrier_code": "ALBION",
    "merchant": "",
    "account_number": "A1B2C3",
    "is_test": "on",
    "is_active": "on",
}
SECRETS = {"credentials_client_id": "shown-to-nobody", "credentials_client_secret": "hush-hush"}


@pytest.fixture
def client(sign_in: SignIn, admin: User, carriers: None) -> Client:
    return sign_in(admin)


def test_secrets_are_taken_and_never_shown(client: Client, operator: Scope) -> None:
    new = reverse("console:new-carrier-connection", args=["ups"])
    answer = client.post(new, {**FORM, "credentials_client_id": "shown-to-nobody"})
    assert answer.status_code == 422
    assert "shown-to-nobody" not in answer.content.decode()
    assert client.post(new, {**FORM, **SECRETS}).status_code == 302
    [row] = list_connections(operator)
    shown = client.get(reverse("console:carrier-connection", args=[row.id])).content.decode()
    listed = client.get(reverse("console:carrier-connections")).content.decode()
    assert "Being tried" in listed
    assert not any(secret in shown + listed for secret in SECRETS.values())
    client.post(reverse("console:carrier-connection", args=[row.id]), {"is_active": "on"})
    [row] = list_connections(operator)
    assert not row.is_test
    assert get_connection(connection_id=row.id).credentials["client_secret"] == "hush-hush"


def test_a_connection_is_switched_off(client: Client, operator: Scope) -> None:
    client.post(reverse("console:new-carrier-connection", args=["ups"]), {**FORM, **SECRETS})
    [row] = list_connections(operator)
    client.post(reverse("console:switch-carrier-connection", args=[row.id]), {"do": "off"})
    assert not list_connections(operator)[0].is_active


def test_only_an_administrator_sees_them(sign_in: SignIn, lead: User, carriers: None) -> None:
    assert sign_in(lead).get(reverse("console:carrier-connections")).status_code == 404
