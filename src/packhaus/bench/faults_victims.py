"""Web, job worker and database as processes that are killed and come back, as a supervisor would bring them."""

import os
import random
import signal
import subprocess
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from packhaus.bench.faults_signals import without_signals
from packhaus.bench.place import find_port, wait_until_open
from packhaus.bench.templates import COMMAND, lead
from packhaus.kernel.postgres import ensure_server, find_process_id

Process = subprocess.Popen[bytes]
_STOP_SECONDS = 20


class Victims:
    """The product's processes."""

    def __init__(self, environment: dict[str, str], data_root: Path) -> None:
        self.port = find_port()
        self._environment, self._data_root = lead(environment), data_root
        self._web: Process
        self._worker: Process
        self._started: list[Process] = []

    def __enter__(self) -> Self:
        with ExitStack() as unless_open:
            unless_open.callback(self._end_all)
            self._web = self._start_web()
            self._worker = self._start("worker")
            wait_until_open(self.port, self._web)
            unless_open.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_all()

    def _end_all(self) -> None:
        for process in self._started:
            if process.poll() is None:
                _end(process)

    def kill(self, target: str, draw: random.Random) -> None:
        """Kill -9 one process and see to it that what nobody else restarts is restarted."""
        if target == "database":
            self._kill_database()
        elif target == "worker":
            os.killpg(self._worker.pid, signal.SIGKILL)
            self._worker.wait()
            self._worker = self._start("worker")
        else:
            self._kill_web(draw)
        self.revive()

    def revive(self) -> None:
        """Start again what has ended, as a supervisor does: web gives up when a child dies twice in five seconds."""
        if self._web.poll() is not None:
            self._web = self._start_web()
        if self._worker.poll() is not None:
            self._worker = self._start("worker")

    def _kill_web(self, draw: random.Random) -> None:
        """Kill one serving process, which its parent replaces, or now and then all of them."""
        children = _list_children(self._web.pid)
        if children and draw.random() < 0.7:
            _kill(draw.choice(children))
            return
        os.killpg(self._web.pid, signal.SIGKILL)
        self._web.wait()

    def _kill_database(self) -> None:
        process_id = find_process_id(self._data_root)
        assert process_id is not None
        _kill(process_id)
        ensure_server(self._data_root)

    def _start_web(self) -> Process:
        return self._start(
            "serve",
            "--no-migrate",
            "--no-worker",
            "--port",
            str(self.port),
            "--workers",
            "2",
            "--threads",
            "2",
        )

    def _start(self, *arguments: str) -> Process:
        with without_signals():
            process = subprocess.Popen(  # noqa: S603 - our own command
                [*COMMAND, *arguments], env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
            self._started.append(process)
        return process


def _end(process: Process) -> None:
    with suppress(subprocess.TimeoutExpired):
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=_STOP_SECONDS)
    with suppress(ProcessLookupError):  # those that it started, should they outlive it
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _kill(process_id: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process_id, signal.SIGKILL)


def _list_children(process_id: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [
            int(child) for child in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
        ]
    return []
