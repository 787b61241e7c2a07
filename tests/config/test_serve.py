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
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(child) for child in path.read_text().split()]


def test_serve_answers_survives_a_killed_worker_and_stops_when_told(start: Start, port: int) -> None:
    """Takes seconds: two Pythons with every app start twice."""
    served = start("serve", "--port", str(port), "--no-migrate", "--workers", "1")
    wait_until(lambda: answers(port))
    [worker] = list_children(served)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: worker not in list_children(served))
    wait_until(lambda: answers(port))
    served.send_signal(signal.SIGTERM)
    assert served.wait(20) == 0
    assert not answers(port)


def test_the_worker_stops_when_told(start: Start, committed: dict[str, str]) -> None:
    import psycopg

    worker = start("worker")

    def is_working() -> bool:
        with psycopg.connect(committed["DATABASE_OWNER_URL"]) as connection:
            found = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
        return found == (1,)

    wait_until(is_working)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
