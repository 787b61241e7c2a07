"""Somebody else holds the row for longer than we wait: the page says so and keeps what was entered."""

import re
from collections.abc import Iterator
from html import unescape

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.kernel import rows
from packhaus.web.refusals import describe_status
from packhaus.web.responses import render_refusal
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn

WORDS = "Somebody else is changing this right now."


@pytest.fixture
def form(committed: dict[str, str], stock: PutStock, mug: Sku, leeds: Place) -> dict[str, str]:
    """Give the form of a loss of three mugs; each attempt waits a moment for its locks."""
    stock(mug, leeds, 10)
    rows.execute("SET lock_timeout = '20ms'")
    with transaction(Scope.operator()):
        balance_id = Balance.objects.get().id
    return {"balance": str(balance_id), "quantity": "-3", "reason": "damage"}


@pytest.fixture
def other(committed: dict[str, str], form: dict[str, str]) -> Iterator[psycopg.Connection]:
    """Give a connection that holds the stock until its transaction ends."""
    with psycopg.connect(committed["DATABASE_OWNER_URL"]) as connection:
        connection.execute("SELECT set_config('packhaus.operator', 'on', true)")
        connection.execute("SELECT id FROM inventory_sitestock FOR NO KEY UPDATE")
        yield connection


def read_fields(page: str) -> dict[str, str]:
    (again,) = re.findall(r'<form class="action-row".*?</form>', page, re.DOTALL)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', again)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_console_form_that_met_somebody_elses_lock_is_sent_again_with_one_press(
    sign_in: SignIn, lead: User, form: dict[str, str], other: psycopg.Connection
) -> None:
    client, url = sign_in(lead), reverse("console:adjust-stock", args=["ACME", "MUG"])
    answer = client.post(url, form)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert WORDS in page
    assert f'action="{url}"' in page
    assert read_fields(page) == form
    other.rollback()
    assert client.post(url, read_fields(page)).status_code == 302
    with transaction(Scope.operator()):
        assert Balance.objects.get().on_hand == 7


def test_a_fragment_that_met_somebody_elses_lock_is_put_above_the_form_and_can_be_sent_again(
    sign_in: SignIn, lead: User, form: dict[str, str], other: psycopg.Connection
) -> None:
    url = reverse("console:adjust-stock", args=["ACME", "MUG"])
    answer = sign_in(lead).post(url, form, headers={"HX-Request": "true", "HX-Target": "floor-step"})
    page = answer.content.decode()
    assert (answer.status_code, answer["HX-Reswap"]) == (503, "afterbegin")
    assert "<html" not in page
    assert WORDS in page
    assert f'hx-post="{url}" hx-target="#floor-step"' in page
    assert read_fields(page) == form


@pytest.mark.parametrize(
    "sent",
    [{"new_password": "secret-words"}, {"file": SimpleUploadedFile("a.csv", b"a"), "note": "secret-words"}],
)
def test_a_password_and_a_file_are_never_written_into_a_page(
    rf: RequestFactory, sent: dict[str, object]
) -> None:
    request = rf.post("/somewhere/", sent)
    request.user = AnonymousUser()
    page = render_refusal(request, describe_status(503)).content.decode()
    assert "secret-words" not in page
    assert '<form class="action-row"' not in page
