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
from psycopg import adapters
from psycopg.abc import Buffer, DumperKey, PyFormat
from psycopg.types.array import BaseListDumper, ListDumper

_PLAIN = (int, UUID)
# As the driver has it: an array of texts is of no type, so that the statement says which.
_OIDS = {int: adapters.types["int8"].array_oid, UUID: adapters.types["uuid"].array_oid, str: 0}


class FlatListDumper(ListDumper):
    """Write lists of only integers, UUIDs or texts, with or without NULLs, at once; others as the driver does."""

    def get_key(self, obj: list[Any], format: PyFormat) -> DumperKey:  # noqa: A002 - the driver's name
        """Tell by one element how the list is written; the driver looks through all of them, twice a parameter."""
        kind = type(obj[0]) if obj else None
        return (self.cls, kind) if kind in _OIDS and not self.oid else super().get_key(obj, format)

    def upgrade(self, obj: list[Any], format: PyFormat) -> BaseListDumper:  # noqa: A002 - the driver's name
        """Make the dumper of such lists; the driver does it anew for each statement."""
        kind = type(obj[0]) if obj else None
        if kind is None or kind not in _OIDS or self.oid:
            return super().upgrade(obj, format)
        dumper = type(self)(self.cls, self._tx)
        dumper.sub_dumper = self._tx.get_dumper(obj[0], PyFormat.TEXT)
        dumper.oid = _OIDS[kind]
        return dumper

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
