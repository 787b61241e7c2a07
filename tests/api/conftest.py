"""Programs that call: ACME's, BETA's and the operator's, through the API's own middleware stack."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.test import Client
from django.test.utils import override_settings

from packhaus.access.key_cache import forget_cached_keys
from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.services.keys import create_key
from packhaus.access.types import SYSTEM, KeyScope
from packhaus.api.throttle import fill_buckets
from packhaus.config.wsgi import API_MIDDLEWARE

BASE = "/api/v1"
EVERY_SCOPE = tuple(scope.value for scope in KeyScope if scope is not KeyScope.BULK)


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
    """A program with a key."""

    client: Client
    token: str

    def get(self, path: str, **query: Any) -> Answer:
        return self._read(self.client.get(BASE + path, query, headers=self._headers()))

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send("POST", path, orjson.dumps(body) if body is not None else b"", **headers)

    def patch(self, path: str, body: Any) -> Answer:
        return self.send("PATCH", path, orjson.dumps(body))

    def put(self, path: str, body: Any) -> Answer:
        return self.send("PUT", path, orjson.dumps(body))

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", path, b"")

    def send(self, method: str, path: str, body: bytes, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._read(
            self.client.generic(
                method, BASE + path, body, "application/json", headers={**self._headers(), **named}
            )
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _read(self, response: Any) -> Answer:
        is_json = "json" in response.headers.get("Content-Type", "")
        body = orjson.loads(response.content) if is_json else response.content
        return Answer(
            response.status_code, body, {name.lower(): value for name, value in response.headers.items()}
        )


@pytest.fixture
def client() -> Iterator[Client]:
    fill_buckets()
    forget_cached_keys()
    made = Client(raise_request_exception=False)
    with override_settings(MIDDLEWARE=list(API_MIDDLEWARE)):
        made.handler.load_middleware()
    yield made
    forget_cached_keys()


@pytest.fixture
def make_caller(client: Client, operator: Scope, now: Any) -> Callable[..., Caller]:
    def make_caller(merchant_id: UUID | None, *scopes: str) -> Caller:
        key = create_key(
            scope=operator,
            merchant_id=merchant_id,
            name="test",
            scopes=scopes or EVERY_SCOPE,
            now=now,
            actor=SYSTEM,
        )
        return Caller(client, key.token)

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
