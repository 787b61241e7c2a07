"""schemathesis against every operation: whatever the schema allows or forbids, no answer is a 5xx.

Each answer has a declared status, its content type and its shape. 8 examples per operation; `make test-full` asks 500.
"""

import json
import os
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, NamedTuple

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django.plugin import DjangoDbBlocker
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.keys import create_key
from packhaus.access.types import SYSTEM, KeyScope
from packhaus.config.wsgi import application
from packhaus.kernel.kept import forget_everything
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness import databases

EXAMPLES = 500 if os.environ.get("PACKHAUS_TEST_FULL") else 8
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# As it is committed, which `test_openapi.py` compares with the code: to write it takes seconds in every process.
SCHEMA = json.loads(files("packhaus.api").joinpath("openapi.json").read_text())
OPERATIONS: list[Any] = [found.ok() for found in from_dict(SCHEMA).get_all_operations()]  # type: ignore[union-attr]
SITE = {"name": "Leeds", "timezone": "Europe/London", "country": "GB", "latitude": 53.8, "longitude": -1.55}


class World(NamedTuple):
    """What random requests meet: a key that may do everything, and the parts of addresses that exist."""

    operator: str
    shop: str
    number: str


@pytest.fixture(scope="module")
def world(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Commit a small world once: the requests of one operation may change it for the next."""
    with django_db_blocker.unblock():
        clone = databases.make_clone(template_database)
        with databases.using_database(clone):
            forget_everything()
            yield _make_world()
        connections.close_all()
        databases.drop_clone(clone)
        forget_everything()


def _make_world() -> World:
    with transaction(Scope.operator()):
        merchant = Merchant.objects.create(code="ACME", name="Acme", currency="GBP", country="GB")
    operator, shop = (_make_key(None), _make_key(merchant.id))
    own, program = Caller(operator), Caller(shop)
    assert own.put("/sites/LEEDS", SITE).status == 204
    spots = {"locations": [{"code": "A-01", "kind": "pick_face"}]}
    assert own.post("/sites/LEEDS/locations:batch", spots).status == 200
    assert program.put("/skus/MUG", {"name": "Mug", "weight_grams": 300}).status == 204
    lines = [{"sku": "MUG", "location": "A-01", "quantity": 1_000}]
    receipt = {"site": "LEEDS", "document": "R-1", "merchant": "ACME", "lines": lines}
    assert own.post("/stock/receipts", receipt).status == 204
    return World(operator, shop, program.post("/orders", make_order(("MUG", 9))).body["number"])


def _make_key(merchant_id: Any) -> str:
    from django.utils import timezone

    every = [scope.value for scope in KeyScope]
    return create_key(
        scope=Scope.operator(), merchant_id=merchant_id, name="test", scopes=every, now=timezone.now(), actor=SYSTEM
    ).token  # fmt: skip


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_request_breaks_an_operation(operation: Any, world: World) -> None:
    is_shops = set(operation.definition.raw["tags"]) <= {"orders", "catalog"}
    headers = {"Authorization": f"Bearer {world.shop if is_shops else world.operator}"}
    known = {
        "number": world.number,
        "code": "MUG" if is_shops else "LEEDS",
        "location": "A-01",
        "to_location": "A-01",
        "site": "LEEDS",
        "sku": "MUG",
        "merchant": "ACME",
        "timezone": "Asia/Jakarta",
    }

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    )
    def call(case: Any) -> None:
        if case.meta.generation.mode is GenerationMode.POSITIVE:
            case.path_parameters = name_known(case.path_parameters, known)
            case.body = name_known(case.body, known)
            case.query = name_known(case.query, known)
        response = case.call(app=application, headers=headers)
        case.validate_response(response, checks=CHECKS)

    call()


def name_known(value: Any, known: dict[str, str]) -> Any:
    """Put codes that exist where random ones are, so that requests get past the first lookup."""
    if isinstance(value, list):
        return [name_known(one, known) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: known[name] if name in known and isinstance(one, str) else name_known(one, known)
        for name, one in value.items()
    }
