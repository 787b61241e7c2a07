"""pg_dump and its kin: those of PACKHAUS_PG_BIN, the embedded ones, or what the machine has."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import psycopg

from packhaus.kernel.postgres.binaries import find_installed
from packhaus.kernel.postgres.errors import ServerError

# Source: PostgreSQL, libpq, environment variables.
_VARIABLES = {
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
    "dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY", "connect_timeout": "PGCONNECT_TIMEOUT", "channel_binding": "PGCHANNELBINDING",
}  # fmt: skip


def find_client(name: str) -> Path:
    """Return the program; PACKHAUS_PG_BIN names another folder, which a server that insists on TLS needs.

    Raises: ServerError.
    """
    given = os.environ.get("PACKHAUS_PG_BIN", "")
    folder = Path(given) if given else find_installed()
    if folder is not None and (folder / name).is_file():
        return folder / name
    found = None if given else shutil.which(name)
    if found is None:
        raise ServerError(
            f"there is no {name} in {folder or 'PATH'}: install PostgreSQL 18's client programs"
        )
    return Path(found)


def describe_connection(url: str, *, database: str = "") -> Mapping[str, str]:
    """Return the environment in which a client finds the database: arguments would show the password to everybody."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    if database:
        parts["dbname"] = database
    known = {_VARIABLES[name]: str(value) for name, value in parts.items() if name in _VARIABLES and value}
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC", **known}
