"""Twice is once: a request with an Idempotency-Key takes effect one time, and its repetition learns what it made.

The record is written in the transaction of the work itself, so a failure or a crash leaves the key free.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.journal.errors import KeyReused, RequestInFlight
from packhaus.kernel import rows

KEPT = timedelta(days=30)
RETRY_AFTER_SECONDS = 1

Result = TypeVar("Result")


class RequestKey(NamedTuple):
    """Who asked what, under which key; the body only as its hash."""

    api_key_id: UUID
    route: str
    key: str
    request_sha256: bytes


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """The work was done now."""

    result: Result


@dataclass(frozen=True, slots=True)
class Repeated:
    """The work had been done before; read what it made by these ids."""

    status: int
    created_ids: tuple[str, ...]


class _Found(NamedTuple):
    is_free: bool
    record_id: int | None
    request_sha256: bytes | None
    status: int | None
    created_ids: list[str] | None


_BEGIN = """
WITH claim AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock(hashtextextended(%(api_key_id)s::uuid || ' ' || %(route)s || ' ' || %(key)s, 0))
           AS is_free
), made AS (
    INSERT INTO journal_idempotencyrecord (api_key_id, route, key, request_sha256, recorded_at)
    SELECT %(api_key_id)s::uuid, %(route)s, %(key)s, %(request_sha256)s::bytea, clock_timestamp()
    FROM claim WHERE claim.is_free
    ON CONFLICT (api_key_id, route, key) DO NOTHING
    RETURNING id
)
SELECT claim.is_free, made.id, known.request_sha256, known.status::bigint, known.created_ids
FROM claim
LEFT JOIN made ON true
LEFT JOIN journal_idempotencyrecord AS known
    ON known.api_key_id = %(api_key_id)s::uuid AND known.route = %(route)s AND known.key = %(key)s
"""

_FINISH = """
UPDATE journal_idempotencyrecord SET status = %(status)s::smallint, created_ids = to_jsonb(%(created_ids)s::text[])
WHERE id = %(record_id)s
"""

_EXPIRE = "DELETE FROM journal_idempotencyrecord WHERE recorded_at < %(before)s"


def hash_request(body: bytes) -> bytes:
    """Return the SHA-256 by which a repeated request is recognised. Queries: 0."""
    return hashlib.sha256(body).digest()


@again_when_busy
def perform_once(
    *,
    scope: Scope,
    request: RequestKey | None,
    work: Callable[[], Result],
    describe: Callable[[Result], tuple[int, Sequence[UUID | str]]],
) -> Done[Result] | Repeated:
    """Do the work unless this request was done before; without a key, just do it.

    `describe` gives the HTTP status and the created ids to remember. Work that met a busy row is undone and done anew.
    Queries: 2 more than the work's.
    Raises: KeyReused (another request had the key), RequestInFlight, and what the work raises (the key stays free).
    """
    with transaction(scope):
        if request is None:
            return Done(work())
        begun = _begin(request)
        if isinstance(begun, Repeated):
            return begun
        result = work()
        status, created_ids = describe(result)
        rows.execute(
            _FINISH,
            {"record_id": begun, "status": status, "created_ids": [str(made) for made in created_ids]},
        )
    return Done(result)


def _begin(request: RequestKey) -> int | Repeated:
    found = _look(request)
    if found.is_free and found.record_id is None and found.request_sha256 is None:
        # The other request committed between this statement's snapshot and its lock: now it can be seen.
        found = _look(request)
    if not found.is_free:
        raise RequestInFlight(
            "the first request with this key is still running", retry_after_seconds=RETRY_AFTER_SECONDS
        )
    if found.record_id is not None:
        return found.record_id
    if found.request_sha256 != request.request_sha256:
        raise KeyReused("this key was used for another request", key=request.key)
    assert found.status is not None, "a record is only ever committed finished"
    return Repeated(found.status, tuple(found.created_ids or ()))


def _look(request: RequestKey) -> _Found:
    return _Found(*rows.fetch_tuples(_BEGIN, request._asdict())[0])


def delete_expired_keys(*, now: datetime) -> int:
    """Forget keys older than KEPT, in the running transaction; return how many. Queries: 1."""
    return rows.execute(_EXPIRE, {"before": now - KEPT})
