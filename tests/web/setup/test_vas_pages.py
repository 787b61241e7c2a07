"""Services and the rules that add them are written, moved and dropped in the console."""

import pytest
from django.test import Client
from django.urls import reverse

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope
from packhaus.catalog.models import Sku
from packhaus.catalog.queries.vas import list_vas_options, list_vas_rules
from tests.web.conftest import SignIn
from tests.web.setup.test_cartons_pages import undo

OPERATOR = Scope.operator()
WRAP = {
    "merchant": "ACME", "code": "wrap", "kind": "gift_wrap", "names_en": "Red paper", "names_de": "Rotes Papier",
    "instructions_en": "Fold.\r\nTape.", "minutes": "3", "per": "unit", "step": "bench", "material": "paper",
    "material_grams": "30", "is_active": "on",
}  # fmt: skip


@pytest.fixture
def client(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def test_a_service_is_offered_changed_and_switched_off_and_back(client: Client, mug: Sku) -> None:
    assert client.post(reverse("console:new-vas-option"), WRAP).status_code == 302
    [option] = list_vas_options(scope=OPERATOR)
    assert (option.code, option.names, option.instructions) == (
        "WRAP",
        {"en": "Red paper", "de": "Rotes Papier"},
        {"en": "Fold.\nTape."},
    )
    assert client.post(reverse("console:new-vas-option"), WRAP).status_code == 422  # the code is taken
    url = reverse("console:vas-option", args=[option.id])
    assert "Rotes Papier" in client.get(url).content.decode()
    client.post(url, WRAP | {"minutes": "5", "sku": "MUG", "sku_quantity": "2"})
    [changed] = list_vas_options(scope=OPERATOR)
    assert (changed.id, changed.minutes, changed.sku, changed.sku_quantity) == (option.id, 5, "MUG", 2)
    switch = reverse("console:switch-vas-option", args=[option.id])
    page = client.post(switch, {"do": "off"}, follow=True).content.decode()
    assert not list_vas_options(scope=OPERATOR)[0].is_active
    undo(client, page)
    assert list_vas_options(scope=OPERATOR)[0].is_active


def test_what_is_wrong_with_a_service_is_said_and_nothing_is_saved(client: Client, acme: Merchant) -> None:
    wrong = {
        "code": "a b",
        "names_en": "",
        "names_de": "",
        "sku": "NONE",
        "material_grams": "",
        "minutes": "x",
    }
    page = client.post(reverse("console:new-vas-option"), WRAP | wrong)
    assert page.status_code == 422
    page = client.post(reverse("console:new-vas-option"), WRAP | wrong | {"minutes": "2"})
    for said in ("at most 16", "said in one language", "no item of this merchant", "goes with a material"):
        assert said in page.content.decode(), said
    assert client.post(reverse("console:new-vas-option"), WRAP | {"merchant": "NOBODY"}).status_code == 404
    assert list_vas_options(scope=OPERATOR) == []


def test_rules_are_made_moved_and_dropped(client: Client, mug: Sku, stranger: User, sign_in: SignIn) -> None:
    client.post(reverse("console:new-vas-option"), WRAP)
    new = f"{reverse('console:new-vas-rule')}?merchant=ACME"
    for rule in (
        {"option": "WRAP", "skus": "MUG", "countries": "de, at", "least_goods": "12,50", "currency": "eur"},
        {"option": "WRAP", "tags": "vip"},
    ):
        assert client.post(new, rule).status_code == 302
    first, second = list_vas_rules(scope=OPERATOR)
    assert (first.countries, first.least_goods_minor, first.currency) == (["DE", "AT"], 1250, "EUR")
    for wrong in ({"option": ""}, {"option": "WRAP", "skus": "NONE"}, {"option": "WRAP", "least_goods": "5"}):
        assert client.post(new, wrong).status_code == 422, wrong
    url = reverse("console:vas-rule", args=[first.id])
    assert 'value="12.50"' in client.get(url).content.decode()
    client.post(url, {"option": "WRAP", "skus": "MUG"})
    change = reverse("console:change-vas-rule", args=[second.id])
    client.post(change, {"do": "up"})
    assert [(rule.id, rule.position) for rule in list_vas_rules(scope=OPERATOR)] == [
        (second.id, 1),
        (first.id, 2),
    ]
    page = client.get(reverse("console:vas-options")).content.decode()
    assert "tagged vip" in page
    assert sign_in(stranger).post(change, {"do": "drop"}).status_code == 404
    client.post(change, {"do": "drop"})
    assert [rule.id for rule in list_vas_rules(scope=OPERATOR)] == [first.id]
    assert client.post(change, {"do": "drop"}).status_code == 404
