"""Associates who work at the same time, each over a connection of their own."""

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Barrier
from typing import TypeVar
from uuid import UUID

from django.db import connections

Work = TypeVar("Work")
Result = TypeVar("Result")


class Crew:
    """As many hands as there are associates; who is free takes the next piece of work."""

    def __init__(self, associates: Collection[UUID]) -> None:
        self.size = len(associates)
        self._free: SimpleQueue[UUID] = SimpleQueue()
        for associate in associates:
            self._free.put(associate)
        self._hands = ThreadPoolExecutor(max_workers=self.size, thread_name_prefix="associate")

    def share(self, do: Callable[[UUID, Work], Result], works: Iterable[Work]) -> list[Result]:
        """Do each piece with the id of whoever does it; results in the order of the works."""
        return list(self._hands.map(lambda work: self._do(do, work), works))

    def _do(self, do: Callable[[UUID, Work], Result], work: Work) -> Result:
        associate = self._free.get()
        try:
            return do(associate, work)
        finally:
            self._free.put(associate)

    def go_home(self) -> None:
        """Close everybody's connection."""
        door = Barrier(self.size)  # nobody leaves twice while another stays
        for leaving in [self._hands.submit(_leave, door) for _ in range(self.size)]:
            leaving.result()
        self._hands.shutdown()


def _leave(door: Barrier) -> None:
    door.wait()
    connections.close_all()
