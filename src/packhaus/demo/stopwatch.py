"""Seconds per stage."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

# From the order file to the parcel out of the door, what is cancelled on the way included.
TRUNK = (
    "count",
    "receive",
    "intake",
    "cancel",
    "promise",
    "release",
    "pick",
    "pack",
    "label",
    "dispatch",
    "partner",
)


class Stopwatch:
    """Adds up how long each stage took, and how long it is since the start."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._writing = Lock()
        self._started = time.perf_counter()

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Add the time of the block to a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            with self._writing:
                self.seconds[stage] = self.seconds.get(stage, 0.0) + spent

    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self._started

    def list_stages(self) -> dict[str, float]:
        """Return seconds per stage, the trunk's sum among them."""
        trunk = sum(self.seconds.get(stage, 0.0) for stage in TRUNK)
        return {name: round(value, 2) for name, value in {**self.seconds, "trunk": trunk}.items()}
