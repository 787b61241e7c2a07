"""Clients that place orders and pickers that confirm picks, each noting what was acknowledged before it goes on."""

import multiprocessing
import os
import random
import select
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

import orjson
from django.db import Error, connections

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.bench.bodies import make_body
from packhaus.bench.clients import build_post, read_response
from packhaus.kernel import rows
from packhaus.kernel.errors import ResourceBusy
from packhaus.outbound.errors import TaskClosed
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.types import PickScan

CLIENTS = 2
PICKERS = 2
PAUSE_SECONDS = 0.01
ANSWER_SECONDS = 10.0
JOIN_SECONDS = 60.0
PATH = "/api/v1/orders"
_CONTEXT = multiprocessing.get_context("fork")

_OPEN = """
SELECT id FROM outbound_picktask WHERE status IN ('open', 'claimed') AND id %% %(pickers)s = %(number)s
ORDER BY id LIMIT 50
"""


class Stop:
    """A word to all processes. An event of multiprocessing would stay locked by a process killed inside of it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_set(self) -> bool:
        return self._path.exists()

    def set(self) -> None:
        self._path.touch()

    def wait(self, seconds: float) -> None:
        select.select([], [], [], seconds)


class Load:
    """Clients and pickers at work."""

    def __init__(self, folder: Path, port: int, token: str, codes: Sequence[str]) -> None:
        self._folder, self._port, self._token, self._codes = folder, port, token, codes
        self._stop = Stop(folder / "stop")
        self._clients: list[BaseProcess] = []
        self._pickers: list[BaseProcess] = []
        self._generation = 0

    def __enter__(self) -> Self:
        connections.close_all()
        for number in range(CLIENTS):
            order = (
                self._port,
                self._token,
                self._codes,
                self._folder / f"orders-{number}",
                f"c{number}",
                self._stop,
            )
            self._clients.append(_start(_place, order))
        self._pickers = [self._start_picker(number) for number in range(PICKERS)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (*self._clients, *self._pickers):
            process.kill()
            process.join()

    def pause(self, seconds: float) -> None:
        """Let them work."""
        self._stop.wait(seconds)

    def wait_for_progress(self, patience: float, supervise: Callable[[], None]) -> None:
        """Wait until an order was acknowledged anew: what is killed is at work again."""
        before, deadline = self._measure(), monotonic() + patience
        while self._measure() <= before:
            assert monotonic() < deadline, f"nothing was acknowledged for {patience} s"
            supervise()
            self._stop.wait(PAUSE_SECONDS)

    def kill_picker(self, draw: random.Random) -> None:
        """Kill a picker in the middle of whatever it does; another takes its place."""
        number = draw.randrange(PICKERS)
        self._pickers[number].kill()
        self._pickers[number].join()
        self._pickers[number] = self._start_picker(number)

    def finish(self) -> None:
        """Let everybody bring the running call to its acknowledgement."""
        self._stop.set()
        for process in (*self._clients, *self._pickers):
            process.join(JOIN_SECONDS)
            assert process.exitcode == 0, (process.name, process.exitcode)

    def read_orders(self) -> list[str]:
        """Return the numbers of the orders that were acknowledged."""
        return self._read("orders-*")

    def read_scans(self) -> list[str]:
        """Return device and client id of the scans that were acknowledged."""
        return self._read("scans-*")

    def _start_picker(self, number: int) -> BaseProcess:
        self._generation += 1
        connections.close_all()
        device = f"p{self._generation}"
        return _start(_pick, (number, device, self._folder / f"scans-{device}", self._stop))

    def _measure(self) -> int:
        return sum(path.stat().st_size for path in self._folder.glob("orders-*"))

    def _read(self, pattern: str) -> list[str]:
        return [line for path in self._folder.glob(pattern) for line in path.read_text().splitlines()]


def _start(work: object, arguments: tuple[object, ...]) -> BaseProcess:
    process = _CONTEXT.Process(target=_run, args=(work, arguments), daemon=True)
    process.start()
    return process


def _run(work: object, arguments: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the bench's own process ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    assert callable(work)
    work(*arguments)


def _place(port: int, token: str, codes: Sequence[str], path: Path, name: str, stop: Stop) -> None:
    draw = random.Random(name)  # noqa: S311 - a workload, not a secret
    acknowledged = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    connection: socket.socket | None = None
    number = 0
    while not stop.is_set():
        number += 1
        key = f"{name}-{number}"
        body = make_body(number=key, wants=[(code, 1) for code in draw.sample(codes, 3)])
        request = build_post(path=PATH, token=token, body=orjson.dumps(body))
        while True:
            try:
                connection = connection or _connect(port)
                connection.sendall(request)
                status, answer = read_response(connection.recv)
            except OSError:
                connection = None
                stop.wait(PAUSE_SECONDS * 10)
                continue
            if status in (200, 201):
                os.write(acknowledged, f"{key}\n".encode())
                break
            assert status >= 500, (status, answer)
            stop.wait(PAUSE_SECONDS)
        stop.wait(PAUSE_SECONDS)


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS)


def _pick(number: int, device: str, path: Path, stop: Stop) -> None:
    acknowledged = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    count = 0
    while not stop.is_set():
        for task_id in _list_open(number):
            if stop.is_set():
                return
            count += 1
            if _confirm(PickScan(task_id, 1, device, str(count)), stop):
                os.write(acknowledged, f"{device}/{count}\n".encode())
            stop.wait(PAUSE_SECONDS)
        stop.wait(PAUSE_SECONDS)


def _list_open(number: int) -> list[int]:
    try:
        with transaction(Scope.operator()):
            return [id_ for (id_,) in rows.fetch_tuples(_OPEN, {"pickers": PICKERS, "number": number})]
    except Error:
        _disconnect()
        return []


def _confirm(scan: PickScan, stop: Stop) -> bool:
    """Confirm one unit, again and again until there is an answer; False when the stop was done meanwhile."""
    while True:
        try:
            confirm_picks(scans=[scan], now=datetime.now(UTC), actor=SYSTEM)
        except TaskClosed:
            return False
        except (Error, ResourceBusy):
            _disconnect()
            stop.wait(PAUSE_SECONDS * 10)
        else:
            return True


def _disconnect() -> None:
    with suppress(Error):
        connections.close_all()
