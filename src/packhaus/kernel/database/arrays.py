"""Arrays as parameters: the driver's own dumper asks of every element how it is written, a third of a wave's time.

An array of texts, integers or UUIDs is written in PostgreSQL as it is in JSON, but for its brackets: both put a
backslash before a quote and before a backslash.
Source: PostgreSQL manual, 8.15.6, Array Input and Output Syntax.
"""

from collections.abc import Iterable
from types import NoneType
from typing import Any
from uuid import UUID

import orjson
from psycopg.abc import Buffer
from psycopg.types.array import ListDumper

_PLAIN = (int, UUID)


class FlatListDumper(ListDumper):
    """Write lists of only integers, UUIDs or texts, with or without NULLs, at once; others as the driver does."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        kinds = set(map(type, obj))
        kinds.discard(NoneType)
        kind = kinds.pop() if len(kinds) == 1 else None
        if kind is not None and (kind in _PLAIN or issubclass(kind, str)):
            written = _write(obj)
            if written is not None:
                return written
        return super().dump(obj)


def write_array(items: Iterable[Any]) -> bytes:
    """Return integers, UUIDs or texts as PostgreSQL reads an array of them."""
    obj = list(items)
    return _write(obj) or _write_with_escapes(obj)


def _write(items: list[Any]) -> bytes | None:
    """Return the array's text; None for control characters, which JSON escapes in ways of its own."""
    try:
        written = orjson.dumps(items)
    except orjson.JSONEncodeError:  # an integer that no column holds, half a character
        return None
    is_same = b"\\" not in written or b"\\" not in written.replace(rb"\\", b"").replace(rb"\"", b"")
    return b"{%s}" % written[1:-1] if is_same else None


def _write_with_escapes(items: list[Any]) -> bytes:
    return f"{{{','.join(map(_quote, items))}}}".encode()


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
