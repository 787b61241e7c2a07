"""The same key takes effect once, whoever repeats it and whenever."""

import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from packhaus.access.models import ApiKey
from packhaus.access.scope import Scope, transaction
from packhaus.journal.errors import KeyReused, RequestInFlight
from packhaus.journal.services.idempotency import (
    Done,
    Repeated,
    RequestKey,
    delete_expired_keys,
    hash_request,
    perform_once,
)
from packhaus.kernel import rows
from packhaus.kernel.errors import Conflict
from packhaus.kernel.ids import new_id


@pytest.fixture
def key_id(operator: Scope) -> UUID:
    with transaction(operator):
        return ApiKey.objects.create(
            name="test", prefix="ph_test", token_sha256=new_id().bytes * 2, scopes=["orders:write"]
        ).id


def request_of(
    key_id: UUID, body: bytes = b"{}", *, key: str = "k1", route: str = "place_order"
) -> RequestKey:
    return RequestKey(key_id, route, key, hash_request(body))


def make(request: RequestKey | None, made: list[str]) -> Done[str] | Repeated:
    def work() -> str:
        made.append(f"id-{len(made)}")
        return made[-1]

    return perform_once(
        scope=Scope.operator(), request=request, work=work, describe=lambda result: (201, [result])
    )


def test_the_second_request_learns_what_the_first_made(key_id: UUID) -> None:
    made: list[str] = []
    assert make(request_of(key_id), made) == Done("id-0")
    assert make(request_of(key_id), made) == Repeated(201, ("id-0",))
    assert made == ["id-0"]


def test_without_a_key_everything_is_done_again(operator: Scope) -> None:
    made: list[str] = []
    make(None, made)
    make(None, made)
    assert made == ["id-0", "id-1"]


def test_another_body_under_the_same_key_is_refused(key_id: UUID) -> None:
    made: list[str] = []
    make(request_of(key_id), made)
    with pytest.raises(KeyReused):
        make(request_of(key_id, b'{"other": 1}'), made)
    assert made == ["id-0"]


@pytest.mark.parametrize("changed", [{"key": "k2"}, {"route": "cancel_order"}])
def test_another_key_or_route_is_another_request(key_id: UUID, changed: dict[str, Any]) -> None:
    made: list[str] = []
    make(request_of(key_id), made)
    assert make(request_of(key_id, **changed), made) == Done("id-1")


def test_a_refused_request_leaves_the_key_free(key_id: UUID) -> None:
    def refuse() -> str:
        raise Conflict("no stock")

    with pytest.raises(Conflict):
        perform_once(
            scope=Scope.operator(), request=request_of(key_id), work=refuse, describe=lambda _: (201, [])
        )


def test_a_refused_request_can_be_repeated(committed: dict[str, str], key_id: UUID) -> None:
    test_a_refused_request_leaves_the_key_free(key_id)
    assert make(request_of(key_id), []) == Done("id-0")


def test_while_the_first_still_runs_the_second_is_told_so(committed: dict[str, str], key_id: UUID) -> None:
    made: list[str] = []
    running, go = threading.Event(), threading.Event()

    def work() -> str:
        running.set()
        assert go.wait(10)
        return "slow"

    def first() -> None:
        perform_once(
            scope=Scope.operator(),
            request=request_of(key_id),
            work=work,
            describe=lambda result: (201, [result]),
        )
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert running.wait(10)
    with pytest.raises(RequestInFlight) as refused:
        make(request_of(key_id), made)
    assert refused.value.data["retry_after_seconds"] == 1
    go.set()
    thread.join()
    assert make(request_of(key_id), made) == Repeated(201, ("slow",))
    assert made == []


def test_keys_are_forgotten_after_thirty_days(key_id: UUID, now: datetime) -> None:
    make(request_of(key_id), [])
    with transaction(Scope.operator()):
        assert delete_expired_keys(now=timezone.now() + timedelta(days=29)) == 0
        assert delete_expired_keys(now=timezone.now() + timedelta(days=31)) == 1
        assert rows.fetch_value("SELECT count(*) FROM journal_idempotencyrecord") == 0
