"""Write much into tables at once: their indexes and foreign keys are put away first and made anew afterwards."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg

_AT_ONCE = 2
# Foreign keys go before the unique keys they rest on, and come back after them.
_KEPT_AWAY = """
SELECT c.conrelid::regclass::text, c.conname, c.contype, pg_get_constraintdef(c.oid)
FROM pg_constraint AS c
WHERE c.contype IN ('f', 'u', 'p')
  AND (c.conrelid::regclass::text = ANY(%(tables)s) OR c.confrelid::regclass::text = ANY(%(tables)s))
ORDER BY c.contype = 'f' DESC, c.oid
"""
_PLAIN = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index AS i
WHERE i.indrelid::regclass::text = ANY(%(tables)s)
  AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid AND c.contype IN ('u', 'p'))
"""


@contextmanager
def without_indexes(owner_url: str, tables: Sequence[str]) -> Iterator[None]:
    """Put indexes and keys of these tables away; they are made anew, and so checked, at the end."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        keys = connection.execute(_KEPT_AWAY, {"tables": list(tables)}).fetchall()
        for table, name, _, _ in keys:
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
        plain = connection.execute(_PLAIN, {"tables": list(tables)}).fetchall()
        for _, name, _ in plain:
            connection.execute(f"DROP INDEX {name}".encode())
    yield
    unique = [key for key in keys if key[2] != "f"]
    foreign = [key for key in keys if key[2] == "f"]
    own = [
        [definition for on, _, definition in plain if on == table]
        + [_add(on, name, definition) for on, name, _, definition in unique if on == table]
        for table in tables
    ]
    run_side_by_side(owner_url, own)
    # Each locks two tables, so one after the other.
    run_side_by_side(owner_url, [[_add(on, name, definition) for on, name, _, definition in foreign]])


def run_side_by_side(owner_url: str, scripts: Iterable[Sequence[str]]) -> None:
    """Run scripts on connections of their own, two at a time, each statement by statement."""

    def run(statements: Sequence[str]) -> None:
        with psycopg.connect(owner_url, autocommit=True) as connection:
            connection.execute("SET maintenance_work_mem = '256MB'")
            for statement in statements:
                connection.execute(statement.encode())

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for done in [pool.submit(run, statements) for statements in scripts]:
            done.result()


def _add(table: str, name: str, definition: str) -> str:
    return f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
