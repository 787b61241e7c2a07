"""API keys: shown once, kept hashed, gone when revoked."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.errors import KeyRefused, ScopeMissing, ScopesNotHeld
from packhaus.access.key_cache import forget_cached_keys
from packhaus.access.models import ApiKey, Merchant
from packhaus.access.queries.keys import list_keys
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.authenticate import authenticate_key
from packhaus.access.services.keys import create_key, revoke_key, rotate_key
from packhaus.access.services.merchants import set_merchant_active
from packhaus.access.types import Actor, ActorKind, KeyScope, NewKey
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound


@pytest.fixture
def key(acme: Merchant, operator: Scope, now: datetime, actor: Actor) -> NewKey:
    forget_cached_keys()
    return create_key(
        scope=operator, merchant_id=acme.id, name="shop", scopes=["orders:write"], now=now, actor=actor
    )


def test_a_key_says_whose_it_is_and_what_it_may_do(key: NewKey, acme: Merchant) -> None:
    identity = authenticate_key(key.token)
    assert identity.scope == Scope.merchant(acme.id)
    assert identity.actor.id == str(key.id)
    identity.require(KeyScope.ORDERS_WRITE)
    with pytest.raises(ScopeMissing) as refused:
        identity.require(KeyScope.FLOOR)
    assert refused.value.data == {"missing": "floor"}


def test_the_token_is_nowhere_in_the_database(key: NewKey, operator: Scope) -> None:
    with transaction(operator):
        stored = rows.fetch_value("SELECT to_jsonb(k)::text FROM access_apikey AS k")
        told = rows.fetch_value("SELECT data::text FROM journal_entry WHERE kind = 'access_changed'")
    assert key.token not in stored
    assert key.token.removeprefix(key.prefix) not in told


def test_a_key_gives_no_more_than_it_has_and_nothing_once_ended(
    operator: Scope, now: datetime, actor: Actor
) -> None:
    named: dict[str, Any] = {"scope": operator, "now": now}
    office = create_key(
        merchant_id=None, name="office", scopes=["access", "orders:read"], actor=actor, **named
    )
    strong = create_key(merchant_id=None, name="floor", scopes=["floor", "bulk"], actor=actor, **named)
    program = Actor(ActorKind.KEY, str(office.id))
    create_key(merchant_id=None, name="reader", scopes=["orders:read"], actor=program, **named)
    with pytest.raises(ScopesNotHeld) as refused:
        create_key(merchant_id=None, name="x", scopes=["floor", "bulk", "access"], actor=program, **named)
    assert refused.value.data == {"missing": ["bulk", "floor"]}
    with pytest.raises(ScopesNotHeld):
        rotate_key(key_id=strong.id, actor=program, **named)
    revoke_key(key_id=strong.id, actor=program, **named)
    revoke_key(key_id=office.id, actor=program, **named)
    with pytest.raises(KeyRefused):
        create_key(merchant_id=None, name="late", scopes=["orders:read"], actor=program, **named)
    assert [row.name for row in list_keys(operator) if row.revoked_at is None] == ["reader"]


def test_a_key_that_gives_rights_is_looked_up_each_time(operator: Scope, now: datetime, actor: Actor) -> None:
    made = create_key(scope=operator, merchant_id=None, name="x", scopes=["access"], now=now, actor=actor)
    authenticate_key(made.token)
    ApiKey.objects.filter(id=made.id).update(revoked_at=now)  # as another process would
    with pytest.raises(KeyRefused):
        authenticate_key(made.token)


def test_a_known_key_costs_no_query(key: NewKey) -> None:
    authenticate_key(key.token)
    with CaptureQueriesContext(connection) as captured:
        authenticate_key(key.token)
    assert len(captured) == 0


@pytest.mark.parametrize("token", ["", "nonsense", "ph_00000000_" + "x" * 43, "ü" * 90, "x" * 5000])
def test_an_unknown_token_is_refused(operator: Scope, token: str) -> None:
    with pytest.raises(KeyRefused):
        authenticate_key(token)


def test_a_revoked_key_is_refused_at_once_where_it_was_revoked(
    committed: dict[str, str], key: NewKey, operator: Scope, now: datetime, actor: Actor
) -> None:
    authenticate_key(key.token)
    revoke_key(scope=operator, key_id=key.id, now=now, actor=actor)
    with pytest.raises(KeyRefused):
        authenticate_key(key.token)
    with pytest.raises(NotFound):
        revoke_key(scope=operator, key_id=key.id, now=now, actor=actor)


def test_rotation_keeps_name_and_rights_and_ends_the_old_token(
    key: NewKey, operator: Scope, now: datetime, actor: Actor
) -> None:
    new = rotate_key(scope=operator, key_id=key.id, now=now, actor=actor)
    forget_cached_keys()
    assert authenticate_key(new.token).scopes == {"orders:write"}
    with pytest.raises(KeyRefused):
        authenticate_key(key.token)


def test_the_keys_of_a_merchant_that_left_are_refused(
    key: NewKey, acme: Merchant, operator: Scope, now: datetime, actor: Actor
) -> None:
    set_merchant_active(scope=operator, merchant_id=acme.id, is_active=False, now=now, actor=actor)
    with pytest.raises(KeyRefused):
        authenticate_key(key.token)


def test_a_stranger_sees_and_revokes_nothing(
    key: NewKey, acme: Merchant, beta_scope: Scope, acme_scope: Scope, now: datetime, actor: Actor
) -> None:
    assert list_keys(beta_scope) == []
    assert [row.prefix for row in list_keys(acme_scope)] == [key.prefix]
    with pytest.raises(NotFound):
        revoke_key(scope=beta_scope, key_id=key.id, now=now, actor=actor)
    with pytest.raises(NotFound):
        create_key(scope=beta_scope, merchant_id=acme.id, name="x", scopes=["floor"], now=now, actor=actor)
    with pytest.raises(NotFound):
        create_key(scope=beta_scope, merchant_id=None, name="x", scopes=["floor"], now=now, actor=actor)
    assert authenticate_key(key.token).key_id == key.id


@pytest.mark.parametrize("scopes", [[], ["orders:write", "everything"]])
def test_a_key_with_no_or_unknown_rights_is_not_made(
    acme: Merchant, operator: Scope, now: datetime, actor: Actor, scopes: list[str]
) -> None:
    with pytest.raises(Invalid):
        create_key(scope=operator, merchant_id=acme.id, name="x", scopes=scopes, now=now, actor=actor)
    assert list_keys(operator) == []
