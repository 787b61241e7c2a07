"""No link of the frame and no address cut short leads to nothing, whoever follows it."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from packhaus.access.models import Membership, Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Role
from packhaus.catalog.models import Sku
from packhaus.inventory.services.handling_units import ensure_units
from tests.harness.cast import Place
from tests.web.conftest import SignIn

SETUP = re.compile(r'href="(/[^"#]*)"')
ROLES = [role for role in Role if role is not Role.MERCHANT]


@pytest.fixture
def person(admin: User, operator: Scope) -> User:
    """Somebody whose one role each test chooses; the administrator stays beside."""
    with transaction(operator):
        return User.objects.create(email="somebody@operator.example", name="Somebody")


def follow(client: Client, url: str) -> int:
    return client.get(url, follow=True).status_code


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_the_navigation_answers(
    role: Role, person: User, sign_in: SignIn, operator: Scope, leeds: Place, acme: Merchant, mug: Sku
) -> None:
    with transaction(operator):
        Membership.objects.create(user=person, role=role.value)
    client = sign_in(person)
    page = client.get("/", follow=True)
    assert page.status_code == 200
    seen, waiting = set(), set(SETUP.findall(page.content.decode()))
    for url in sorted(waiting):
        if url.startswith("/static/"):
            continue
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, (role, url)
        seen.add(url)
        for inner in SETUP.findall(answer.content.decode()):
            if inner.startswith("/static/") or inner in waiting or inner in seen:
                continue
            assert follow(client, inner) == 200, (role, url, inner)
            seen.add(inner)
    assert seen


def test_a_merchants_person_lands_on_a_page(owner: User, sign_in: SignIn) -> None:
    client = sign_in(owner)
    page = client.get("/", follow=True)
    assert page.status_code == 200
    for url in SETUP.findall(page.content.decode()):
        assert url.startswith("/static/") or follow(client, url) == 200, url


def list_routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        found += list_routes(pattern.url_patterns, route) if isinstance(pattern, URLResolver) else [route]
    return found


def test_an_address_cut_short_leads_to_a_page(
    admin: User, sign_in: SignIn, leeds: Place, acme: Merchant, mug: Sku
) -> None:
    values = {"code": "MUG", "merchant": "ACME", "accent": "066fd1"}
    with transaction(Scope.operator()):
        # A pallet may be called like an item.
        ensure_units(merchant_id=acme.id, location_id=leeds.locations["RECEIVING"], kinds={"MUG": "pallet"})
    client = sign_in(admin)
    for route in list_routes(get_resolver().url_patterns):
        if route.startswith(("api/", "hooks/", "t/", "floor/")) or "<" not in route.rpartition("/")[0] + "<":
            continue
        parent = "/" + "/".join(route.rstrip("/").split("/")[:-1]) + "/"
        named = re.sub(r"<\w+:(\w+)>", lambda found: values.get(found.group(1), ""), parent)
        if "//" in named.replace("/setup/sites/MUG", "/setup/sites/LEEDS"):
            continue
        named = named.replace("/setup/sites/MUG", "/setup/sites/LEEDS")
        named = named.replace("/setup/merchants/MUG", "/setup/merchants/ACME")
        assert follow(client, named) == 200, (route, named)


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("/setup", "/setup/"),
        ("/setup/catalog/", "/catalog/"),
        ("/catalog/ACME/", "/catalog/"),
        ("/stock/ACME/", "/stock/"),
        ("/setup/users/new/", "/setup/users/"),
        ("/setup/sites/LEEDS/closed-days/", "/setup/sites/LEEDS/"),
    ],
)
def test_what_people_type_leads_to_the_page_they_mean(
    admin: User, sign_in: SignIn, leeds: Place, acme: Merchant, typed: str, page: str
) -> None:
    answer = sign_in(admin).get(typed, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == page
