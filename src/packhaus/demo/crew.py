"""People who work at the same time, each over a connection of their own."""

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Barrier
from typing import Self, TypeVar
from uuid import UUID

from django.db import connections

Work = TypeVar("Work")
Result = TypeVar("Result")


class Hands:
    """So many pieces of work are done at once."""

    def __init__(self, size: int, name: str) -> None:
        self.size = size
        self._pool = ThreadPoolExecutor(max_workers=size, thread_name_prefix=name)

    def share(self, do: Callable[[Work], Result], works: Iterable[Work]) -> list[Result]:
        """Do each piece; results in the order of the works."""
        return list(self._pool.map(do, works))

    def __enter__(self) -> Self:
        """Begin the shift."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close everybody's connection."""
        door = Barrier(self.size)  # nobody leaves twice while another stays
        for leaving in [self._pool.submit(_leave, door) for _ in range(self.size)]:
            leaving.result()
        self._pool.shutdown()


class Crew:
    """Associates, each with a pair of hands; who is free takes the next piece of work."""

    def __init__(self, hands: Hands, associates: Collection[UUID]) -> None:
        self._hands, self.size = hands, len(associates)
        self._free: SimpleQueue[UUID] = SimpleQueue()
        for associate in associates:
            self._free.put(associate)

    def share(self, do: Callable[[UUID, Work], Result], works: Iterable[Work]) -> list[Result]:
        """Do each piece with the id of whoever does it; results in the order of the works."""
        return self._hands.share(lambda work: self._do(do, work), works)

    def _do(self, do: Callable[[UUID, Work], Result], work: Work) -> Result:
        associate = self._free.get()
        try:
            return do(associate, work)
        finally:
            self._free.put(associate)


def _leave(door: Barrier) -> None:
    door.wait()
    connections.close_all()
