"""Databases of a test run: a migrated template per state of the schema, a clone per process, one per committing test.

Tests speak to them as the runtime role. A template is named after the hash of everything that shapes it, so that two
checkouts of the schema, or two people at once, never share one.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from packhaus.access.isolation import secure_database
from packhaus.kernel import postgres
from packhaus.kernel.blocks import forget_blocks

ROOT = Path(__file__).resolve().parents[2]
SHAPING = (
    "*/migrations/*.py",
    "*/models/*.py",
    "access/isolation.py",
    "config/settings.py",
    "kernel/database/*.py",
)
TEMPLATES_KEPT = 4
_numbers = count(1)


def name_template() -> str:
    """Name the template after the files that shape it."""
    digest = hashlib.sha256()
    source = ROOT / "src" / "packhaus"
    for pattern in SHAPING:
        for path in sorted(source.glob(pattern)):
            digest.update(str(path.relative_to(source)).encode() + path.read_bytes())
    return f"tested_{digest.hexdigest()[:12]}"


def ensure_template() -> str:
    """Migrate and secure the template unless another process already has."""
    name = name_template()
    with _locked(), _maintenance() as maintenance:
        if not _exists(maintenance, name):
            _build_template(maintenance, name)
            _drop_old_templates(maintenance)
    return name


def make_clone(template: str) -> str:
    """Copy the template for this process alone, and return the copy's name."""
    name = f"clone_{os.getpid()}_{next(_numbers)}"
    _, owner_url = postgres.addresses()
    postgres.drop_database(owner_url, name)
    postgres.create_database(owner_url, name, template=template)
    return name


def drop_clone(name: str) -> None:
    """Drop a clone, whoever is still connected."""
    postgres.drop_database(postgres.addresses().owner_url, name)


def drop_abandoned_clones() -> None:
    """Drop the clones of processes that are gone."""
    with _locked(), _maintenance() as maintenance:
        for name in _list_databases(maintenance, "clone_"):
            if not Path(f"/proc/{name.split('_')[1]}").exists():
                _drop(maintenance, name)


@contextmanager
def using_database(name: str) -> Iterator[None]:
    """Point both of Django's connections, of this and every other thread, to a database."""
    before = {alias: connections.settings[alias]["NAME"] for alias in ("default", "owner")}
    _point_to(dict.fromkeys(before, name))
    try:
        yield
    finally:
        _point_to(before)


def list_urls(name: str) -> dict[str, str]:
    """Return the environment that points another process to a database."""
    runtime_url, owner_url = postgres.addresses()
    return {"DATABASE_URL": _rename(runtime_url, name), "DATABASE_OWNER_URL": _rename(owner_url, name)}


def _point_to(names: dict[str, str]) -> None:
    connections.close_all()
    forget_blocks()
    for alias, name in names.items():
        connections.settings[alias]["NAME"] = name


def _rename(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _build_template(maintenance: psycopg.Connection, name: str) -> None:
    building = f"building_{os.getpid()}"
    _drop(maintenance, building)
    maintenance.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
    with using_database(building):
        call_command("migrate", database="owner", verbosity=0)
        secure_database(runtime_role=connections.settings["default"]["USER"])
    maintenance.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
    )


def _drop_old_templates(maintenance: psycopg.Connection) -> None:
    for name in _list_databases(maintenance, "tested_")[TEMPLATES_KEPT:]:
        _drop(maintenance, name)


def _exists(maintenance: psycopg.Connection, name: str) -> bool:
    return name in _list_databases(maintenance, name)


def _list_databases(maintenance: psycopg.Connection, prefix: str) -> list[str]:
    found = maintenance.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC", [prefix]
    )
    return [row[0] for row in found]


def _drop(maintenance: psycopg.Connection, name: str) -> None:
    maintenance.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)),
    )


def _maintenance() -> psycopg.Connection:
    return psycopg.connect(postgres.addresses().owner_url, dbname="postgres", autocommit=True)


@contextmanager
def _locked() -> Iterator[None]:
    path = ROOT / "var" / ".test-databases"
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
