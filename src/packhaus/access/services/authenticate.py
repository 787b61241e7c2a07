"""From a key's token to who it is: on the path of every API call, so a known key costs no query."""

import hmac
from typing import NamedTuple
from uuid import UUID

from packhaus.access.errors import KeyRefused
from packhaus.access.identity import KeyIdentity
from packhaus.access.key_cache import cache_key, find_cached_key
from packhaus.access.scope import Scope
from packhaus.access.services.keys import hash_token
from packhaus.access.types import Actor, ActorKind, KeyScope
from packhaus.kernel import rows

TOKEN_LENGTH_AT_MOST = 100

_FIND = """
SELECT k.id, k.merchant_id, k.token_sha256, k.scopes, k.last_used_on IS DISTINCT FROM current_date AS is_first_today
FROM access_apikey AS k LEFT JOIN access_merchant AS m ON m.id = k.merchant_id
WHERE k.token_sha256 = %(token_sha256)s::bytea AND k.revoked_at IS NULL AND m.is_active IS NOT FALSE
"""
_MARK_USED = "UPDATE access_apikey SET last_used_on = current_date WHERE id = %(id)s::uuid"


class _Found(NamedTuple):
    id: UUID
    merchant_id: UUID | None
    token_sha256: bytes
    scopes: list[str]
    is_first_today: bool


def authenticate_key(token: str) -> KeyIdentity:
    """Return whose key this is and what it may do.

    Cached in the process for half a minute: a revoked key can live on that long in processes that did not revoke it.
    One that gives rights is not: its end holds at once, everywhere.
    Queries: 0, or 1 (2 on a key's first use of the day). Raises: KeyRefused.
    """
    known = find_known_key(token)
    if known is not None:
        return known
    token_sha256 = _hash(token)
    identity = _look_up(token_sha256)
    if KeyScope.ACCESS.value not in identity.scopes:
        cache_key(token_sha256, identity)
    return identity


def find_known_key(token: str) -> KeyIdentity | None:
    """Return whose key this is if the process knows it. Queries: 0. Raises: KeyRefused, for what cannot be one."""
    return find_cached_key(_hash(token))


def _hash(token: str) -> bytes:
    if len(token) > TOKEN_LENGTH_AT_MOST:
        raise KeyRefused("unknown key")
    return hash_token(token)


def _look_up(token_sha256: bytes) -> KeyIdentity:
    for found in rows.fetch_tuples(_FIND, {"token_sha256": token_sha256}):
        key = _Found(*found)
        if hmac.compare_digest(key.token_sha256, token_sha256):
            if key.is_first_today:
                rows.execute(_MARK_USED, {"id": key.id})
            return _identify(key)
    raise KeyRefused("unknown key")


def _identify(key: _Found) -> KeyIdentity:
    return KeyIdentity(
        key_id=key.id,
        merchant_id=key.merchant_id,
        scopes=frozenset(key.scopes),
        scope=Scope.merchant(key.merchant_id) if key.merchant_id else Scope.operator(),
        actor=Actor(ActorKind.KEY, str(key.id)),
    )
