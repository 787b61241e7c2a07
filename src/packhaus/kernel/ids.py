"""Identifiers that sort by time and are never accepted from a caller."""

import os
import time
from uuid import UUID

_RANDOM_BITS = 74
_VERSION_AND_VARIANT = (0x7 << 76) | (0x2 << 62)
_LOW_MASK = (1 << 62) - 1


def new_id() -> UUID:
    """Return a UUID version 7: 48 bits of milliseconds, then 74 random bits.

    Source: RFC 9562, section 5.7.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS)
    high, low = random >> 62, random & _LOW_MASK
    return UUID(int=(milliseconds << 80) | _VERSION_AND_VARIANT | (high << 64) | low)
