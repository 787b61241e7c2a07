"""Chance without chance: the same text always draws the same number, on every machine and every day."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def draw_number(*, of: str, topic: str, below: int) -> int:
    """Return a number from 0 to ``below`` - 1 that depends on both texts only."""
    digest = hashlib.blake2b(f"{topic}|{of}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % below


def draw_one(*, of: str, topic: str, among: Sequence[T]) -> T:
    """Return one of the given, always the same for the same texts."""
    return among[draw_number(of=of, topic=topic, below=len(among))]
