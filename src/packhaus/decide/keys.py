"""What callers name things by."""

from typing import Any, TypeAlias

Key: TypeAlias = Any
"""A UUID, a number or a text: a decision compares keys, sorts them by `sort_key` and hands them back.

Any on purpose: a mapping's key type is invariant, and a union here would make every caller cast."""


def sort_key(key: Key) -> str:
    """Give text that sorts ids of one kind: UUIDs by value, numbers by size, texts by length."""
    return str(key).rjust(40)
