"""What nobody can mean is refused in the pages' own words; no address and no form ends in a fault of ours."""

import re

import pytest
from django.test import Client

from packhaus.access.models import User
from tests.harness.cast import Place
from tests.web.conftest import SignIn

# A key of a page whose values have other types than the list's columns.
STRANGE_KEY = "WyIyIiwgIm5vIl0"
LISTS = (
    "/orders/", "/orders/holds/", "/orders/backorders/", "/orders/imports/", "/stock/", "/stock/locations/",
    "/catalog/", "/waves/", "/batches/", "/shorts/", "/work/", "/setup/messages/",
)  # fmt: skip


@pytest.fixture
def page(sign_in: SignIn, admin: User) -> Client:
    return sign_in(admin)


@pytest.mark.parametrize("path", LISTS)
def test_an_address_that_was_damaged_is_refused_or_read_without(path: str, page: Client) -> None:
    for query in (
        {"q": "\0"}, {"q": "a\0b", "sku": "\0"}, {"after": STRANGE_KEY}, {"before": STRANGE_KEY}, {"x\0": "1"},
        {"q": "9" * 40}, {"q": "💥"}, {"after": "%%%"},
    ):  # fmt: skip
        answer = page.get(path, query)
        assert answer.status_code in {200, 302, 400}, query
        if answer.status_code == 400:
            assert "The address or the form is damaged" in answer.content.decode()


@pytest.mark.parametrize("path", ["/release/", "/work/", "/dispatch/hand-over/"])
@pytest.mark.parametrize(
    "moment", ["2026-13-45T99:99", "9999-12-31T23:59:59+23:00", "0001-01-01T00:00+14:00", "never"]
)
def test_a_moment_that_is_none_is_nothing_that_is_there(
    path: str, moment: str, page: Client, leeds: Place
) -> None:
    assert page.get(path, {"cut_off": moment, "until": moment}).status_code == 404


@pytest.mark.parametrize("path", ["/catalog/new/", "/setup/sites/new/", "/orders/new/"])
def test_a_form_with_a_nul_is_refused_and_changes_nothing(path: str, page: Client) -> None:
    names = re.findall(r'name="(\w+)"', page.get(path).content.decode())
    for name in names:
        assert page.post(path, {name: "a\0b"}).status_code == 400, name


def test_so_is_an_address_with_a_nul_in_it(page: Client) -> None:
    for path in ("/orders/%00/", "/catalog/ORG/%00/", "/setup/sites/%00/"):
        assert page.get(path).status_code == 400


def test_a_stranger_at_the_door_sends_a_nul(client: Client, db: None) -> None:
    assert client.post("/sign-in/", {"email": "a\0@b.example", "password": "\0"}).status_code == 400
    assert client.get("/t/%00/").status_code in {400, 404}
