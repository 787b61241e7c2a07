"""Client processes that cost as little as Python can: a raw socket, requests built before the clock starts."""

import multiprocessing
import re
import resource
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

START_SECONDS = 30
# The kernel gives each connection to one of the web processes by chance: four of them for good would be all luck.
_PER_CONNECTION = 50
_CONTENT_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClientReport:
    """What one client saw."""

    seconds: float
    cpu_seconds: float
    statuses: dict[int, int]
    latencies: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    received_at: list[float] = field(default_factory=list)


def build_post(*, path: str, token: str, body: bytes) -> bytes:
    """Return the bytes of a keep-alive POST."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def send_all(
    *, port: int, requests: Sequence[Sequence[bytes]], keeps_bodies: bool = False
) -> list[ClientReport]:
    """Send each list of requests from a process of its own, all starting together; one report per client."""
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(len(requests), timeout=START_SECONDS)
    clients = []
    for batch in requests:
        ours, theirs = context.Pipe(duplex=False)
        client = context.Process(target=_run_client, args=(port, batch, barrier, theirs, keeps_bodies))
        client.start()
        theirs.close()  # so that a client which dies ends the wait for its report
        clients.append((client, ours))
    reports: list[ClientReport] = [ours.recv() for _, ours in clients]
    for client, _ in clients:
        client.join()
    return reports


def _run_client(
    port: int,
    requests: Sequence[bytes],
    barrier: "Barrier",
    reports: "Connection[ClientReport, None]",
    keeps_bodies: bool,  # noqa: FBT001 - a process takes its arguments by position
) -> None:
    statuses: dict[int, int] = {}
    latencies: list[float] = []
    bodies: list[bytes] = []
    received_at: list[float] = []
    connection = _connect(port)
    try:
        barrier.wait()
        before = resource.getrusage(resource.RUSAGE_SELF)
        started = time.perf_counter()
        for number, request in enumerate(requests):
            if number and number % _PER_CONNECTION == 0:
                connection.close()
                connection = _connect(port)
            sent = time.perf_counter()
            connection.sendall(request)
            status, body = read_response(connection.recv)
            received = time.perf_counter()
            latencies.append(received - sent)
            received_at.append(received)
            statuses[status] = statuses.get(status, 0) + 1
            if keeps_bodies or status >= 400:
                bodies.append(body)
        seconds = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_SELF)
    finally:
        connection.close()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    reports.send(ClientReport(seconds, cpu, statuses, latencies, bodies, received_at))


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def read_response(receive: Callable[[int], bytes]) -> tuple[int, bytes]:
    """Return status and body of the next response."""
    data = _more(receive)
    while b"\r\n\r\n" not in data:
        data += _more(receive)
    head, _, body = data.partition(b"\r\n\r\n")
    found = _CONTENT_LENGTH.search(head)
    if found is None:
        return int(head[9:12]), _read_chunks(body, receive)
    while len(body) < int(found.group(1)):
        body += _more(receive)
    return int(head[9:12]), body


def _read_chunks(data: bytes, receive: Callable[[int], bytes]) -> bytes:
    while not data.endswith(b"0\r\n\r\n"):
        data += _more(receive)
    parts = []
    while data:
        size, _, data = data.partition(b"\r\n")
        parts.append(data[: int(size, 16)])
        data = data[int(size, 16) + 2 :]
    return b"".join(parts)


def _more(receive: Callable[[int], bytes]) -> bytes:
    data = receive(262144)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data
