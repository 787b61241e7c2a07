"""What goes wrong on the command line is said in a line or two, with an exit code, and never as a traceback."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django import Settings

from packhaus.access.models import Merchant
from packhaus.bench.place import find_port
from packhaus.config.cli import main
from packhaus.config.environment import SettingWrong, get_environment
from packhaus.config.ports import find_free_port, require_port
from packhaus.config.serving import lead_links_here
from packhaus.kernel.postgres import ServerError, addresses
from tests.config.commands import ROOT, run

Capture = pytest.CaptureFixture[str]
SETTINGS = {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "packhaus.config.settings"}
NOBODY = "postgresql://packhaus_app:secret@127.0.0.1:1/packhaus"


def test_a_database_that_is_away_is_said_without_its_password() -> None:
    done = run({"DATABASE_URL": NOBODY}, "check")
    assert done.returncode == 2
    assert "packhaus: the database did not do it: connection failed" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "address", ["nonsense", "mysql://a@b/c", "postgresql://host", "postgresql://h:port/x"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ServerError, match="DATABASE_URL is no address like"):
        addresses({"DATABASE_URL": address})


def test_an_owner_alone_is_no_database() -> None:
    with pytest.raises(ServerError, match="DATABASE_URL is not"):
        addresses({"DATABASE_OWNER_URL": "postgresql://owner@db/shop"})


def test_settings_that_mean_nothing_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "UPLOAD_MEGABYTES": "much", "GS1_COMPANY_PREFIX": "x", "LOG_LEVEL": "loud", "SECOND_FACTOR_ROLES": "boss",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"PACKHAUS_{name}", value)
    get_environment.cache_clear()
    with pytest.raises(SettingWrong) as refusal:
        get_environment()
    monkeypatch.undo()
    get_environment.cache_clear()
    assert [line.partition(":")[0] for line in str(refusal.value).splitlines()] == [
        "PACKHAUS_UPLOAD_MEGABYTES", "PACKHAUS_SECOND_FACTOR_ROLES", "PACKHAUS_LOG_LEVEL",
        "PACKHAUS_GS1_COMPANY_PREFIX",
    ]  # fmt: skip


def test_a_data_folder_that_cannot_be_made_is_a_sentence(committed: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run({**committed, "PACKHAUS_DATA_DIR": str(tmp_path / "file")}, "check")
    assert (done.returncode, done.stderr) == (2, f"packhaus: {tmp_path / 'file'}: File exists\n")


def test_one_relative_data_folder_is_the_same_from_every_folder(
    committed: dict[str, str], tmp_path: Path
) -> None:
    """The database is found from everywhere, so the key that signs its sessions must be too."""
    where = "from django.conf import settings; print(settings.DATA_DIR)"
    said = subprocess.run(
        [sys.executable, "-c", where],
        env={**os.environ, **committed, **SETTINGS, "PACKHAUS_DATA_DIR": "var/test-relative"},
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == str(ROOT / "var" / "test-relative")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_to_where_nothing_can_be_written_is_a_sentence(capsys: Capture) -> None:
    assert main(["backup", "/proc/nowhere"]) == 2
    assert "packhaus: /proc/nowhere: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve", "--port", "99999"], ["serve", "--port", "-1"], ["serve", "--workers", "0"],
        ["check", "--limit", "-1"], ["demo", "--days", "none"], ["worker", "--concurrency", "0"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_numbers_that_cannot_be_are_refused(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert "is no whole number from 1 to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["hot", "--kills", "3"], "--kills: bench hot has only --orders"),
        (["intake", "--orders", "0"], "--orders: is at least 1"),
    ],
)
def test_a_size_that_a_bench_has_not_is_refused(arguments: list[str], said: str, capsys: Capture) -> None:
    assert main(["bench", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_an_address_of_another_machine_is_refused(capsys: Capture) -> None:
    assert main(["serve", "--no-migrate", "--host", "192.0.2.1", "--port", str(find_port())]) == 2
    assert "cannot serve on 192.0.2.1 port" in capsys.readouterr().err


def test_a_port_that_somebody_listens_on_is_not_shared(capsys: Capture) -> None:
    port = find_port()
    with closing(socket.socket()) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", port))
        other.listen(1)
        for arguments in (["serve", "--no-migrate"], ["demo"]):
            assert main([*arguments, "--port", str(port)]) == 2
            said = capsys.readouterr().err
            assert f"cannot serve on 127.0.0.1 port {port}: Address already in use" in said
    require_port("127.0.0.1", port)


def test_a_demo_beside_another_one_takes_the_next_port() -> None:
    first = find_free_port("127.0.0.1")
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", first))
        other.listen(1)
        assert find_free_port("127.0.0.1") > first


def test_links_follow_the_port_that_is_served_but_not_away_from_an_address_that_was_given(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("PACKHAUS_BASE_URL", "")
    settings.BASE_URL = "http://localhost:8000"
    for port in (8003, 8004):
        lead_links_here(port)
        assert settings.BASE_URL == os.environ["PACKHAUS_BASE_URL"] == f"http://localhost:{port}"
    monkeypatch.setenv("PACKHAUS_BASE_URL", "https://pack.example.com")
    lead_links_here(8005)
    assert os.environ["PACKHAUS_BASE_URL"] == "https://pack.example.com"


def test_all_that_is_wrong_with_a_file_is_said_once(acme: Merchant, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "orders.csv"
    arguments = ["import", "orders", str(path), "--merchant", acme.code]
    path.write_text("order_number,sku\n1,MUG\n")
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("column quantity is missing") == 1
    path.write_text("")
    assert main(arguments) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == "packhaus: line 1: the file is empty; the first line names the columns"


@pytest.mark.parametrize("name", [" ", "x" * 61])
def test_a_key_needs_a_name(operator: object, name: str, capsys: Capture) -> None:
    assert main(["create-key", name, "--scope", "orders:read"]) == 2
    assert "packhaus: name: 1 to 60" in capsys.readouterr().err


def test_the_version_is_told(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.startswith("packhaus ")


def test_a_reader_that_has_gone_ends_it_quietly(committed: dict[str, str]) -> None:
    command = f"{sys.executable} -m packhaus.config.cli check --json | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], env={**os.environ, **committed, **SETTINGS},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("141\n", "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_a_sentence(committed: dict[str, str], unbuffered: str) -> None:
    command = [sys.executable, "-m", "packhaus.config.cli", "create-key", "x", "--scope", "orders:read"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, env={**os.environ, **committed, **SETTINGS, "PYTHONUNBUFFERED": unbuffered},
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "packhaus: No space left on device\n")
