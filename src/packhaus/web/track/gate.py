"""Guessing links is slow: an address that asks for links that are none has to wait."""

import time
from math import ceil

from django.http import HttpRequest

MISSES = 20.0
SECONDS_PER_MISS = 15.0
ADDRESSES_AT_MOST = 10_000
_misses: dict[str, tuple[float, float]] = {}


def find_wait(request: HttpRequest) -> int:
    """Return how many seconds an address has to wait before it may try another link; 0: none."""
    missed = _count(_read_address(request), time.monotonic())
    return 0 if missed <= MISSES - 1 else ceil((missed - MISSES + 1) * SECONDS_PER_MISS)


def note_miss(request: HttpRequest) -> None:
    """Remember that an address asked for a link that is none. Each is forgotten after SECONDS_PER_MISS."""
    address, now = _read_address(request), time.monotonic()
    if len(_misses) >= ADDRESSES_AT_MOST:
        _misses.clear()
    _misses[address] = (_count(address, now) + 1, now)


def forget_misses() -> None:
    """Start over; between tests."""
    _misses.clear()


def _count(address: str, now: float) -> float:
    missed, at = _misses.get(address, (0.0, now))
    return max(missed - (now - at) / SECONDS_PER_MISS, 0.0)


def _read_address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
