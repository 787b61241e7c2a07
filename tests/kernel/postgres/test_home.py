import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from packhaus.kernel.postgres import ensure_server, find_process_id, remove_server
from packhaus.kernel.postgres.home import LONGEST_SOCKET_PATH_BYTES, SOCKET_NAME, Home
from tests.kernel.postgres.conftest import SOURCE

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root lends the cluster to another user")
NOBODY = 65534
OPEN_TO_ALL = Path("/var/tmp")  # noqa: S108 - pytest's own folders are closed to other users

ORDINARY_PROGRAM = """
import sys
from pathlib import Path
import psycopg
from packhaus.kernel.postgres import ensure_server
root = Path(sys.argv[1])
with psycopg.connect(ensure_server(root, durable=False).runtime_url) as connection:
    print(connection.execute("SELECT 'served'").fetchone()[0], root.is_symlink(), (root / "data").is_dir())
"""


def test_a_deep_checkout_has_its_socket_in_a_short_folder() -> None:
    deep = Home(Path("/" + "a" * 60) / ("b" * 60))
    assert len(os.fsencode(deep.socket_folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH_BYTES
    assert Home(Path("/var/x")).socket_folder == Path("/var/x/socket")


@as_root
def test_the_cluster_of_root_lies_outside_a_closed_checkout(data_root: Path) -> None:
    data_root.parent.parent.chmod(0o700)
    ensure_server(data_root, durable=False)
    assert data_root.is_symlink()
    assert data_root.resolve().is_relative_to("/var/lib/packhaus")


@as_root
def test_a_fresh_clone_where_a_deleted_one_lay_starts_empty(data_root: Path) -> None:
    make_table(data_root)
    abandoned = data_root.resolve()
    data_root.unlink()
    assert not has_table(data_root)
    assert not abandoned.exists()


@as_root
def test_a_moved_checkout_keeps_its_rows(data_root: Path) -> None:
    make_table(data_root)
    moved = data_root.parent.parent / "moved" / "postgres"
    moved.parent.mkdir()
    data_root.rename(moved)
    assert has_table(moved)
    remove_server(moved)


@as_root
def test_a_copied_checkout_gets_a_cluster_of_its_own(data_root: Path) -> None:
    make_table(data_root)
    copy = data_root.parent.parent / "copy" / "postgres"
    shutil.copytree(data_root.parent, copy.parent, symlinks=True)
    assert not has_table(copy)
    assert has_table(data_root)
    remove_server(copy)


def make_table(data_root: Path) -> None:
    with psycopg.connect(ensure_server(data_root, durable=False).owner_url) as connection:
        connection.execute("CREATE TABLE kept (id int)")


def has_table(data_root: Path) -> bool:
    with psycopg.connect(ensure_server(data_root, durable=False).owner_url) as connection:
        return connection.execute("SELECT to_regclass('kept')").fetchone() != (None,)


@as_root
def test_an_ordinary_user_has_everything_in_the_checkout() -> None:
    python = find_python_for_nobody()
    if python is None:
        pytest.skip("no Python that an ordinary user could run, with our libraries, is on this machine")
    folder = OPEN_TO_ALL / f"packhaus of nobody {os.getpid()}" / ("deep" * 25)
    folder.mkdir(parents=True)
    try:
        os.chown(folder, NOBODY, NOBODY)
        done = run_as_nobody(python, ORDINARY_PROGRAM, str(folder / "postgres"))
        assert done.stdout.split() == ["served", "False", "True"], done.stderr
        assert find_process_id(folder / "postgres") is None
    finally:
        shutil.rmtree(folder.parent)


def find_python_for_nobody() -> str | None:
    for python in (sys.executable, "/usr/bin/python3.11", "/usr/bin/python3", "/usr/local/bin/python3"):
        try:
            if run_as_nobody(python, "import psycopg.pq, packhaus.kernel.postgres").returncode == 0:
                return python
        except OSError:
            continue
    return None


def run_as_nobody(python: str, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    libraries = Path(psycopg.__file__).parents[1]
    return subprocess.run(
        [python, "-c", program, *arguments],
        env={"PYTHONPATH": f"{SOURCE}:{libraries}", "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd="/",
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
