"""Work that several threads bring at the same moment, done in one go by one of them.

A statement and its commit cost nearly the same for four orders as for one. Who comes while nobody works does its own at
once and waits for nobody; who comes meanwhile waits, and the first of those does what all of them brought. A go is
begun and finished, and the one in front begins the next before it turns to its own affairs: a thread that is woken up
first has to be let run, and the database would wait for that.
"""

from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar, cast

Item = TypeVar("Item")
Begun = TypeVar("Begun")
Result = TypeVar("Result")

AT_MOST = 32
PATIENCE_SECONDS = 0.05
"""Who has waited so long works on its own: the one in front may be waiting for a lock that concerns nobody else."""


class _Ticket(Generic[Item, Begun, Result]):
    """One item, and what became of it. Its holder sleeps at the gate; who has a group leads it."""

    __slots__ = ("begun", "error", "gate", "group", "item", "result")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.gate = Lock()
        self.gate.acquire()
        self.group: Sequence[_Ticket[Item, Begun, Result]] = ()
        self.begun: Begun | None = None
        self.result: Result | None = None
        self.error: BaseException | None = None


class Lane(Generic[Item, Begun, Result]):
    """Takes items of threads; those of one key that come together are worked on together."""

    def __init__(
        self,
        *,
        begin: Callable[[Sequence[Item]], Begun],
        finish: Callable[[Begun], Sequence[Result]],
    ) -> None:
        """Call `begin` with the items of one key, and `finish` with what it returned, in the first item's thread.

        `begin` may run in another's thread and must not wait; `finish` returns a result for each item, in order.
        """
        self._begin, self._finish = begin, finish
        self._mutex = Lock()
        self._waiting: dict[Hashable, list[_Ticket[Item, Begun, Result]]] = {}

    def bring(self, key: Hashable, item: Item) -> Result:
        """Return the item's result, from this thread's work or another's.

        Raises: what `begin` and `finish` raise, for each item of the go.
        """
        ticket = _Ticket[Item, Begun, Result](item)
        is_first = False
        with self._mutex:
            waiting = self._waiting.get(key)
            if waiting is None:
                self._waiting[key] = []
                is_first = True
            else:
                waiting.append(ticket)
        if is_first:
            if not self._start([ticket]):
                self._hand_over(key)
        elif not self._is_let_in(key, ticket):
            return self._finish(self._begin([item]))[0]
        if ticket.group:
            self._lead(key, ticket)
        elif ticket.error is not None:
            raise ticket.error
        return cast("Result", ticket.result)

    def list_keys(self) -> list[Hashable]:
        """Return the keys that somebody works for."""
        with self._mutex:
            return list(self._waiting)

    def count_waiting(self, key: Hashable) -> int:
        """Return how many stand in line behind the one who works."""
        with self._mutex:
            return len(self._waiting.get(key, ()))

    def _is_let_in(self, key: Hashable, ticket: _Ticket[Item, Begun, Result]) -> bool:
        """Wait until the item is done or its holder leads; False when it left the line, out of patience."""
        if ticket.gate.acquire(timeout=PATIENCE_SECONDS):
            return True
        with self._mutex:
            waiting = self._waiting.get(key, [])
            if ticket in waiting:
                waiting.remove(ticket)
                return False
        ticket.gate.acquire()  # somebody is at it
        return True

    def _lead(self, key: Hashable, leader: _Ticket[Item, Begun, Result]) -> None:
        # A ticket that went on naming its group would name itself: what hangs on it would wait to be found as garbage.
        group, begun = leader.group, cast("Begun", leader.begun)
        leader.group, leader.begun = (), None
        try:
            results = self._finish(begun)
            for ticket, result in zip(group, results, strict=True):
                ticket.result = result
        except BaseException as error:
            for ticket in group:
                ticket.error = error
            raise
        finally:
            self._hand_over(key)
            for ticket in group:
                if ticket is not leader:
                    ticket.gate.release()

    def _hand_over(self, key: Hashable) -> None:
        """Begin the next go and let its first holder finish it; one that cannot begin is told so, all of it."""
        while True:
            with self._mutex:
                waiting = self._waiting[key]
                if not waiting:
                    del self._waiting[key]
                    return
                group = waiting[:AT_MOST]
                del waiting[:AT_MOST]
            if self._start(group):
                group[0].gate.release()
                return
            for ticket in group:
                ticket.gate.release()

    def _start(self, group: Sequence[_Ticket[Item, Begun, Result]]) -> bool:
        """Begin a go, which the first one's holder leads; False when it cannot begin, which is every one's error."""
        try:
            group[0].begun = self._begin([ticket.item for ticket in group])
        except BaseException as error:  # noqa: BLE001 - it is raised in the threads whose go this is
            for ticket in group:
                ticket.error = error
            return False
        group[0].group = group
        return True
