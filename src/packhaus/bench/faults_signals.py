"""Signals that stop the bench: they unwind it, but never between the start of a process and the note of it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_STOPPING = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM unwind as Ctrl-C does, so that no server, web process or client is left behind."""

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def without_signals() -> Iterator[None]:
    """Put off what would unwind: a process that is started and not yet noted would be left behind."""
    arrived: list[int] = []

    def put_off(number: int, frame: FrameType | None) -> None:
        del frame
        arrived.append(number)

    before = [signal.signal(number, put_off) for number in _STOPPING]
    try:
        yield
    finally:
        for number, handler in zip(_STOPPING, before, strict=True):
            signal.signal(number, handler)
        for late in arrived:
            signal.raise_signal(late)
