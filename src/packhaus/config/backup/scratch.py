"""A backup brought to life in a database beside the real one: to prove it, or to take the real one's place."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from packhaus.config.backup.archive import open_backup, open_dump
from packhaus.config.backup.errors import BackupFailed
from packhaus.config.backup.moment import count_rows
from packhaus.config.backup.programs import restore_dump
from packhaus.journal.services.rebase import rebase_journal
from packhaus.kernel.postgres import Addresses, create_database, drop_database


@contextmanager
def scratch_database(addresses: Addresses, *, name: str) -> Iterator[Addresses]:
    """Make an empty database and drop it at the end; whoever renamed it meanwhile keeps it."""
    try:
        drop_database(addresses.owner_url, name)
        create_database(addresses.owner_url, name)
    except psycopg.errors.InsufficientPrivilege as error:
        raise BackupFailed(
            "the role of DATABASE_OWNER_URL may not create databases: give it CREATEDB"
        ) from error
    try:
        yield Addresses(*(point_to(url, name) for url in addresses))
    finally:
        drop_database(addresses.owner_url, name)


def fill_scratch(path: Path, scratch: Addresses) -> None:
    """Restore a backup into an empty database, and compare its rows with what the backup says of itself.

    Raises: BackupFailed.
    """
    with open_backup(path) as (archive, manifest):
        name = urlsplit(scratch.owner_url).path.lstrip("/")
        with open_dump(archive) as dump:
            restore_dump(owner_url=scratch.owner_url, database=name, source=dump)
    with psycopg.connect(scratch.owner_url) as connection:
        found = count_rows(connection)
        for table, count in manifest.counts.items():
            if found.get(table) != count:
                raise BackupFailed(f"{table} should have {count} rows and has {found.get(table)}")
        rebase_journal(connection)
    with psycopg.connect(scratch.owner_url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def prove_scratch(scratch: Addresses, *, check: bool) -> list[str]:
    """Bring it to this version's schema, grants and policies, and return what `packhaus check` finds there.

    Raises: BackupFailed.
    """
    # A process of its own: this one's connections and models lead to the real database.
    environment = {
        **os.environ,
        "DATABASE_URL": scratch.runtime_url,
        "DATABASE_OWNER_URL": scratch.owner_url,
        "DJANGO_SETTINGS_MODULE": "packhaus.config.settings",
    }
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "packhaus.config.backup.prove", *(["--check"] if check else [])],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BackupFailed(f"it could not be brought up to date: {done.stderr.strip()[-500:]}")
    differences: list[str] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return differences


def point_to(url: str, name: str) -> str:
    """Return the same address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(name, safe='')}"))
