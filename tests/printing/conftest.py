"""A bench with a label printer, and a printer of the loopback that behaves like one."""

import re
import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.printing.services.setup import save_printer, save_station
from packhaus.printing.types import PrinterDraft
from tests.harness.cast import Place

BENCH = "P-1"


def set_printer(
    station_id: UUID, now: datetime, code: str = "ZD-2", address: str = "127.0.0.1:9100", **changed: object
) -> UUID:
    draft = PrinterDraft(
        code=code, medium="label", speaks="zpl", dots_per_mm=8, reached_by="raw", address=address
    )
    for name, value in changed.items():
        object.__setattr__(draft, name, value)
    return save_printer(scope=Scope.operator(), station_id=station_id, draft=draft, now=now, actor=SYSTEM)


@pytest.fixture
def bench(leeds: Place, operator: Scope, now: datetime) -> UUID:
    """A station at Leeds with the label printer ZD-2."""
    station_id = save_station(scope=operator, site_id=leeds.id, code=BENCH, now=now, actor=SYSTEM)
    set_printer(station_id, now)
    return station_id


class RawPrinter(socketserver.ThreadingTCPServer):
    """Takes ZPL on a port of its own, and answers ~HS: `has_paper` and `is_awake` are what a person changes."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.labels: list[bytes] = []
        self.has_paper = True
        self.is_awake = True
        self.has_come = threading.Event()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Line(socketserver.BaseRequestHandler):
    server: RawPrinter

    def handle(self) -> None:
        got = b""
        while more := self.request.recv(65_536):
            got += more
            self.server.has_come.set()
            if got.startswith(b"~HS\r\n") and self.server.is_awake:
                got = got.removeprefix(b"~HS\r\n")
                paper = 0 if self.server.has_paper else 1
                self.request.sendall(
                    b"\x02030,%d,0,1219,000,0,0,0,000,0,0,0\x03\r\n" % paper
                    + b"\x02000,0,0,0,0,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
                )
            for label in re.findall(rb"\^XA.*?\^XZ\n", got, re.DOTALL):
                self.server.labels.append(label)
                got = got.replace(label, b"", 1)


@pytest.fixture
def printers() -> Iterator[list[RawPrinter]]:
    """Two printers that listen."""
    made = [RawPrinter(), RawPrinter()]
    for one in made:
        threading.Thread(target=one.serve_forever, args=(0.05,), daemon=True).start()
    yield made
    for one in made:
        one.shutdown()
        one.server_close()
