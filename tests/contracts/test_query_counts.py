"""How many statements the hot calls cost, BEGIN with the scope and COMMIT included; the committed counts are exact.

After a change on purpose, write the new count into query_counts.json and say why in the commit.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import Entry
from tests.api.bodies import make_order
from tests.api.conftest import Caller, fresh_process, make_caller, office, shop
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing, announce, draft

__all__ = ["announce", "draft", "fresh_process", "make_caller", "office", "shop"]
COUNTS: dict[str, int] = json.loads((Path(__file__).parent / "query_counts.json").read_text())
AT_MOST = {"place_order": 8, "place_orders_1000": 14}


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Count from BEGIN to COMMIT, as in production; a block of numbers, drawn once for many orders, is left out."""
    with CaptureQueriesContext(connection) as captured:
        yield
    statements = [query["sql"].strip()[:60].replace("\n", " ") for query in captured.captured_queries]
    own = [statement for statement in statements if "nextval(" not in statement]
    assert len(own) == COUNTS[name], own
    assert len(statements) <= AT_MOST.get(name, COUNTS[name] + 1), statements


@pytest.fixture
def warm(
    committed: dict[str, str],
    shop: Caller,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    acme: Merchant,
) -> Caller:
    """A shop whose first order has filled what a process reads once."""
    stock(mug, leeds, 100_000, backorder_limit=0)
    stock(lamp, leeds, 100_000)
    assert shop.post("/orders", make_order(("MUG", 1), ("LAMP", 1), number="WARM")).status == 201
    return shop


def test_the_counts_keep_their_limits() -> None:
    assert all(COUNTS[name] <= most for name, most in AT_MOST.items())


def test_hot_calls_cost_their_committed_statements(warm: Caller) -> None:
    number = warm.get("/orders").body["items"][0]["number"]
    calls: list[tuple[str, int, Callable[[], Any]]] = [
        ("place_order", 201, lambda: warm.post("/orders", make_order(("MUG", 1), ("LAMP", 2), number="B-1"))),
        ("place_order_repeated", 200, lambda: warm.post("/orders", make_order(("MUG", 1), number="B-1"))),
        (
            "place_order_with_key",
            201,
            lambda: warm.post("/orders", make_order(("MUG", 1), number="B-2"), Idempotency_Key="k"),
        ),
        ("place_orders_1000", 200, lambda: warm.post("/orders:batch", make_batch(1_000))),
        ("get_order", 200, lambda: warm.get(f"/orders/{number}")),
        ("list_orders", 200, lambda: warm.get("/orders")),
        (
            "get_availability_of_many",
            200,
            lambda: warm.post("/availability", {"skus": ["MUG", "LAMP"] * 500}),
        ),
        (
            "offer_promise",
            200,
            lambda: warm.post("/promises", make_cart("MUG", "LAMP")),
        ),
    ]
    warm.post("/promises", make_cart("MUG"))  # fills what only an offer reads
    for name, status, call in calls:
        with counted(name):
            answer = call()
        assert answer.status == status, (name, answer.body)


def make_cart(*codes: str) -> dict[str, Any]:
    lines = [{"sku": code, "quantity": 2} for code in codes]
    return {"lines": lines, "destination": {"country": "GB", "postal_code": "LS1 4DY"}}


def test_people_and_keys_cost_the_same_however_many_there_are(
    office: Caller, owner: User, acme: Merchant, beta: Merchant
) -> None:
    office.get("/keys")  # the day's first call marks the key as used
    rights = {"merchants": ["ACME", "BETA"]}
    key = {"name": "k", "scopes": ["orders:read"]}
    calls: list[tuple[str, int, Callable[[], Any]]] = [
        ("list_users", 200, lambda: office.get("/users")),
        ("get_user", 200, lambda: office.get(f"/users/{owner.id}")),
        ("set_user_rights", 204, lambda: office.put(f"/users/{owner.id}/rights", rights)),
        ("list_keys", 200, lambda: office.get("/keys")),
        ("create_key", 201, lambda: office.post("/keys", key)),
    ]
    for name, status, call in calls:
        with counted(name):
            answer = call()
        assert answer.status == status, (name, answer.body)


def test_a_scan_at_the_door_costs_its_committed_statements(
    committed: dict[str, str], announce: Announcing, operator: Scope, leeds: Place, now: datetime
) -> None:
    known = announce(("MUG", 60), ("LAMP", 5))

    def scan(client_id: str, unit: str = "") -> None:
        entry = Entry(client_id, 2, "MUG", unit_code=unit)
        receive_against(scope=operator, asn_id=known.header.id, entries=[entry], now=now, actor=SYSTEM)

    scan("gun:1")  # fills what a process reads once
    with counted("receive_scan"):
        scan("gun:2")
    with counted("receive_scan_in_carton"):
        scan("gun:3", unit="LPN-1")
    with counted("receive_scan_repeated"):
        scan("gun:3", unit="LPN-1")


def make_batch(count: int) -> dict[str, Any]:
    return {"orders": [make_order(("MUG", 1), ("LAMP", 1), number=f"M-{number}") for number in range(count)]}
