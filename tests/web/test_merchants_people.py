"""Who signs in for a merchant sees the merchant's orders and stock, works on them, and finds nothing else."""

import re
from dataclasses import replace
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.orders.models import Order
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import PlacedOrder
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn

LINK = re.compile(r'(?:href|hx-get)="([/?][^"#]*)')
OPERATORS = [
    "/release/", "/waves/", "/batches/", "/shorts/", "/dispatch/", "/pack/", "/stock/locations/",
    "/stock/movements/", "/setup/", "/setup/users/", "/setup/merchants/", "/floor/", "/inbound/docks/",
    "/inbound/put-away/", "/inbound/checks/rules/", "/transfers/",
]  # fmt: skip


@pytest.fixture
def client(owner: User, sign_in: SignIn) -> Client:
    return sign_in(owner)


@pytest.fixture
def strange_number(beta: Merchant, beta_mug: Sku, leeds: Place, stock: PutStock) -> str:
    """An order of BETA's, whose item has the code of ACME's."""
    stock(beta_mug, leeds, 7)
    [placed] = place_orders(
        scope=Scope.operator(),
        merchant_id=beta.id,
        drafts=[replace(make_draft(("MUG", 1), number="STRANGE-1"), placed_at=timezone.now())],
        now=timezone.now(),
        actor=SYSTEM,
    )
    assert isinstance(placed, PlacedOrder)
    return placed.number


def test_every_link_they_see_leads_somewhere(client: Client, numbers: list[str], strange_number: str) -> None:
    home = client.get("/", follow=True)
    assert home.request["PATH_INFO"] == "/portal/"
    waiting = dict.fromkeys(
        ["/portal/", "/orders/", f"/orders/ACME:{numbers[0]}/", "/stock/ACME/MUG/"], "asked for"
    )
    seen: set[str] = set()
    broken = []
    while waiting:
        url, found_at = waiting.popitem()
        page = client.get(url, follow=True)
        seen.add(url)
        if page.status_code != HTTPStatus.OK:
            broken.append((url, page.status_code, found_at))
            continue
        text = page.content.decode() if "html" in page.headers.get("Content-Type", "") else ""
        assert strange_number not in text, url
        for link in LINK.findall(text):
            whole = link.replace("&amp;", "&")
            whole = url.partition("?")[0] + whole if whole.startswith("?") else whole
            if whole not in seen and whole not in waiting and not whole.startswith(("/static/", "/sign-out")):
                waiting[whole] = url
    assert broken == []
    assert {
        "/orders/",
        "/orders/backorders/",
        "/orders/imports/",
        "/stock/",
        "/orders/new/",
        "/inbound/",
        "/inbound/new/",
    } <= seen


@pytest.mark.parametrize("address", OPERATORS)
def test_the_operators_pages_are_not_there(client: Client, leeds: Place, address: str) -> None:
    assert client.get(address).status_code == 404


def test_another_merchants_order_and_stock_are_not_there(client: Client, strange_number: str) -> None:
    assert client.get(f"/orders/BETA:{strange_number}/").status_code == 404
    assert client.get("/stock/BETA/MUG/").status_code == 404
    assert client.post(f"/orders/BETA:{strange_number}/change/", {"cancel": "1"}).status_code == 404


def test_stock_is_told_without_bins(client: Client, numbers: list[str], leeds: Place) -> None:
    page = client.get("/stock/ACME/MUG/").content.decode()
    assert 'id="sites"' in page
    assert 'id="bins"' not in page
    assert 'id="ledger"' not in page
    assert numbers[0] in page


def test_they_hold_and_cancel_their_own_order(client: Client, numbers: list[str], acme_scope: Scope) -> None:
    address = f"/orders/ACME:{numbers[0]}/"
    page = client.get(address).content.decode()
    change = re.findall(r'action="([^"]*)"', page)
    deed = next(url for url in change if url.startswith(address) and "change" in url)
    assert client.post(deed, {"hold": "address"}).status_code == 302
    with transaction(acme_scope):
        assert Order.objects.get(number=numbers[0]).is_held
    assert client.post(deed, {"lift": "address"}).status_code == 302
    assert client.post(deed, {"cancel": "1"}).status_code == 302
    with transaction(acme_scope):
        assert Order.objects.get(number=numbers[0]).stage == "cancelled"


def test_they_take_an_order_by_the_form(
    client: Client, acme: Merchant, numbers: list[str], acme_scope: Scope
) -> None:
    form = client.get("/orders/new/").content.decode()
    assert str(acme.id) in form
    sent = {
        "external_number": "BY-HAND", "merchant": str(acme.id), "currency": "GBP", "name": "Anna Schmidt",
        "email": "anna@example.com", "lines": "1 Mill Lane", "city": "Leeds", "postal_code": "LS1 4DY", "country": "GB",
        "language": "en", "sku_0": "MUG", "quantity_0": "1", "price_0": "2.50", "payment_term": "prepaid",
        "policy": "ship_available",
    }  # fmt: skip
    answer = client.post("/orders/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    with transaction(acme_scope):
        assert Order.objects.filter(external_number="BY-HAND").count() == 1


def test_shelves_are_not_theirs_to_import(client: Client, acme: Merchant, numbers: list[str]) -> None:
    page = client.get("/orders/imports/").content.decode()
    assert 'value="orders"' in page
    assert 'value="stock"' not in page
    refused = client.post("/orders/imports/upload/", {"merchant": str(acme.id), "kind": "stock"})
    assert refused.status_code in (404, 422)


def test_views_of_lists_are_the_operators(client: Client, numbers: list[str]) -> None:
    page = client.get("/orders/?sort=ship_by").content.decode()
    assert 'name="tab"' not in page
    kept = client.post("/orders/", {"tab": "save-as", "name": "Mine", "query": "sort=ship_by"})
    assert kept.status_code == 404
