"""`packhaus serve` and `packhaus worker` as processes: they answer, survive a killed child, and stop when told."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(committed: dict[str, str]) -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []

    def start_command(*arguments: str) -> "subprocess.Popen[str]":
        ours = {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "packhaus.config.settings"}
        process = subprocess.Popen(
            [sys.executable, "-m", "packhaus.config.cli", *arguments],
            env={**os.environ, **committed, **ours}, cwd=ROOT, text=True, start_new_session=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield start_command
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/nothing-here", timeout=5)
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
    return True


def wait_until(is_so: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = monotonic() + seconds
    pause = socket.socketpair()
    pause[0].settimeout(0.1)
    while not is_so():
        assert monotonic() < deadline, "waited too long"
        try:
            pause[0].recv(1)
        except TimeoutError:
            continue
    for end in pause:
        end.close()


def list_children(process: "subprocess.Popen[str]") -> list[int]:
    lists = Path(f"/proc/{process.pid}/task").glob("*/children")  # a list for each thread that started some
    return [int(child) for path in lists for child in path.read_text().split()]


def find_worker(served: "subprocess.Popen[str]") -> int | None:
    """Return the worker that `serve` keeps, told from its web processes by its command."""
    return next((child for child in list_children(served) if b"worker" in read_command(child)), None)


def find_web_process(served: "subprocess.Popen[str]") -> int | None:
    return next((child for child in list_children(served) if b"serve" in read_command(child)), None)


def read_command(process_id: int) -> list[bytes]:
    return Path(f"/proc/{process_id}/cmdline").read_bytes().split(b"\0")


def count_workers(urls: dict[str, str]) -> int:
    with psycopg.connect(urls["DATABASE_OWNER_URL"]) as connection:
        [[count]] = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchall()
    return int(count)


def test_serve_survives_its_killed_children_and_takes_them_along_when_told_to_stop(
    start: Start, port: int, committed: dict[str, str]
) -> None:
    """Takes seconds: three Pythons with every app start, two of them twice."""
    served = start("serve", "--port", str(port), "--no-migrate", "--workers", "1")
    wait_until(lambda: answers(port))
    wait_until(lambda: count_workers(committed) == 1)
    web, worker = find_web_process(served), find_worker(served)
    assert web
    assert worker
    os.kill(web, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: find_web_process(served) not in {None, web})
    wait_until(lambda: find_worker(served) not in {None, worker})
    wait_until(lambda: answers(port))
    wait_until(lambda: count_workers(committed) == 2)  # the dead one is forgotten when its heartbeat is old
    kept = find_worker(served)
    served.send_signal(signal.SIGTERM)
    assert served.wait(30) == 0
    assert not answers(port)
    assert not is_running(kept)


def test_the_worker_stops_when_told(start: Start, committed: dict[str, str]) -> None:
    worker = start("worker")
    wait_until(lambda: count_workers(committed) == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0


def test_what_serve_started_ends_when_it_is_killed(
    start: Start, port: int, committed: dict[str, str]
) -> None:
    """Takes seconds: three Pythons with every app start."""
    served = start("serve", "--port", str(port), "--no-migrate", "--workers", "1")
    wait_until(lambda: count_workers(committed) == 1)
    wait_until(lambda: answers(port))
    children = find_worker(served), find_web_process(served)
    served.kill()
    wait_until(lambda: not any(map(is_running, children)))


def is_running(process_id: int | None) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
