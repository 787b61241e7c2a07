"""Ids of high-volume rows, taken from the database in blocks.

A row's id is known before the row is written, so that the rows which point at it can be written by the same statement
without a join. A block that is lost with its process leaves a gap, nothing else.
"""

import os
import threading
import time
import weakref
from collections.abc import Iterator
from itertools import islice

from packhaus.kernel import rows
from packhaus.kernel.kept import forgets

BLOCK_SIZE = 1000
# Who comes back within a second takes twice as many blocks as before, up to so many.
_SOON_SECONDS = 1.0
_BLOCKS_AT_ONCE = 8


class IdBlocks:
    """Hand out ids of one sequence; each value of the sequence is worth `size` ids."""

    def __init__(self, sequence: str, *, size: int = BLOCK_SIZE) -> None:
        self._size = size
        self._sql = f"SELECT nextval('{sequence}') FROM generate_series(1, %(blocks)s)"  # noqa: S608 - our name
        self.forget()
        _all.add(self)

    def forget(self) -> None:
        """Leave what is spare: it is another process's, or of another database."""
        self._lock = threading.Lock()
        self._spare: Iterator[int] = iter(())
        self._blocks = 1
        self._fetched_at = -_SOON_SECONDS

    def take(self, count: int) -> list[int]:
        """Return `count` ids, ascending within a block. Queries: 0, or 1 when the block is used up."""
        with self._lock:
            taken = list(islice(self._spare, count))
            missing = count - len(taken)
            if missing:
                fresh = self._fetch(max(-(-missing // self._size), self._count_blocks()))
                taken += islice(fresh, missing)
                self._spare = fresh
            return taken

    def _count_blocks(self) -> int:
        """Return how many blocks are worth a round trip, by how long the last ones lasted."""
        now = time.monotonic()
        is_soon = now - self._fetched_at < _SOON_SECONDS
        self._blocks = min(2 * self._blocks, _BLOCKS_AT_ONCE) if is_soon else 1
        self._fetched_at = now
        return self._blocks

    def _fetch(self, blocks: int) -> Iterator[int]:
        numbers = [block for (block,) in rows.fetch_tuples(self._sql, {"blocks": blocks})]
        return (
            first + step
            for first in (number * self._size for number in numbers)
            for step in range(self._size)
        )


@forgets
def forget_blocks() -> None:
    """Leave every spare id of this process, which is about to work on another database."""
    for blocks in list(_all):
        blocks.forget()


_all: "weakref.WeakSet[IdBlocks]" = weakref.WeakSet()
# A forked process would hand out the same ids as its parent and its siblings, or wait for a lock that nobody holds.
os.register_at_fork(after_in_child=forget_blocks)
