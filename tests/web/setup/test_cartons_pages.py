"""Cartons and services are changed and switched off in the console, with a way back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope
from packhaus.shipping.queries.list_carriers import get_carrier
from packhaus.shipping.queries.list_cartons import list_cartons
from tests.web.conftest import SignIn
from tests.web.setup.test_places_pages import CARRIER

OPERATOR = Scope.operator()
CARTON = {
    "code": "m-1", "merchant": "ACME", "inner_length_mm": "300", "inner_width_mm": "200", "inner_height_mm": "150",
    "outer_length_mm": "306", "outer_width_mm": "206", "outer_height_mm": "160", "tare_grams": "180",
    "max_weight_grams": "20000", "cost": "0,45", "currency": "gbp",
}  # fmt: skip


@pytest.fixture
def client(sign_in: SignIn, admin: User) -> Client:
    return sign_in(admin)


def undo(client: Client, page: str) -> None:
    client.post(re.findall(r'action="(/undo/[^"]+)"', page)[-1])


def test_a_carton_is_made_changed_and_switched_off_and_back(client: Client, acme: Merchant) -> None:
    client.post(reverse("console:new-carton"), CARTON)
    [carton] = list_cartons(OPERATOR)
    assert (carton.code, carton.merchant_id, carton.cost_minor, carton.currency) == (
        "M-1",
        acme.id,
        45,
        "GBP",
    )
    url = reverse("console:carton", args=[carton.id])
    assert 'value="0.45"' in client.get(url).content.decode()
    client.post(url, CARTON | {"inner_length_mm": "290", "max_weight_grams": "15000"})
    [changed] = list_cartons(OPERATOR)
    assert (changed.id, changed.inner_length_mm, changed.max_weight_grams) == (carton.id, 290, 15_000)
    switch = reverse("console:switch-carton", args=[carton.id])
    page = client.post(switch, {"do": "off"}, follow=True).content.decode()
    assert "nothing more is packed in it" in page
    assert not list_cartons(OPERATOR)[0].is_active
    undo(client, page)
    assert list_cartons(OPERATOR)[0].is_active
    client.post(switch, {"do": "off"})
    assert 'value="on"' in client.get(reverse("console:cartons")).content.decode()
    client.post(switch, {"do": "on"})
    assert list_cartons(OPERATOR)[0].is_active


@pytest.mark.parametrize(
    "damage",
    [
        {"inner_length_mm": "400"},  # larger inside than outside
        {"inner_height_mm": "0"},
        {"max_weight_grams": "100"},  # less than it weighs empty
        {"cost": "dear"},
        {"merchant": "NOBODY"},
        {"code": ""},
    ],
)
def test_a_damaged_carton_is_refused_and_nothing_is_saved(
    client: Client, acme: Merchant, damage: dict[str, str]
) -> None:
    answer = client.post(reverse("console:new-carton"), CARTON | damage)
    assert answer.status_code == 422
    assert list_cartons(OPERATOR) == []


def test_a_code_that_is_taken_is_refused(client: Client, acme: Merchant) -> None:
    client.post(reverse("console:new-carton"), CARTON)
    assert client.post(reverse("console:new-carton"), CARTON).status_code == 422
    client.post(reverse("console:new-carton"), CARTON | {"merchant": ""})
    assert len(list_cartons(OPERATOR)) == 2


def test_a_service_is_switched_off_and_back(client: Client) -> None:
    client.post(reverse("console:new-carrier"), CARRIER)
    switch = reverse("console:switch-service", args=["ALBION-48"])
    page = client.post(switch, {"do": "off"}, follow=True).content.decode()
    assert not get_carrier(code="ALBION").services[0].is_active
    assert "no new order gets it" in page
    undo(client, page)
    assert get_carrier(code="ALBION").services[0].is_active


def test_who_may_not_change_settings_finds_no_switch(sign_in: SignIn, lead: User, client: Client) -> None:
    client.post(reverse("console:new-carton"), CARTON | {"merchant": ""})
    [carton] = list_cartons(OPERATOR)
    other = sign_in(lead)
    assert "Switch off" not in other.get(reverse("console:cartons")).content.decode()
    assert other.post(reverse("console:switch-carton", args=[carton.id]), {"do": "off"}).status_code == 404
    assert list_cartons(OPERATOR)[0].is_active
