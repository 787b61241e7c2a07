"""Raw SQL in, frozen rows out: the one way past the ORM.

Statements are bound and prepared by the server, which the ORM's client-side binding cannot do; planning was a third of
an order's time. A statement text must therefore be a constant, or come from few constants.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS
from psycopg.rows import class_row, tuple_row

from packhaus.kernel.database import calls
from packhaus.kernel.database.json import FastJsonbLoader

__all__ = [
    "DEFAULT_DB_ALIAS",
    "Call",
    "connect",
    "execute",
    "fetch_one",
    "fetch_rows",
    "fetch_tuples",
    "fetch_value",
    "find_row",
]

Row = TypeVar("Row")
Parameters = Mapping[str, Any]


_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")


@cache
def _number_parameters(sql: str) -> tuple[bytes, tuple[str, ...]]:
    """Turn %(name)s into $1, $2 … once per statement: psycopg would read a long text anew each time."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        name = found.group(1)
        return "%" if name is None else f"${names.setdefault(name, len(names) + 1)}"

    return _PLACEHOLDER.sub(number, sql).encode(), tuple(names)


def connect() -> BaseDatabaseWrapper:
    """Return this thread's connection, open."""
    wrapper = connections[DEFAULT_DB_ALIAS]  # the proxy looks it up again for every attribute
    if not wrapper.in_atomic_block:
        wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    assert wrapper.connection is not None
    return wrapper


@contextmanager
def _executed(sql: str, parameters: Parameters | None, row_factory: Any) -> Iterator[psycopg.Cursor[Any]]:
    wrapper = connect()
    statement, names = _number_parameters(sql) if parameters is not None else (sql.encode(), ())
    started = time.monotonic()
    with (
        wrapper.wrap_database_errors,
        psycopg.RawCursor(wrapper.connection, row_factory=row_factory) as cursor,
    ):
        # Django's connection hands out JSON as text, since its own fields parse it.
        cursor.adapters.register_loader("jsonb", FastJsonbLoader)
        cursor.execute(statement, [parameters[name] for name in names] if parameters is not None else None)
        if wrapper.queries_logged:
            _log(wrapper, sql, started)
        yield cursor


def _log(wrapper: BaseDatabaseWrapper, sql: str, started: float) -> None:
    wrapper.queries_log.append({"sql": sql, "time": f"{time.monotonic() - started:.3f}"})


def fetch_rows(row_type: type[Row], sql: str, parameters: Parameters | None = None) -> list[Row]:
    """Return every row as `row_type`, whose fields are named as the columns. Queries: 1."""
    with _executed(sql, parameters, class_row(row_type)) as cursor:
        return cursor.fetchall()


def find_row(row_type: type[Row], sql: str, parameters: Parameters | None = None) -> Row | None:
    """Return the only row, or None. More than one is a bug. Queries: 1."""
    found = fetch_rows(row_type, sql, parameters)
    assert len(found) <= 1, "more than one row"
    return found[0] if found else None


def fetch_one(row_type: type[Row], sql: str, parameters: Parameters | None = None) -> Row:
    """Return exactly one row; anything else is a bug. Queries: 1."""
    row = find_row(row_type, sql, parameters)
    assert row is not None, "no row"
    return row


def fetch_tuples(sql: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
    """Return plain tuples, for hot paths where a row object per line would cost more than the query. Queries: 1."""
    with _executed(sql, parameters, tuple_row) as cursor:
        return cursor.fetchall()


def fetch_value(sql: str, parameters: Parameters | None = None) -> Any:
    """Return the first column of the first row, or None. Queries: 1."""
    found = fetch_tuples(sql, parameters)
    return found[0][0] if found else None


class Call:
    """A call of `kernel.database.calls` on its way, on a connection that another thread may have opened."""

    __slots__ = ("_sent", "_sql", "_started", "_wrapper")

    def __init__(
        self, sql: str, parameters: Mapping[str, bytes | None], wrapper: BaseDatabaseWrapper | None = None
    ) -> None:
        """Send a statement whose parameters are texts, on this thread's connection or the one given."""
        statement, names = _number_parameters(sql)
        self._sql, self._wrapper, self._started = sql, wrapper or connect(), time.monotonic()
        with self._wrapper.wrap_database_errors:
            self._sent = calls.SentCall(
                self._wrapper.connection, statement, [parameters[name] for name in names]
            )

    def receive(self) -> bytes | None:
        """Return as text the one value that the statement returns. Queries: 1."""
        with self._wrapper.wrap_database_errors:
            value = self._sent.receive()
        if self._wrapper.queries_logged:
            _log(self._wrapper, self._sql, self._started)
        return value


def execute(sql: str, parameters: Parameters | None = None) -> int:
    """Run a statement and return how many rows it touched. Queries: 1."""
    with _executed(sql, parameters, tuple_row) as cursor:
        return cursor.rowcount


@contextmanager
def copy_into(sql: str) -> Iterator[psycopg.Copy]:
    """Open a COPY … FROM STDIN; only temporary staging tables can be its target under row-level security."""
    connection.ensure_connection()
    assert connection.connection is not None
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection) as cursor,
        cursor.copy(sql.encode()) as copy,
    ):
        if connection.queries_logged:
            connection.queries_log.append({"sql": sql, "time": "0"})
        yield copy


def as_columns(records: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    """Turn records into one list per column, the shape that unnest() takes."""
    return [list(column) for column in zip(*records, strict=True)] if records else [[] for _ in range(width)]
