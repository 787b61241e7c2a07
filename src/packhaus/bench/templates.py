"""Databases that benches are copied from: a migrated one per state of the schema, kept on the server."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from packhaus.kernel import postgres
from packhaus.kernel.postgres.databases import has_database

PACKAGE = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-m", "packhaus.config.cli")
_SHAPING = ("*/migrations/*.py", "access/isolation.py", "bench/limits/history*.sql")
Environment = dict[str, str]


def ensure_migrated() -> str:
    """Return the name of a database with today's schema and nothing in it; made at the first call."""
    return ensure_template("bench_empty", _migrate)


def ensure_template(name: str, fill: Callable[[str], None], *, template: str | None = None) -> str:
    """Return the kept database of this name and today's schema, filled when it is made."""
    owner_url = postgres.addresses().owner_url
    whole = f"{name}_{hash_schema()}"
    with alone_with(whole):
        if has_database(owner_url, whole):
            return whole
        building = f"building_{os.getpid()}"
        postgres.drop_database(owner_url, building)
        postgres.create_database(owner_url, building, template=template)
        fill(building)
        _rename(owner_url, building, whole)
    return whole


@contextmanager
def alone_with(name: str) -> Iterator[None]:
    """Wait until no other process makes or uses the database of this name."""
    with psycopg.connect(postgres.addresses().owner_url, dbname="postgres", autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        yield


def hash_schema() -> str:
    """Name the state of the schema after the files that make it."""
    digest = hashlib.sha256()
    for pattern in _SHAPING:
        for path in sorted(PACKAGE.glob(pattern)):
            digest.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def find_environment(name: str) -> Environment:
    """Return the environment that leads a process to a database of this server."""
    runtime_url, owner_url = postgres.addresses()
    return {"DATABASE_URL": _point(runtime_url, name), "DATABASE_OWNER_URL": _point(owner_url, name)}


def lead(environment: Environment) -> Environment:
    """Return the whole environment of a process of the product that works on this database."""
    ours = {"DJANGO_SETTINGS_MODULE": "packhaus.config.settings", "PYTHONPATH": str(PACKAGE.parent)}
    return {**os.environ, **environment, **ours}


def _migrate(name: str) -> None:
    """Make the schema and its isolation, by the command that an installation has for it."""
    subprocess.run([*COMMAND, "migrate", "--quiet"], env=lead(find_environment(name)), check=True)  # noqa: S603 - our own command


def _point(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _rename(owner_url: str, before: str, after: str) -> None:
    with psycopg.connect(owner_url, dbname="postgres", autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(before), sql.Identifier(after))
        )
