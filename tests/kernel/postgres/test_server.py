import os
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from packhaus.kernel.postgres import ServerAddress, ensure_server, find_process_id, stop_server
from packhaus.kernel.postgres.home import find_home
from tests.kernel.postgres.conftest import StartUser


def read_process_id(user: "subprocess.Popen[str]") -> int:
    assert user.stdout is not None
    return int(user.stdout.readline().split()[0])


def fetch(url: str, statement: str) -> tuple[object, ...] | None:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(statement).fetchone()


def kill_server(data_root: Path) -> int:
    process_id = find_process_id(data_root)
    assert process_id is not None
    os.kill(process_id, signal.SIGKILL)
    return process_id


def test_the_runtime_role_owns_nothing_and_bypasses_nothing(server: ServerAddress) -> None:
    row = fetch(
        server.runtime_url,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, "
        "(SELECT count(*) FROM pg_database WHERE datdba = r.oid) FROM pg_roles r WHERE rolname = current_user",
    )
    assert row == ("packhaus_app", False, False, False, False, 0)


def test_the_owner_role_can_make_databases_but_is_no_superuser(server: ServerAddress) -> None:
    row = fetch(server.owner_url, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
    assert row == (False, True)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("lock_timeout", "2s"),
        ("statement_timeout", "30s"),
        ("transaction_timeout", "1min"),
        ("idle_in_transaction_session_timeout", "30s"),
        ("jit", "off"),
        ("random_page_cost", "1.1"),
        ("synchronous_commit", "on"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
    ],
)
def test_the_runtime_role_gets_the_settings_of_the_design(
    server: ServerAddress, setting: str, value: str
) -> None:
    assert fetch(server.runtime_url, f"SHOW {setting}") == (value,)


def test_text_sorts_by_code_point_without_the_systems_locales(server: ServerAddress) -> None:
    row = fetch(
        server.runtime_url,
        "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = 'packhaus'",
    )
    assert row == ("b", "C.UTF-8")


def test_a_wrong_password_is_refused(server: ServerAddress) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.runtime_url, password="wrong")


def test_only_we_can_read_the_passwords(server: ServerAddress, shared_root: Path) -> None:
    home = find_home(shared_root)
    assert home is not None
    assert home.passwords.stat().st_mode & 0o777 == 0o600
    assert home.data.stat().st_mode & 0o777 == 0o700
    assert home.socket_folder.stat().st_mode & 0o777 == 0o700


def test_the_server_never_runs_as_root(server: ServerAddress, shared_root: Path) -> None:
    process_id = find_process_id(shared_root)
    assert Path(f"/proc/{process_id}").stat().st_uid != 0


def test_durability_is_on_unless_it_is_a_test_cluster(server: ServerAddress, data_root: Path) -> None:
    assert fetch(server.runtime_url, "SHOW fsync") == ("off",)
    assert fetch(ensure_server(data_root).runtime_url, "SHOW fsync") == ("on",)


def test_processes_that_start_at_once_share_one_server(data_root: Path, start_user: StartUser) -> None:
    users = [start_user(data_root) for _ in range(4)]
    assert len({read_process_id(user) for user in users}) == 1


def test_the_last_user_to_leave_stops_the_server(data_root: Path, start_user: StartUser) -> None:
    first, second = start_user(data_root), start_user(data_root)
    process_id = read_process_id(first)
    read_process_id(second)
    first.communicate()
    assert find_process_id(data_root) == process_id
    second.communicate()
    assert find_process_id(data_root) is None


def test_a_killed_user_leaves_a_server_that_the_next_one_uses_and_stops(
    data_root: Path, start_user: StartUser
) -> None:
    killed = start_user(data_root)
    process_id = read_process_id(killed)
    killed.kill()
    killed.wait()
    assert find_process_id(data_root) == process_id
    later = start_user(data_root)
    assert read_process_id(later) == process_id
    later.communicate()
    assert find_process_id(data_root) is None


def test_what_was_committed_survives_every_kill_of_the_server(data_root: Path) -> None:
    address = ensure_server(data_root)
    with psycopg.connect(address.owner_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE acknowledged (id int)")
    for round_number in range(3):
        with psycopg.connect(address.owner_url) as connection:
            connection.execute("INSERT INTO acknowledged VALUES (1)")
            connection.commit()
            killed = kill_server(data_root)
        assert ensure_server(data_root) == address
        assert find_process_id(data_root) not in {None, killed}
        assert fetch(address.owner_url, "SELECT count(*) FROM acknowledged") == (round_number + 1,)


def test_a_stale_pid_file_that_names_another_live_process_is_seen_through(data_root: Path) -> None:
    ensure_server(data_root, durable=False)
    write_stale_pid(data_root, os.getpid())
    assert find_process_id(data_root) is None
    ensure_server(data_root, durable=False)
    assert find_process_id(data_root) is not None


def test_a_stale_pid_file_that_names_a_zombie_is_seen_through(data_root: Path) -> None:
    ensure_server(data_root, durable=False)
    with subprocess.Popen(["true"], stdout=subprocess.PIPE) as zombie:
        assert zombie.stdout is not None
        zombie.stdout.read()
        os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
        write_stale_pid(data_root, zombie.pid)
        assert find_process_id(data_root) is None
        ensure_server(data_root, durable=False)
        assert find_process_id(data_root) not in {None, zombie.pid}


def write_stale_pid(data_root: Path, process_id: int) -> None:
    home = find_home(data_root)
    assert home is not None
    text = (home.data / "postmaster.pid").read_text()
    stop_server(data_root)
    (home.data / "postmaster.pid").write_text(f"{process_id}\n" + text.split("\n", 1)[1])


def test_an_interrupted_first_start_is_begun_again(data_root: Path) -> None:
    ensure_server(data_root, durable=False)
    stop_server(data_root)
    home = find_home(data_root)
    assert home is not None
    home.is_created.unlink()
    (home.data / "PG_VERSION").unlink()
    assert fetch(ensure_server(data_root, durable=False).runtime_url, "SELECT 1") == (1,)


def test_two_checkouts_have_two_servers(server: ServerAddress, shared_root: Path, data_root: Path) -> None:
    other = ensure_server(data_root, durable=False)
    assert find_process_id(data_root) != find_process_id(shared_root)
    assert other.runtime_url != server.runtime_url


def test_a_failing_start_says_what_the_server_said(data_root: Path) -> None:
    ensure_server(data_root, durable=False)
    stop_server(data_root)
    home = find_home(data_root)
    assert home is not None
    (home.data / "pg_hba.conf").unlink()
    with pytest.raises(Exception, match=r"pg_hba\.conf"):
        ensure_server(data_root, durable=False)
