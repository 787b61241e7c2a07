"""A database and a server of the bench's own: figures of an installation's data would not compare."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from packhaus.bench.pgbench import LIMITS
from packhaus.bench.templates import COMMAND, Environment, alone_with, ensure_migrated, find_environment, lead
from packhaus.kernel import postgres
from packhaus.kernel.kept import forget_everything

_READY_SECONDS = 30.0
_ALIASES = {"default": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}


@contextmanager
def bench_database(name: str, *, template: str | None = None) -> Iterator[dict[str, str]]:
    """Make a database, point this process at it, and yield the environment that leads others there."""
    owner_url = postgres.addresses().owner_url
    environment = find_environment(name)
    with alone_with(name):
        postgres.drop_database(owner_url, name)
        postgres.create_database(owner_url, name, template=template or ensure_migrated())
        try:
            with pointed_to(name):
                yield environment
        finally:
            postgres.drop_database(owner_url, name)


@contextmanager
def pointed_to(name: str) -> Iterator[None]:
    """Point this process's connections to a database of the server."""
    with pointed_at(find_environment(name)):
        yield


@contextmanager
def pointed_at(environment: Environment) -> Iterator[None]:
    """Point this process's connections to a database anywhere."""
    before = {alias: dict(connections.settings[alias]) for alias in _ALIASES}
    _point({alias: _read_address(environment[variable]) for alias, variable in _ALIASES.items()})
    try:
        yield
    finally:
        _point(before)


def _read_address(url: str) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    return {
        "NAME": parts["dbname"], "USER": parts.get("user", ""), "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""), "PORT": str(parts.get("port", "")),
    }  # fmt: skip


def _point(addresses: dict[str, dict[str, Any]]) -> None:
    connections.close_all()
    forget_everything()
    for alias, address in addresses.items():
        connections.settings[alias].update(address)


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
def served(environment: dict[str, str]) -> Iterator[int]:
    """Serve the product in processes of its own, as an installation does, and yield the port."""
    port = find_port()
    command = [*COMMAND, "serve", "--no-migrate", "--no-worker", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, env=lead(environment), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_until_open(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=_READY_SECONDS)


def find_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server accepts connections. Raises: RuntimeError when it ends, or takes too long."""
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
