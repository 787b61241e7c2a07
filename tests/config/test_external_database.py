"""An external PostgreSQL over TCP, with passwords that need quoting."""

import json
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from packhaus.kernel.postgres.account import get_account
from packhaus.kernel.postgres.binaries import find_programs
from packhaus.kernel.postgres.home import LIBRARY
from tests.config.commands import ROOT, run

PASSWORD = "p@ss: word/ö"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's user can enter; pytest's own is closed to it when root runs the tests."""
    path = Path(tempfile.mkdtemp(prefix="packhaus-external-"))
    get_account().own(path, 0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def superuser_url(folder: Path) -> Iterator[str]:
    account = get_account()
    programs = find_programs(account, LIBRARY)
    password_file = folder / "password"
    password_file.write_text("secret")
    account.own(password_file, 0o600)
    made = account.run(
        [
            programs / "initdb", "-D", folder / "data", "--username=postgres", f"--pwfile={password_file}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--locale=C", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ],
        folder,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    pg_ctl: list[str | Path] = [programs / "pg_ctl", "-D", folder / "data", "-w"]
    started = account.run([*pg_ctl, "-l", folder / "log", "-o", options, "start"], folder)
    assert started.returncode == 0, started.stdout
    yield f"postgresql://postgres:secret@127.0.0.1:{port}/postgres"
    account.run([*pg_ctl, "-m", "immediate", "stop"], folder)


@pytest.fixture
def urls(superuser_url: str) -> dict[str, str]:
    """Do what docs/operations/external-database.md says, by its own text."""
    page = (ROOT / "docs" / "operations" / "external-database.md").read_text()
    statements = page.split("```sql")[1].split("```")[0].replace("'…'", "'" + PASSWORD + "'")
    with psycopg.connect(superuser_url, autocommit=True) as superuser:
        for statement in filter(str.strip, statements.split(";")):
            superuser.execute(statement.encode())
    where = superuser_url.rpartition("@")[2].replace("/postgres", "/packhaus")
    word = quote(PASSWORD, safe="")
    return {
        "DATABASE_URL": f"postgresql://packhaus_app:{word}@{where}?sslmode=prefer&connect_timeout=5",
        "DATABASE_OWNER_URL": f"postgresql://packhaus_owner:{word}@{where}",
    }


def test_everything_works_on_an_external_server(urls: dict[str, str], folder: Path) -> None:
    """Takes seconds: a server and five commands start."""
    environment = {**urls, "PACKHAUS_DATA_DIR": str(folder / "ours")}
    for arguments in (("migrate", "--quiet"), ("upkeep", "--json")):
        done = run(environment, *arguments)
        assert done.returncode == 0, (arguments, done.stderr)
    made = run(environment, "backup", str(folder / "one.zip"), "--verify", "--json")
    assert json.loads(made.stdout)["verified"] is True, made.stderr
    with psycopg.connect(urls["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("DROP TABLE orders_order CASCADE")
    restored = run(environment, "restore", str(folder / "one.zip"), "--force", "--json")
    assert json.loads(restored.stdout)["restored"] is True, restored.stderr


def test_a_role_that_row_level_security_does_not_bind_is_refused(urls: dict[str, str], folder: Path) -> None:
    environment = {
        "DATABASE_URL": urls["DATABASE_OWNER_URL"],
        "DATABASE_OWNER_URL": urls["DATABASE_OWNER_URL"],
        "PACKHAUS_DATA_DIR": str(folder / "ours"),
    }
    refused = run(environment, "serve", "--port", "1")
    assert refused.returncode == 2
    assert "would see every merchant's rows" in refused.stderr
