"""A fresh database for the demo: it makes its own anew every time, and never somebody's real data."""

import os

import psycopg
from django.db import connections

from packhaus.demo.errors import DatabaseInUse
from packhaus.kernel import postgres

_TABLES = "SELECT to_regclass('access_merchant') IS NOT NULL"
_CODES = "SELECT code FROM access_merchant ORDER BY code"


def empty_database(*, own_codes: frozenset[str], reset: bool) -> None:
    """Leave the database without a row; what is then in it is for the migrations to say.

    The embedded database is dropped when nobody but the demo has merchants in it. Anybody else's, and any external
    database that is not empty, only with `reset`. Raises: DatabaseInUse.
    """
    codes = _list_merchants()
    strangers = [code for code in codes if code not in own_codes]
    if codes and not reset and (strangers or "DATABASE_URL" in os.environ):
        raise DatabaseInUse(
            f"the demo would delete the merchants in this database ({', '.join((strangers or codes)[:5])}): "
            "point PACKHAUS_DATA_DIR to another folder, or say --reset to delete everything in it",
            merchants=codes,
        )
    if codes:
        _recreate()


def _list_merchants() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_TABLES)
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(_CODES)
        return [code for (code,) in cursor.fetchall()]


def _recreate() -> None:
    name = str(connections.settings["owner"]["NAME"])
    connections.close_all()
    owner_url = postgres.addresses().owner_url
    postgres.drop_database(owner_url, name)
    postgres.create_database(owner_url, name)


def analyze_database() -> None:
    """Tell the planner what there is: foreign-key checks planned on empty tables stay sequential scans."""
    connections["owner"].ensure_connection()
    connection = connections["owner"].connection
    assert isinstance(connection, psycopg.Connection)
    connection.execute("ANALYZE")
    connections["owner"].close()
