"""A database and a server of the bench's own: figures of an installation's data would not compare."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.core.management import call_command
from django.db import connections

from packhaus.access.isolation import secure_database
from packhaus.bench.pgbench import LIMITS
from packhaus.kernel import postgres

_READY_SECONDS = 30.0


@contextmanager
def bench_database(name: str, *, template: str | None = None) -> Iterator[dict[str, str]]:
    """Make a database, point this process at it, and yield the environment that leads others there."""
    runtime_url, owner_url = postgres.addresses()
    postgres.drop_database(owner_url, name)
    postgres.create_database(owner_url, name, template=template)
    before = {alias: connections.settings[alias]["NAME"] for alias in ("default", "owner")}
    _point_to(dict.fromkeys(before, name))
    try:
        if template is None:
            call_command("migrate", database="owner", verbosity=0)
            secure_database(runtime_role=connections.settings["default"]["USER"])
        yield {"DATABASE_URL": rename(runtime_url, name), "DATABASE_OWNER_URL": rename(owner_url, name)}
    finally:
        _point_to(before)
        postgres.drop_database(owner_url, name)


def rename(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _point_to(names: dict[str, str]) -> None:
    connections.close_all()
    for alias, name in names.items():
        connections.settings[alias]["NAME"] = name


def run_as_owner(sql: str, owner_url: str) -> None:
    """Run statements as the owner: filling what the runtime role may not, and ANALYZE after it."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(sql.encode())


def make_limit_tables(owner_url: str) -> None:
    """Make the tables of the intake limits, open to the runtime role."""
    run_as_owner((LIMITS / "intake_schema.sql").read_text(), owner_url)
    role = connections.settings["default"]["USER"]
    for kind in ("TABLES", "SEQUENCES"):
        run_as_owner(f"GRANT ALL ON ALL {kind} IN SCHEMA public TO {role}", owner_url)
    run_as_owner("ANALYZE", owner_url)


@contextmanager
def served(environment: dict[str, str], *, workers: int = 2, threads: int = 2) -> Iterator[int]:
    """Serve the product in processes of its own, as an installation does, and yield the port."""
    port = _find_port()
    command = [
        sys.executable, "-m", "packhaus.config.cli", "serve", "--no-migrate", "--port", str(port),
        "--workers", str(workers), "--threads", str(threads),
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_until_open(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=_READY_SECONDS)


def _find_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError(f"the server ended with {process.returncode}")
    raise RuntimeError(f"the server did not open port {port} within {_READY_SECONDS} s")
