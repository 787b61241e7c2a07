import psycopg
from psycopg import sql

# Above this, copying files with a checkpoint beats writing every page to the log. Source: CREATE DATABASE, STRATEGY.
# A server that waits for no disk has cheap checkpoints: there files are copied five times as fast at any size.
LARGE_BYTES = 256_000_000


def create_database(owner_url: str, name: str, *, template: str | None = None) -> None:
    """Create a database, as a copy of the template when one is named; connections to the template are closed first."""
    with _connect(owner_url) as connection:
        if template is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            return
        close_connections(connection, template)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}").format(
                sql.Identifier(name),
                sql.Identifier(template),
                sql.Literal(_choose_strategy(connection, template)),
            )
        )


def drop_database(owner_url: str, name: str) -> None:
    """Drop a database if it exists, its connections closed."""
    with _connect(owner_url) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def has_database(owner_url: str, name: str) -> bool:
    """Say whether the server has this database."""
    with _connect(owner_url) as connection:
        return (
            connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None
        )


def close_connections(connection: psycopg.Connection, name: str) -> None:
    """Close every other connection to a database."""
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
        [name],
    )


def _choose_strategy(connection: psycopg.Connection, template: str) -> str:
    row = connection.execute("SELECT pg_database_size(%s), current_setting('fsync')", [template]).fetchone()
    assert row is not None
    size, fsync = row
    return "file_copy" if size > LARGE_BYTES or fsync == "off" else "wal_log"


def _connect(owner_url: str) -> psycopg.Connection:
    # Through the maintenance database: nobody can copy or drop the one he is connected to.
    return psycopg.connect(owner_url, dbname="postgres", autocommit=True)
