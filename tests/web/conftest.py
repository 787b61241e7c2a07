"""Pages are asked for as a browser does: signed in, with cookies, through every middleware."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import Settings

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import OrderDraft, PlacedOrder
from tests.harness.browser import open_browser
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft

import_module("packhaus.config.urls")  # loads every view now, and not in a test's transaction

SignIn = Callable[[User], Client]
Take = Callable[[OrderDraft], str]


@pytest.fixture
def sign_in() -> SignIn:
    def start(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="packhaus.access.backends.EmailBackend")
        return client

    return start


@pytest.fixture
def take(acme: Merchant) -> Take:
    """Return the function that takes an order of ACME and gives its number."""

    def take(draft: OrderDraft) -> str:
        [outcome] = place_orders(
            scope=Scope.operator(),
            merchant_id=acme.id,
            drafts=[replace(draft, placed_at=timezone.now())],
            now=timezone.now(),
            actor=SYSTEM,
        )
        assert isinstance(outcome, PlacedOrder), outcome
        return outcome.number

    return take


@pytest.fixture
def numbers(mug: Sku, leeds: Place, stock: PutStock, take: Take) -> list[str]:
    """Five orders of one mug each, plenty in stock."""
    stock(mug, leeds, 20, backorder_limit=50)
    return [take(make_draft(("MUG", 1), number=f"L-{place}")) for place in range(5)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def address(committed: dict[str, str], settings: Settings) -> Iterator[str]:
    settings.ALLOWED_HOSTS = ["*"]
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    connections.close_all()
