"""Every console page of orders, stock, catalog and setup: who sees it, in three languages, with rows in it."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse

from packhaus.access.models import Merchant, User
from packhaus.catalog.models import Sku
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn, Take

LISTS = [
    "orders", "holds", "backorders", "imports", "new-order", "stock", "locations", "movements", "catalog", "new-sku",
    "sites", "merchants", "users", "api-keys", "health", "search",
    "setup", "carriers", "new-carrier", "new-site", "jobs", "audit",
]  # fmt: skip


@pytest.fixture
def filled(
    acme: Merchant, mug: Sku, lamp: Sku, leeds: Place, stock: PutStock, take: Take, admin: User
) -> list[str]:
    """Fill every page with something, and return the addresses of details."""
    stock(mug, leeds, 10, backorder_limit=20)
    stock(lamp, leeds, 3, location="A-01-02")
    numbers = [
        take(make_draft(("MUG", 4), ("LAMP", 1), number="A-1")),
        take(make_draft(("MUG", 9), number="A-2")),
        take(make_draft(("MUG", 1), number="A-3", hold_reasons=("fraud", "address"))),
    ]
    details = [reverse("console:order", args=[number]) for number in numbers]
    codes = ["ACME", "MUG"]
    details += [reverse(f"console:{name}", args=codes) for name in ("sku-stock", "sku", "edit-sku")]
    details += [reverse("console:location", args=[leeds.locations["A-01-01"]])]
    details += [reverse(f"console:{name}", args=["LEEDS"]) for name in ("edit-site", "add-locations")]
    details += [
        reverse(f"console:{name}", args=["ACME"]) for name in ("merchant", "edit-merchant", "merchant-terms")
    ]
    details += [reverse("console:site", args=["LEEDS"]), reverse("console:user", args=[admin.id])]
    details += [f"{reverse('console:movements')}?sku={mug.id}", f"{reverse('console:search')}?q=nothing"]
    return [*(reverse(f"console:{name}") for name in LISTS), *details]


@pytest.mark.parametrize("language", ["en", "de", "id"])
def test_every_page_is_drawn_without_a_component_left_over(
    filled: list[str], sign_in: SignIn, admin: User, language: str
) -> None:
    client = sign_in(admin)
    client.cookies["packhaus_language"] = language
    for url in filled:
        answer = client.get(url)
        page = answer.content.decode()
        assert answer.status_code == 200, url
        assert "<c-" not in page, url
        assert f'lang="{language}"' in page
        assert re.search(r"\sstyle=", page) is None, url
        assert len(re.findall(r"<h1", page)) == 1, url
        assert len(re.findall(r"\bbtn-primary\b(?!-)", page)) <= 1, url


def test_a_merchants_person_finds_none_of_the_operators_pages(
    filled: list[str], sign_in: SignIn, stranger: User, owner: User
) -> None:
    lists = {
        f"console:{name}" for name in ("orders", "new-order", "backorders", "imports", "stock", "search")
    }
    own = {"console:order", "console:sku-stock", "console:order-address"}
    for user, theirs in ((stranger, lists), (owner, lists | own)):
        client = sign_in(user)
        for url in filled:
            name = resolve(urlsplit(url).path).view_name
            assert (client.get(url).status_code != 404) == (name in theirs), (user, url)


def test_without_a_sign_in_every_page_leads_there(filled: list[str], client: Client) -> None:
    for url in filled:
        assert client.get(url).headers["Location"].startswith("/sign-in/"), url


@pytest.mark.parametrize(
    "name", ["orders", "holds", "backorders", "imports", "stock", "locations", "catalog"]
)
def test_a_list_is_a_file_too(filled: list[str], sign_in: SignIn, admin: User, name: str) -> None:
    answer = sign_in(admin).get(reverse(f"console:{name}"), {"format": "csv"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert len(lines) > 1 or name == "imports"
