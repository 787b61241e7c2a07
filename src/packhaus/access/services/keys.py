"""API keys: made, shown once, rotated, revoked. Kept as SHA-256: 256 random bits need no slow hash."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.transaction import on_commit

from packhaus.access.errors import KeyRefused, ScopesNotHeld
from packhaus.access.events import AccessChange, tell
from packhaus.access.key_cache import forget_cached_keys
from packhaus.access.locks import lock_live_key
from packhaus.access.models import ApiKey
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor, ActorKind, KeyScope, NewKey
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound

_PREFIX_BYTES = 4
_SECRET_BYTES = 32
NAME_LENGTH = 60


def create_key(
    *,
    scope: Scope,
    merchant_id: UUID | None,
    name: str,
    scopes: Iterable[str],
    now: datetime,
    actor: Actor,
) -> NewKey:
    """Make a key for a merchant, or for the operator when none is named; the token is never seen again.

    Locks: the key that makes it, when one does.
    Emits: access_changed. Raises: NotFound (not the caller's merchant), Invalid (no name, unknown scopes),
    ScopesNotHeld (a key gives no more than it has).
    """
    _require_visible(scope, merchant_id)
    wanted = _read_scopes(scopes, _check_name(name))
    with transaction(scope, savepoint=True):
        _require_held(actor, wanted)
        made = _insert(merchant_id, name.strip(), wanted, actor)
        _tell("key_created", made.id, merchant_id, wanted, now=now, actor=actor)
    return made


def rotate_key(*, scope: Scope, key_id: UUID, now: datetime, actor: Actor) -> NewKey:
    """Replace a live key by a new one with the same name and rights; the old one ends at once.

    Emits: access_changed, twice. Raises: NotFound (absent, revoked or not the caller's), ScopesNotHeld (a key would
    get hold of more than it has); nothing changed.
    """
    with transaction(scope, savepoint=True):
        old = _lock_visible(scope, key_id)
        _require_held(actor, old.scopes)
        _end(old, now)
        made = _insert(old.merchant_id, old.name, list(old.scopes), actor)
        _tell("key_revoked", old.id, old.merchant_id, list(old.scopes), now=now, actor=actor)
        _tell("key_created", made.id, old.merchant_id, list(old.scopes), now=now, actor=actor)
    return made


def revoke_key(*, scope: Scope, key_id: UUID, now: datetime, actor: Actor) -> None:
    """End a key; other processes may accept it for half a minute more. Emits: access_changed. Raises: NotFound."""
    with transaction(scope, savepoint=True):
        old = _lock_visible(scope, key_id)
        _end(old, now)
        _tell("key_revoked", old.id, old.merchant_id, list(old.scopes), now=now, actor=actor)


def hash_token(token: str) -> bytes:
    """Return what is kept of a token. Queries: 0."""
    return hashlib.sha256(token.encode()).digest()


def _insert(merchant_id: UUID | None, name: str, scopes: list[str], actor: Actor) -> NewKey:
    prefix = f"ph_{secrets.token_hex(_PREFIX_BYTES)}"
    token = f"{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    made = ApiKey.objects.create(
        merchant_id=merchant_id,
        name=name,
        prefix=prefix,
        token_sha256=hash_token(token),
        scopes=scopes,
        created_by_id=UUID(actor.id) if actor.kind is ActorKind.USER else None,
    )
    return NewKey(made.id, token, prefix)


def _lock_visible(scope: Scope, key_id: UUID) -> ApiKey:
    found = lock_live_key(key_id)
    if found is None:
        raise NotFound("key not found")
    _require_visible(scope, found.merchant_id)
    return found


def _end(key: ApiKey, now: datetime) -> None:
    ApiKey.objects.filter(id=key.id).update(revoked_at=now)
    on_commit(forget_cached_keys)


def _require_held(actor: Actor, wanted: Iterable[str]) -> None:
    """Refuse a key that would hand out what it has not, and one that was ended meanwhile."""
    if actor.kind is not ActorKind.KEY:
        return
    giver = lock_live_key(UUID(actor.id))
    if giver is None:
        raise KeyRefused("unknown key")
    missing = sorted(set(wanted) - set(giver.scopes))
    if missing:
        raise ScopesNotHeld("a key gives no scope that it has not itself", missing=missing)


def _require_visible(scope: Scope, merchant_id: UUID | None) -> None:
    is_visible = scope.is_operator if merchant_id is None else scope.sees(merchant_id)
    if not is_visible:
        raise NotFound("key or merchant not found")


def _check_name(name: str) -> list[FieldProblem]:
    length = len(name.strip())
    if not 1 <= length <= NAME_LENGTH or "\0" in name:
        return [FieldProblem("name", "length", f"1 to {NAME_LENGTH} characters that say what the key is for")]
    return []


def _read_scopes(scopes: Iterable[str], problems: list[FieldProblem]) -> list[str]:
    wanted = sorted({str(scope) for scope in scopes})
    known = {scope.value for scope in KeyScope}
    unknown = [scope for scope in wanted if scope not in known]
    listed = ", ".join(sorted(known))
    problems = problems + [
        FieldProblem("scopes", "unknown_scope", f"{scope or 'none'}: choose from {listed}")
        for scope in unknown or ([] if wanted else [""])
    ]
    if problems:
        raise Invalid(problems)
    return wanted


def _tell(
    what: str, key_id: UUID, merchant_id: UUID | None, scopes: list[str], *, now: datetime, actor: Actor
) -> None:
    tell(AccessChange(what, merchant_id, "api_key", key_id, {"scopes": scopes}), now=now, actor=actor)
