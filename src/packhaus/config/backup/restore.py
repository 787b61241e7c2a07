"""Put a backup in the database's place: made whole beside it first, so that nothing is lost when it fails."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from packhaus.config.backup.archive import Manifest, open_backup, restore_files
from packhaus.config.backup.errors import DatabaseHoldsData, NoBackup
from packhaus.config.backup.scratch import fill_scratch, prove_scratch, scratch_database
from packhaus.kernel.postgres import Addresses, drop_database, has_database
from packhaus.kernel.postgres.databases import close_connections

_HAS_DATA = ("access_merchant", "access_user", "journal_entry")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored."""

    made_at: str
    rows: int
    files: int
    differences: list[str]


def restore_backup(*, addresses: Addresses, data_dir: Path, path: Path, force: bool, check: bool) -> Restored:
    """Replace the database by a backup; one that holds data only with `force`, and then it is gone for good.

    With `check`, a backup that does not add up is refused as well, unless forced: `differences` says why.
    Raises: NoBackup, DatabaseHoldsData, BackupFailed (nothing was changed).
    """
    name = unquote(urlsplit(addresses.owner_url).path.lstrip("/"))
    with open_backup(path) as (archive, manifest):
        _refuse_newer(manifest)
        if not force:
            _refuse_data(addresses.owner_url, name)
        with scratch_database(addresses, name=f"packhaus_restore_{os.getpid()}") as scratch:
            fill_scratch(path, scratch)
            differences = prove_scratch(scratch, check=check)
            if not differences or force:
                _take_place(
                    addresses.owner_url, name=name, scratch=urlsplit(scratch.owner_url).path.lstrip("/")
                )
        files = restore_files(archive, data_dir) if not differences or force else 0
    return Restored(manifest.made_at, sum(manifest.counts.values()), files, differences)


def _refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise NoBackup(
            f"it was made by Packhaus {manifest.packhaus}, whose schema this version does not know "
            f"({', '.join(unknown[:3])}): install that version first"
        )


def _refuse_data(owner_url: str, name: str) -> None:
    if not has_database(owner_url, name):
        return
    with psycopg.connect(owner_url) as connection:
        for table in _HAS_DATA:
            is_there = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
            if is_there != (True,):
                continue
            found = connection.execute(
                sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
            ).fetchone()
            if found == (True,):
                raise DatabaseHoldsData(
                    f"the database {name} holds data; `--force` replaces it by the backup, for good"
                )


def _take_place(owner_url: str, *, name: str, scratch: str) -> None:
    """Rename the real database away and the scratch one to its name; who is connected to the real one is cut off."""
    former = f"{name}_before_{os.getpid()}"
    with psycopg.connect(owner_url, dbname="postgres", autocommit=True) as connection:
        if has_database(owner_url, name):
            _set_open(connection, name, is_open=False)
            close_connections(connection, name)
            try:
                _rename(connection, name, former)
            except psycopg.Error:
                _set_open(connection, name, is_open=True)
                raise
        close_connections(connection, scratch)
        _rename(connection, scratch, name)
    with suppress(psycopg.errors.InvalidCatalogName):
        drop_database(owner_url, former)


def _set_open(connection: psycopg.Connection, name: str, *, is_open: bool) -> None:
    # Or a web process that lost its connection would be back before the rename.
    connection.execute(
        sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}").format(
            sql.Identifier(name), sql.Literal(is_open)
        )
    )


def _rename(connection: psycopg.Connection, name: str, new_name: str) -> None:
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new_name))
    )
