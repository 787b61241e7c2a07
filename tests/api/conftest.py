"""Programs that call: ACME's, BETA's and the operator's, through the API's own middleware stack."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
import pytest
from django.test import RequestFactory

from packhaus.access.key_cache import forget_cached_keys
from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.services.keys import create_key
from packhaus.access.types import SYSTEM, KeyScope
from packhaus.api.handler import answer_environ
from packhaus.api.throttle import fill_buckets

import_module("packhaus.config.urls")  # loads every view now, and not in a test's transaction

BASE = "/api/v1"
# A shop has no throttle to get around and lets nobody in.
EVERY_SCOPE = tuple(scope.value for scope in KeyScope if scope not in {KeyScope.BULK, KeyScope.ACCESS})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` is parsed, `headers` are lower-case."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(self.body["code"])

    @property
    def paths(self) -> list[str]:
        return [error["path"] for error in self.body["errors"]]


@dataclass(frozen=True, slots=True)
class Caller:
    """A program with a key; it calls what is behind the WSGI door, so that a test's transaction stays open."""

    token: str

    def get(self, path: str, **query: Any) -> Answer:
        return self._call("GET", path + ("?" + urlencode(query, doseq=True) if query else ""), b"", {})

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send("POST", path, orjson.dumps(body) if body is not None else b"", **headers)

    def patch(self, path: str, body: Any) -> Answer:
        return self.send("PATCH", path, orjson.dumps(body))

    def put(self, path: str, body: Any) -> Answer:
        return self.send("PUT", path, orjson.dumps(body))

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", path, b"")

    def send(self, method: str, path: str, body: bytes, **headers: str) -> Answer:
        return self._call(
            method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )

    def _call(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        named = {"Authorization": f"Bearer {self.token}", **headers}
        request = RequestFactory().generic(method, BASE + path, body, "application/json", headers=named)
        answered = answer_environ(request.environ)
        named = {name.lower(): value for name, value in answered.headers}
        is_json = "json" in named.get("content-type", "")
        return Answer(answered.status, orjson.loads(answered.content) if is_json else answered.content, named)


@pytest.fixture
def fresh_process() -> Iterator[None]:
    """Full buckets, no key remembered."""
    fill_buckets()
    forget_cached_keys()
    yield
    forget_cached_keys()


@pytest.fixture
def make_caller(fresh_process: None, operator: Scope, now: Any) -> Callable[..., Caller]:
    def make_caller(merchant_id: UUID | None, *scopes: str) -> Caller:
        key = create_key(
            scope=operator,
            merchant_id=merchant_id,
            name="test",
            scopes=scopes or EVERY_SCOPE,
            now=now,
            actor=SYSTEM,
        )
        return Caller(key.token)

    return make_caller


@pytest.fixture
def shop(make_caller: Callable[..., Caller], acme: Merchant) -> Caller:
    """ACME's shop."""
    return make_caller(acme.id)


@pytest.fixture
def strange_shop(make_caller: Callable[..., Caller], beta: Merchant) -> Caller:
    """BETA's shop: finds nothing of ACME's."""
    return make_caller(beta.id)


@pytest.fixture
def operation(make_caller: Callable[..., Caller]) -> Caller:
    """The operator's own program."""
    return make_caller(None)


@pytest.fixture
def office(make_caller: Callable[..., Caller]) -> Caller:
    """The operator's program that lets people and programs in."""
    return make_caller(None, "access", "orders:read")
