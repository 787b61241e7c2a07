from collections.abc import Callable
from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.queries.keys import list_keys
from packhaus.access.scope import Scope
from packhaus.access.services.keys import revoke_key
from packhaus.access.types import SYSTEM
from packhaus.api import throttle
from tests.api.conftest import Caller


def test_a_call_without_a_good_key_gets_401(shop: Caller) -> None:
    for token in ("", "ph_nobody_x", "x" * 500):
        answer = Caller(token).get("/orders")
        assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert shop.get("/orders").status == 200


def test_a_key_does_only_what_it_was_made_for(make_caller: Callable[..., Caller], acme: Merchant) -> None:
    reader = make_caller(acme.id, "orders:read")
    assert reader.get("/orders").status == 200
    answer = reader.post("/orders", {})
    assert (answer.status, answer.code, answer.body["data"]) == (
        403,
        "scope_missing",
        {"missing": "orders:write"},
    )


def test_a_revoked_key_ends_at_once_here(shop: Caller, operator: Scope, now: datetime) -> None:
    assert shop.get("/orders").status == 200
    (key,) = list_keys(operator)
    revoke_key(scope=operator, key_id=key.id, now=now, actor=SYSTEM)
    throttle.fill_buckets()
    from packhaus.access.key_cache import forget_cached_keys

    forget_cached_keys()  # the revocation does so when it commits, which this test does not
    assert shop.get("/orders").status == 401


def test_too_many_calls_get_429_with_the_time_to_wait(
    make_caller: Callable[..., Caller], acme: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "BURST", 10.0)
    monkeypatch.setattr(throttle, "RATE_PER_SECOND", 0.001)
    caller = make_caller(acme.id, "orders:read")
    statuses = [caller.get("/orders/none").status for _ in range(12)]
    assert statuses[0] == 404
    assert 429 in statuses
    answer = caller.get("/orders/none")
    assert (answer.status, answer.code, answer.body["data"]) == (
        429,
        "too_many_requests",
        {"retry_after_seconds": int(answer.headers["retry-after"])},
    )


def test_a_bulk_key_is_not_throttled(
    make_caller: Callable[..., Caller], acme: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "BURST", 10.0)
    monkeypatch.setattr(throttle, "RATE_PER_SECOND", 0.001)
    caller = make_caller(acme.id, "orders:read", "bulk")
    assert {caller.get("/orders/none").status for _ in range(12)} == {404}


def test_an_unknown_address_answers_in_the_apis_own_words(shop: Caller) -> None:
    answer = shop.get("/nothing/here")
    assert (answer.status, answer.code) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_method_that_is_not_taken_is_refused_in_the_apis_own_words(shop: Caller) -> None:
    for path in ("/orders", "/orders/SO-1"):
        answer = shop.delete(path)
        assert (answer.status, answer.code) == (405, "method_not_allowed")
        assert "GET" in answer.headers["allow"]
        assert answer.headers["content-type"] == "application/problem+json"


def test_problems_of_an_address_are_named_as_the_caller_wrote_them(shop: Caller) -> None:
    assert shop.get("/orders", limit=0, stage="lost", nonsense=1).paths == ["limit", "stage.0"]
