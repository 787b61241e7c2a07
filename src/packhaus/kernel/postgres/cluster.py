import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from packhaus.kernel.postgres.account import Account
from packhaus.kernel.postgres.errors import ServerError
from packhaus.kernel.postgres.home import Home

SUPERUSER = "postgres"
OWNER = "packhaus_owner"
RUNTIME = "packhaus_app"
DATABASE = "packhaus"
PORT = 5432

SERVER_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "200",
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "jit": "off",
    "random_page_cost": "1.1",
    "synchronous_commit": "on",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    # A young database grows a hundredfold in minutes: plans must not stay those of empty tables.
    "autovacuum_naptime": "10s",
    "wal_compression": "on",
    "default_text_search_config": "pg_catalog.simple",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_min_duration_statement": "2s",
}
# For clusters that tests throw away. Still survives a killed process, not a killed machine.
UNSAFE_SETTINGS = {"fsync": "off", "full_page_writes": "off"}
# One long transaction stalls every reader of the journal, so the runtime role can't have one (design.md section 5).
RUNTIME_ROLE_SETTINGS = {
    "idle_in_transaction_session_timeout": "30s",
    "lock_timeout": "2s",
    "statement_timeout": "30s",
    "transaction_timeout": "60s",
}


@dataclass(frozen=True)
class Passwords:
    superuser: str
    owner: str
    runtime: str


def create_cluster(home: Home, account: Account, programs: Path, *, durable: bool) -> None:
    """Run initdb with scram and random passwords. What an interrupted run left behind is removed first."""
    home.is_created.unlink(missing_ok=True)
    home.is_prepared.unlink(missing_ok=True)
    shutil.rmtree(home.data, ignore_errors=True)
    passwords = Passwords(*(secrets.token_urlsafe(24) for _ in range(3)))
    _write_passwords(home, passwords)
    home.data.mkdir(mode=0o700)
    account.own(home.data, 0o700)
    with tempfile.NamedTemporaryFile("w", dir=home.folder, prefix=".password-") as password_file:
        password_file.write(passwords.superuser)
        password_file.flush()
        account.own(Path(password_file.name), 0o600)
        done = account.run(
            [
                programs / "initdb",
                *_list_initdb_options(password_file.name, durable=durable),
                "-D",
                home.data,
            ],
            home.folder,
        )
    if done.returncode != 0:
        raise ServerError(f"The database's folder could not be made: {done.stderr.strip()}")
    with (home.data / "postgresql.conf").open("a") as configuration:
        configuration.write("\ninclude '../packhaus.conf'\n")
    home.is_created.touch()


def _list_initdb_options(password_file: str, *, durable: bool) -> list[str]:
    return [
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--data-checksums",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
    ]


def write_settings(home: Home, account: Account, *, durable: bool) -> None:
    """Write the server's settings for its next start."""
    socket_folder = str(home.socket_folder).replace('"', '""')
    settings = SERVER_SETTINGS | {"unix_socket_directories": f'"{socket_folder}"'}
    if not durable:
        settings |= UNSAFE_SETTINGS
    lines = ["{} = '{}'\n".format(name, value.replace("'", "''")) for name, value in settings.items()]
    home.settings.write_text("".join(lines))
    account.share(home.settings, 0o640)


def read_passwords(home: Home) -> Passwords:
    """Return the roles' passwords."""
    return Passwords(**json.loads(home.passwords.read_text()))


def _write_passwords(home: Home, passwords: Passwords) -> None:
    descriptor = os.open(home.passwords, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(vars(passwords), file)


def write_url(home: Home, role: str, password: str, database: str = DATABASE) -> str:
    """Return a libpq address through the socket."""
    return f"postgresql://{role}:{password}@/{database}?host={quote(str(home.socket_folder), safe='')}&port={PORT}"


def prepare_roles(home: Home) -> None:
    """Make roles, their settings and the database; what is there already is brought up to date."""
    passwords = read_passwords(home)
    url = write_url(home, SUPERUSER, passwords.superuser, "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        # BYPASSRLS: pg_dump and history fills run as owner; the tables force row-level security even on their owner.
        _make_role(connection, OWNER, "LOGIN CREATEDB CREATEROLE BYPASSRLS NOSUPERUSER", passwords.owner)
        _make_role(
            connection, RUNTIME, "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS", passwords.runtime
        )
        # To drop a database that somebody, or the server's own vacuum, is still in.
        signals = "pg_signal_backend, pg_signal_autovacuum_worker"
        connection.execute(sql.SQL(f"GRANT {signals} TO {{}}").format(sql.Identifier(OWNER)))
        # To name who holds a lock or keeps readers of the journal waiting, whatever role it runs as.
        connection.execute(sql.SQL("GRANT pg_read_all_stats TO {}").format(sql.Identifier(RUNTIME)))
        for name, value in RUNTIME_ROLE_SETTINGS.items():
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(RUNTIME), sql.Identifier(name), sql.Literal(value)
                )
            )
        _make_database(connection)
    home.is_prepared.touch()


def _make_role(connection: psycopg.Connection, role: str, attributes: str, password: str) -> None:
    is_known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    connection.execute(
        sql.SQL("{} ROLE {} WITH {} PASSWORD {}").format(
            sql.SQL("ALTER" if is_known else "CREATE"),
            sql.Identifier(role),
            sql.SQL(attributes),
            sql.Literal(password),
        )
    )


def _make_database(connection: psycopg.Connection) -> None:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
        )
