"""Arrays as parameters: the driver's own dumper asks of every element how it is written, a third of a wave's time."""

from collections.abc import Iterable
from types import NoneType
from typing import Any
from uuid import UUID

from psycopg.abc import Buffer
from psycopg.types.array import ListDumper

_PLAIN = (int, UUID)


class FlatListDumper(ListDumper):
    """Write lists of only integers, UUIDs or texts, with or without NULLs, at once; others as the driver does."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        kinds = set(map(type, obj))
        has_nulls = NoneType in kinds
        kinds.discard(NoneType)
        if not kinds and has_nulls:
            return _join(obj, str, has_nulls=True)
        if len(kinds) == 1:
            kind = kinds.pop()
            if kind in _PLAIN:
                return _join(obj, str, has_nulls=has_nulls)
            if issubclass(kind, str) and not _has_nul(obj):
                return _join(obj, _quote, has_nulls=has_nulls)
        return super().dump(obj)


def write_array(items: Iterable[Any]) -> bytes:
    """Return integers or UUIDs, without NULLs, as PostgreSQL reads an array of them."""
    return f"{{{','.join(map(str, items))}}}".encode()


def write_texts(items: Iterable[str]) -> bytes:
    """Return texts as PostgreSQL reads an array of them."""
    return f"{{{','.join(map(_quote, items))}}}".encode()


def _join(items: list[Any], write: Any, *, has_nulls: bool) -> bytes:
    texts = ("NULL" if item is None else write(item) for item in items) if has_nulls else map(write, items)
    return f"{{{','.join(texts)}}}".encode()


def _quote(text: str) -> str:
    """Quote always: an array's text form has to quote spaces, commas, braces, the word NULL and the empty text.

    Source: PostgreSQL manual, 8.15.6, Array Input and Output Syntax.
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped + '"'


def _has_nul(items: list[Any]) -> bool:
    return any("\0" in item for item in items if item is not None)
