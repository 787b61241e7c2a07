"""One moment of the database, held open for the dump and for the counts beside it.

The transaction only reads, so it has no number of its own and keeps no reader of the journal waiting.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

# Partitions are counted with their parents.
_TABLES = """
SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname
"""
_WAITING = "SELECT id::text FROM channels_importrun WHERE state IN ('queued', 'running') ORDER BY id"
_MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


@dataclass(frozen=True, slots=True)
class Moment:
    """What is true at the moment, and the name under which pg_dump finds it."""

    snapshot: str
    postgres: str
    migrations: list[str]
    counts: dict[str, int]
    waiting_imports: list[str]


@contextmanager
def hold_moment(owner_url: str) -> Iterator[Moment]:
    """Hold a moment until the block ends."""
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        [[snapshot, version]] = connection.execute(
            "SELECT pg_export_snapshot(), current_setting('server_version')"
        ).fetchall()
        migrations = [name for (name,) in connection.execute(_MIGRATIONS)]
        waiting = [run_id for (run_id,) in connection.execute(_WAITING)]
        yield Moment(snapshot, version, migrations, count_rows(connection), waiting)


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """Count every table, in the running transaction."""
    counts = {}
    for (name,) in connection.execute(_TABLES).fetchall():
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        assert row is not None
        counts[name] = int(row[0])
    return counts
