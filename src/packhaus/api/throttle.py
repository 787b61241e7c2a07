"""How often a key may call: a token bucket per key and process."""

import time
from http import HTTPStatus
from math import ceil
from typing import ClassVar

from packhaus.kernel.errors import DomainError

RATE_PER_SECOND = 50.0
BURST = 200.0
# Source: draft-ietf-httpapi-ratelimit-headers: so many requests (q) in so many seconds (w).
RATE_LIMIT_POLICY = f'"key";q={BURST:.0f};w={BURST / RATE_PER_SECOND:.0f}'
BUCKETS_AT_MOST = 10_000


class TooMany(DomainError):
    """The bucket is empty."""

    code: ClassVar[str] = "too_many_requests"
    status: ClassVar[int] = HTTPStatus.TOO_MANY_REQUESTS


class _Bucket:
    __slots__ = ("read_at", "tokens")

    def __init__(self, read_at: float) -> None:
        self.tokens = BURST
        self.read_at = read_at


_buckets: dict[object, _Bucket] = {}


def take_token(holder: object) -> None:
    """Take one token of a holder's bucket. Threads may now and then get one for free: no lock is worth that.

    Raises: TooMany with the seconds until the next token.
    """
    now = time.monotonic()
    bucket = _buckets.get(holder)
    if bucket is None:
        if len(_buckets) >= BUCKETS_AT_MOST:
            _buckets.clear()
        bucket = _buckets[holder] = _Bucket(now)
    bucket.tokens = min(BURST, bucket.tokens + (now - bucket.read_at) * RATE_PER_SECOND)
    bucket.read_at = now
    if bucket.tokens < 1:
        seconds = ceil((1 - bucket.tokens) / RATE_PER_SECOND)
        raise TooMany("more requests than this key may send; a key with the scope bulk may send more",
                      retry_after_seconds=seconds)  # fmt: skip
    bucket.tokens -= 1


def fill_buckets() -> None:
    """Start over; between tests."""
    _buckets.clear()
