"""Keys that this process has looked up lately. A key revoked elsewhere lives on here until its entry is too old."""

import time
from threading import Lock
from typing import NamedTuple

from packhaus.access.identity import KeyIdentity
from packhaus.kernel.kept import forgets

CACHED_SECONDS = 30.0
CACHED_AT_MOST = 10_000


class _Cached(NamedTuple):
    identity: KeyIdentity
    until: float


_cache: dict[bytes, _Cached] = {}
_lock = Lock()


def find_cached_key(token_sha256: bytes) -> KeyIdentity | None:
    """Return the identity unless it is unknown or too old."""
    cached = _cache.get(token_sha256)
    return cached.identity if cached and cached.until > time.monotonic() else None


def cache_key(token_sha256: bytes, identity: KeyIdentity) -> None:
    """Remember an identity; a full cache starts anew."""
    with _lock:
        if len(_cache) >= CACHED_AT_MOST:
            _cache.clear()
        _cache[token_sha256] = _Cached(identity, time.monotonic() + CACHED_SECONDS)


@forgets
def forget_cached_keys() -> None:
    """Look every key up again; after a revocation in this process."""
    with _lock:
        _cache.clear()
