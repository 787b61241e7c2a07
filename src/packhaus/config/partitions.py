"""Months of the tables that grow for ever, made ahead by their owner; rows that came without one are put into it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import OperationalError, connections
from django.db.transaction import atomic
from psycopg import sql
from psycopg.errors import LockNotAvailable

PARTITIONED = ("journal_entry", "inventory_movement", "shipping_trackingevent")
MONTHS_AHEAD = 3

# Longer, and everybody would queue behind us who reads the table.
_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '3s'"
_STRAY_MONTHS = "SELECT DISTINCT date_trunc('month', recorded_on)::date FROM {default} ORDER BY 1"
# It is filled before it becomes a partition: as one it is refused while the default holds rows of its month.
_CREATE = "CREATE TABLE {month} (LIKE {parent} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
_OPEN = "ALTER TABLE {default} DISABLE TRIGGER USER"
_MOVE = """
WITH stray AS (
    DELETE FROM {default} WHERE recorded_on >= {first} AND recorded_on < {next} RETURNING *
)
INSERT INTO {month} SELECT * FROM stray
"""
_CLOSE = "ALTER TABLE {default} ENABLE TRIGGER USER"
_ATTACH = "ALTER TABLE {parent} ATTACH PARTITION {month} FOR VALUES FROM ({first}) TO ({next})"
# Rows that are gone still fill its pages, by which it is alarmed.
_EMPTY = """
DO $$ BEGIN
    LOCK TABLE {default};
    IF NOT EXISTS (SELECT FROM {default}) THEN TRUNCATE {default}; END IF;
END $$
"""


def ensure_partitions(now: datetime) -> int:
    """Make every partitioned table's months until MONTHS_AHEAD; return how many were missing."""
    with connections["owner"].cursor() as cursor:
        made = 0
        for table in PARTITIONED:
            cursor.execute("SELECT packhaus_ensure_partitions(%s, %s, %s)", [table, now.date(), MONTHS_AHEAD])
            made += cursor.fetchone()[0]
    return made


def move_strays(_: datetime) -> int:
    """Move rows that came without a partition of their month into a new one; return how many.

    A row keeps its numbers, so readers of the journal see it where it was. Each month is one transaction; meanwhile
    whoever writes into a month without a partition waits, and nobody else. What is in somebody's way is left for the
    next time.
    """
    try:
        return sum(_move_table(table) for table in PARTITIONED)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return 0
        raise


def _move_table(parent: str) -> int:
    names: dict[str, sql.Composable] = {
        "parent": sql.Identifier(parent), "default": sql.Identifier(f"{parent}_default")
    }  # fmt: skip
    with connections["owner"].cursor() as cursor:
        _run(cursor, _STRAY_MONTHS, names)
        months = [month for (month,) in cursor.fetchall()]
        moved = sum(_move_month(cursor, parent, names, month) for month in months)
        if months:
            with atomic("owner"):
                cursor.execute(_LOCK_TIMEOUT)
                _run(cursor, _EMPTY, names)
    return moved


def _move_month(cursor: Any, parent: str, names: dict[str, sql.Composable], first: date) -> int:
    following = (first + timedelta(days=31)).replace(day=1)
    names |= {
        "month": sql.Identifier(f"{parent}_{first:%Y%m}"),
        "first": sql.Literal(first.isoformat()),
        "next": sql.Literal(following.isoformat()),
    }
    with atomic("owner"):
        cursor.execute(_LOCK_TIMEOUT)
        for statement in (_CREATE, _OPEN):
            _run(cursor, statement, names)
        _run(cursor, _MOVE, names)
        moved: int = cursor.rowcount
        for statement in (_CLOSE, _ATTACH):
            _run(cursor, statement, names)
    return moved


def _run(cursor: Any, statement: str, names: dict[str, sql.Composable]) -> None:
    cursor.execute(sql.SQL(statement).format(**names))
