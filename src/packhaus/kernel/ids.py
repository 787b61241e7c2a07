"""Identifiers that sort by time and are never accepted from a caller.

Within a process they also sort in the order they were made, as many as there are in a millisecond: what is done in the
order of ids is then done in the order of making, the same on every run, and index pages fill from left to right.
Source: RFC 9562, section 5.7, and 6.2 (method 1: the 12 bits behind the version count).
"""

import os
import threading
import time
from uuid import UUID

_COUNTER_BITS = 12
_COUNTER_MASK = (1 << _COUNTER_BITS) - 1
_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62
_RANDOM_MASK = (1 << 62) - 1
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


class _Clock:
    """Milliseconds and a counter as one number that only grows; a full counter borrows from the next millisecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0

    def take(self, count: int) -> int:
        """Reserve so many ticks and return the first."""
        now = (time.time_ns() // 1_000_000) << _COUNTER_BITS
        with self._lock:
            first = max(now, self._next)
            self._next = first + count
        return first


_clock = _Clock()


def new_id() -> UUID:
    """Return a UUID version 7: 48 bits of milliseconds, 12 of a counter, 62 random ones."""
    tick = _clock.take(1)
    random = int.from_bytes(os.urandom(8), "big") & _RANDOM_MASK
    time_bits = (tick >> _COUNTER_BITS) << 80
    return UUID(int=time_bits | _VERSION | (tick & _COUNTER_MASK) << 64 | _VARIANT | random)


def new_id_texts(count: int) -> list[str]:
    """Return UUIDs version 7 as text, for rows that are written by the thousand."""
    first = _clock.take(count)
    random = os.urandom(8 * count).hex()
    return [
        f"{tick >> 28:08x}-{tick >> 12 & 0xFFFF:04x}-7{tick & _COUNTER_MASK:03x}-"
        f"{_VARIANTS[random[at]]}{random[at + 1 : at + 4]}-{random[at + 4 : at + 16]}"
        for at, tick in zip(range(0, 16 * count, 16), range(first, first + count), strict=True)
    ]
