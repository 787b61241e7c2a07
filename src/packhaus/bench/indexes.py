"""Write much into tables at once: their indexes and foreign keys are put away first and made anew afterwards."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

# Foreign keys go before the unique keys they rest on, and come back after them.
_KEPT_AWAY = """
SELECT c.conrelid::regclass::text, c.conname, c.contype, pg_get_constraintdef(c.oid)
FROM pg_constraint AS c
WHERE c.contype IN ('f', 'u', 'p')
  AND (c.conrelid::regclass::text = ANY(%(tables)s) OR c.confrelid::regclass::text = ANY(%(tables)s))
ORDER BY c.contype = 'f' DESC, c.oid
"""
_PLAIN = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index AS i
WHERE i.indrelid::regclass::text = ANY(%(tables)s)
  AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid AND c.contype IN ('u', 'p'))
"""


@contextmanager
def without_indexes(owner_url: str, tables: Sequence[str]) -> Iterator[None]:
    """Put indexes and keys of these tables away; they are made anew, and so checked, at the end."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        keys = connection.execute(_KEPT_AWAY, {"tables": list(tables)}).fetchall()
        for table, name, _, _ in keys:
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
        plain = connection.execute(_PLAIN, {"tables": list(tables)}).fetchall()
        for name, _ in plain:
            connection.execute(f"DROP INDEX {name}".encode())
        yield
        for _, definition in plain:
            connection.execute(definition.encode())
        for table, name, _, definition in reversed(keys):
            connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'.encode())
