"""Jobs that start at the same moment, each in a thread with a connection of its own."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connections

from packhaus.kernel import rows
from packhaus.kernel.errors import DomainError

Result = TypeVar("Result")

_WAITERS = """
SELECT virtualtransaction FROM pg_locks WHERE NOT granted
  AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database()) ORDER BY 1
"""


def run_at_once(*jobs: Callable[[], Result]) -> list[Result | DomainError]:
    """Return what each job returned, or the refusal it met; anything else that was raised is raised here."""
    gate = threading.Barrier(len(jobs))
    answers: list[Result | DomainError | None] = [None] * len(jobs)
    bugs: list[BaseException] = []

    def run(place: int, job: Callable[[], Result]) -> None:
        try:
            gate.wait(timeout=20)
            answers[place] = job()
        except DomainError as refusal:
            answers[place] = refusal
        except BaseException as bug:  # noqa: BLE001 - raised below, in the test's own thread
            bugs.append(bug)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive(), "a job never ended"
    if bugs:
        raise bugs[0]
    return answers  # type: ignore[return-value]  # every place is filled when nothing was raised


def start_behind(job: Callable[[], Result]) -> Callable[[], Result | DomainError]:
    """Start a job that meets a lock of the caller's transaction; return, when it waits, how to get its answer.

    The answer is to be asked for when the caller's transaction has ended.
    """
    answers: list[Result | DomainError] = []
    thread = threading.Thread(target=lambda: answers.extend(run_at_once(job)))
    thread.start()
    while thread.is_alive() and not is_anybody_waiting():
        thread.join(timeout=0.01)

    def finish() -> Result | DomainError:
        thread.join(timeout=60)
        return answers[0]

    return finish


def wait_for_another_attempt() -> None:
    """Return when the transaction that waits for a lock is not the one that waited first: it has begun anew."""
    first = _list_waiters()
    deadline = time.monotonic() + 20
    while _list_waiters() in ([], first):
        assert time.monotonic() < deadline, "nobody tried again"


def is_anybody_waiting() -> bool:
    """Ask the database whether some connection waits for a lock. Outside of every scope: these are no one's rows."""
    return bool(_list_waiters())


def _list_waiters() -> list[str]:
    """List the transactions that wait; within one of ours the list of connections would stay as first seen."""
    rows.fetch_value("SELECT pg_stat_clear_snapshot()", {})
    return [waiter for (waiter,) in rows.fetch_tuples(_WAITERS, {})]


def list_refusals(answers: Sequence[object]) -> list[str]:
    """Return the codes of the refusals among the answers, sorted."""
    return sorted(answer.code for answer in answers if isinstance(answer, DomainError))
