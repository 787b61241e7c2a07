"""Identifiers that sort by time and are never accepted from a caller."""

import os
import time
from uuid import UUID

_RANDOM_BITS = 74
_VERSION_AND_VARIANT = (0x7 << 76) | (0x2 << 62)
_LOW_MASK = (1 << 62) - 1
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def new_id_texts(count: int) -> list[str]:
    """Return UUIDs version 7 as text, for rows that are written by the thousand. Source: RFC 9562, section 5.7."""
    milliseconds = time.time_ns() // 1_000_000
    stamp = f"{milliseconds >> 16:08x}-{milliseconds & 0xFFFF:04x}-7"
    random = os.urandom(10 * count).hex()
    return [
        f"{stamp}{random[at : at + 3]}-{_VARIANTS[random[at + 3]]}{random[at + 4 : at + 7]}-{random[at + 8 : at + 20]}"
        for at in range(0, 20 * count, 20)
    ]


def new_id() -> UUID:
    """Return a UUID version 7: 48 bits of milliseconds, then 74 random bits.

    Source: RFC 9562, section 5.7.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS)
    high, low = random >> 62, random & _LOW_MASK
    return UUID(int=(milliseconds << 80) | _VERSION_AND_VARIANT | (high << 64) | low)
