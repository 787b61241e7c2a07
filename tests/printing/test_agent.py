"""`packhaus print-agent` as a process, with printers on the loopback: once, not twice, and never by itself again."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from time import monotonic
from typing import Any
from uuid import UUID
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections
from django.utils import timezone

from packhaus.access.scope import Scope
from packhaus.access.services.keys import create_key
from packhaus.access.types import SYSTEM
from packhaus.printing.queries.jobs import get_job
from packhaus.printing.queries.stations import list_printers
from packhaus.printing.services.send import send_again, send_paper
from packhaus.printing.types import Document, Paper
from tests.documents.reading import scan
from tests.printing.conftest import BENCH, RawPrinter, set_printer
from tests.printing.reading import read_labels

ROOT = Path(__file__).resolve().parents[2]
OPERATOR = Scope.operator()
Start = Callable[[], "subprocess.Popen[str]"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and leave no connection to the database behind."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def start(committed: dict[str, str], operator: Scope, now: datetime) -> Iterator[Start]:
    """Packhaus on a port, and agents that are started for its bench."""
    from packhaus.config.wsgi import application

    server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    key = create_key(scope=operator, merchant_id=None, name="bench", scopes=["print"], now=now, actor=SYSTEM)
    running: list[subprocess.Popen[str]] = []

    def start_agent() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [
                sys.executable, "-m", "packhaus.config.cli", "print-agent", "LEEDS", BENCH, "--server",
                f"http://127.0.0.1:{server.server_port}",
            ],
            env={**os.environ, "PACKHAUS_PRINT_KEY": key.token, "PYTHONPATH": str(ROOT / "src")}, cwd=ROOT, text=True,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        running.append(process)
        return process

    yield start_agent
    for process in running:
        process.kill()
        process.communicate()
    server.shutdown()
    server.server_close()


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    deadline, pause = monotonic() + seconds, threading.Event()
    while not is_so():
        assert monotonic() < deadline, "waited too long"
        pause.wait(0.1)


def state_of(job_id: UUID, at: datetime | None = None) -> str:
    return get_job(scope=OPERATOR, job_id=job_id, now=at or timezone.now()).state


def test_two_agents_print_each_label_once_and_a_dead_one_leaves_its_job_to_a_person(
    start: Start, bench: UUID, now: datetime, printers: list[RawPrinter]
) -> None:
    good, odd = printers
    set_printer(bench, now, "ZD-2", good.address)
    odd_id = set_printer(bench, now, "ZD-3", odd.address)
    paper = Paper(Document.TEST_LABEL, (BENCH,))

    def send(printer_id: UUID | None = None) -> UUID:
        return send_paper(
            scope=OPERATOR, station_id=bench, paper=paper, title="T", printer_id=printer_id, now=timezone.now(),
            actor=SYSTEM,
        )  # fmt: skip

    first = start()
    odd.is_awake = False  # it takes the connection and says nothing
    stuck = send(odd_id)
    wait_until(lambda: odd.has_come.is_set() and state_of(stuck) == "claimed")
    first.send_signal(signal.SIGKILL)
    jobs = [send() for _ in range(4)]
    start(), start()
    wait_until(lambda: {state_of(job) for job in jobs} == {"printed"})
    assert len(good.labels) == len(jobs)
    assert ("Code128", "CMD-CLOSE") in scan(read_labels(good.labels[0]))
    late = timezone.now() + timedelta(seconds=31)
    assert state_of(stuck, late) == "lost"
    assert odd.labels == []  # nobody printed it a second time
    odd.is_awake, odd.has_paper = True, False
    again = send_again(scope=OPERATOR, job_id=stuck, now=late, actor=SYSTEM)
    wait_until(lambda: state_of(again) == "failed")
    assert get_job(scope=OPERATOR, job_id=again, now=late).failure == "paper_out"
    told = {one.code: one.state for one in list_printers(scope=OPERATOR, station_ids=[bench])}
    wait_until(
        lambda: (
            {one.code: one.state for one in list_printers(scope=OPERATOR, station_ids=[bench])}["ZD-3"]
            == "paper_out"
        )
    )
    assert told["ZD-2"] == "ready"
    odd.has_paper = True
    once_more = send_again(scope=OPERATOR, job_id=again, now=timezone.now(), actor=SYSTEM)
    wait_until(lambda: state_of(once_more) == "printed")
    assert len(odd.labels) == 1
