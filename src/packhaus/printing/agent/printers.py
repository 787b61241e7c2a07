"""Hand bytes to a printer: over a socket to port 9100, or through the print queue of this computer.

A printer that speaks ZPL is asked how it is, before and afterwards, by ~HS.
Source: Zebra Programming Guide (P1099958), "Host Status Return".
"""

import os
import shutil
import socket
import subprocess
import threading
from time import monotonic
from typing import NamedTuple

from packhaus.printing.agent.server import Printer

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 3.0
SEND_SECONDS = 60.0
"""A printer whose memory is full takes more only when it has printed some."""
DRAIN_SECONDS = 300.0
"""How long a person has to put paper in before a job is said to have broken off."""
QUEUE_SECONDS = 60.0
_PAUSE_SECONDS = 0.5
_ASK = b"~HS\r\n"
_LINES = 3
_LONGEST_ANSWER = 1024
_END_OF_LINE = b"\x03"


class HostStatus(NamedTuple):
    """What a printer says of itself; `waiting` counts formats and labels that are not on paper yet."""

    state: str
    waiting: int


def find_state(printer: Printer) -> str:
    """Return how an idle printer is; `unknown` where it cannot be asked."""
    if printer.reached_by == "queue":
        return _find_queue_state(printer.address)
    if printer.speaks != "zpl" or not printer.asks_state:
        return "unknown"
    try:
        with _connect(printer) as line:
            return _ask(line).state
    except OSError:
        return "no_answer"


def print_bytes(printer: Printer, data: bytes) -> str:
    """Print, and return nothing or why not; only after `broke_off` may some of it be on paper."""
    if printer.reached_by == "queue":
        return _print_by_queue(printer, data)
    try:
        line = _connect(printer)
    except OSError:
        return "no_answer"
    with line:
        return _print_raw(line, data, asks=printer.speaks == "zpl" and printer.asks_state)


def read_status(said: bytes) -> HostStatus:
    """Read the answer to ~HS. Raises: ValueError where it is none."""
    lines = [part.strip(b"\r\n\x02").decode("ascii").split(",") for part in said.split(_END_OF_LINE)]
    first, second = lines[0], lines[1]
    if len(first) < 5 or len(second) < 9:
        raise ValueError("no host status")
    state = "ready"
    for name, flag in (("paused", first[2]), ("head_open", second[2]), ("paper_out", first[1])):
        state = name if flag == "1" else state
    return HostStatus(state, int(first[4]) + int(second[8]))


def _connect(printer: Printer) -> socket.socket:
    host, _, port = printer.address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)


def _ask(line: socket.socket) -> HostStatus:
    """Ask a printer how it is. Raises: OSError, also where what it says is no answer."""
    line.settimeout(ANSWER_SECONDS)
    line.sendall(_ASK)
    said = b""
    while said.count(_END_OF_LINE) < _LINES and len(said) < _LONGEST_ANSWER:
        more = line.recv(_LONGEST_ANSWER)
        if not more:
            raise ConnectionError("the printer hung up")
        said += more
    try:
        return read_status(said)
    except (ValueError, IndexError) as slip:
        raise ConnectionError("the printer says something else") from slip


def _print_raw(line: socket.socket, data: bytes, *, asks: bool) -> str:
    if asks:
        try:
            state = _ask(line).state
        except OSError:
            return "no_answer"
        if state != "ready":
            return state
    try:
        line.settimeout(SEND_SECONDS)
        line.sendall(data)
        if asks:
            return _await_paper(line)
        line.shutdown(socket.SHUT_WR)
    except OSError:
        return "broke_off"
    return ""


def _await_paper(line: socket.socket) -> str:
    """Wait until the printer has nothing left; meanwhile somebody may put paper in."""
    pause, until = threading.Event(), monotonic() + DRAIN_SECONDS
    while True:
        if _ask(line).waiting == 0:
            return ""
        if monotonic() > until:
            return "broke_off"
        pause.wait(_PAUSE_SECONDS)


def _print_by_queue(printer: Printer, data: bytes) -> str:
    program = shutil.which("lp")
    if program is None:
        return "refused"
    # A queue that somebody has stopped would take the job, and print it when nobody expects it any more.
    if _find_queue_state(printer.address) == "paused":
        return "paused"
    # The queue's own driver would print ZPL as a text.
    as_is = ["-o", "raw"] if printer.speaks == "zpl" else []
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the name is checked when it is set up
            [program, "-s", "-d", printer.address, *as_is],
            input=data,
            capture_output=True,
            timeout=QUEUE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "broke_off"
    return "refused" if done.returncode else ""


def _find_queue_state(name: str) -> str:
    """Return whether a queue prints. Source: lpstat(1) of CUPS, whose words in the locale C are `disabled since`."""
    program = shutil.which("lpstat")
    if program is None:
        return "unknown"
    try:
        said = subprocess.run(  # noqa: S603 - no shell; the name is checked when it is set up
            [program, "-p", name],
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            timeout=ANSWER_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "no_answer"
    if said.returncode:
        return "no_answer"
    return "paused" if b" disabled since " in said.stdout else "ready"
