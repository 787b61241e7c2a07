"""Ask once a second, print, and say what became of it."""

import threading
from collections.abc import Callable, Sequence
from time import monotonic

from packhaus.printing.agent.printers import find_state, print_bytes
from packhaus.printing.agent.server import Job, Printer, Refused, Server, Unreachable

ASKS_EVERY_SECONDS = 1.0
LOOKS_EVERY_SECONDS = 15.0
SLOWEST_SECONDS = 30.0
ENDS_WITHIN_SECONDS = 10.0
_STATES = frozenset({"no_answer", "paper_out", "head_open", "paused"})
Say = Callable[[str], None]


class Agent:
    """Works for one station until it is stopped; a thread for each job, which is one for each printer at most."""

    def __init__(self, server: Server, say: Say) -> None:
        self._server = server
        self._say = say
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._at_work: dict[str, Job] = {}
        self._states: dict[str, str] = {}
        self._looked_at = float("-inf")
        self._threads: list[threading.Thread] = []

    def stop(self) -> None:
        """Take nothing more, and end when what is at work is done."""
        self._stop.set()

    def run(self) -> None:
        """Work until stopped. Raises: Refused (the key or the station is none of Packhaus')."""
        pause, is_away = ASKS_EVERY_SECONDS, False
        while not self._stop.is_set():
            try:
                self._take()
            except Unreachable as trouble:
                if not is_away:
                    self._say(f"No connection: {trouble}")
                is_away, pause = True, min(pause * 2, SLOWEST_SECONDS)
            else:
                if is_away:
                    self._say("Connected again.")
                is_away, pause = False, ASKS_EVERY_SECONDS
            self._stop.wait(pause)
        for thread in self._threads:
            thread.join(ENDS_WITHIN_SECONDS)

    def _take(self) -> None:
        with self._lock:
            states, claims = dict(self._states), list(self._at_work)
        work = self._server.claim(states=states, claims=claims)
        for job in work.jobs:
            self._begin(job)
        self._look(work.printers)
        self._threads = [thread for thread in self._threads if thread.is_alive()]

    def _begin(self, job: Job) -> None:
        with self._lock:
            self._at_work[job.claim] = job
        thread = threading.Thread(target=self._do, args=(job,), name=job.printer.code, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _look(self, printers: Sequence[Printer]) -> None:
        """See how idle printers are, now and then, beside the asking: one that is off answers slowly."""
        if monotonic() - self._looked_at < LOOKS_EVERY_SECONDS:
            return
        self._looked_at = monotonic()
        with self._lock:
            busy = {job.printer.code for job in self._at_work.values()}
        idle = [printer for printer in printers if printer.code not in busy]
        thread = threading.Thread(target=self._note_states, args=(idle,), name="look", daemon=True)
        thread.start()

    def _note_states(self, printers: Sequence[Printer]) -> None:
        for printer in printers:
            self._note(printer.code, find_state(printer))

    def _note(self, code: str, state: str) -> None:
        with self._lock:
            self._states[code] = state

    def _do(self, job: Job) -> None:
        try:
            failure = self._print(job)
            self._note(job.printer.code, failure if failure in _STATES else "ready")
            self._insist(lambda: self._server.end(job, failure))
        finally:
            # Whatever happened: of a job that nobody holds any more, a person is asked.
            with self._lock:
                del self._at_work[job.claim]
        self._say(f"{job.printer.code}: {job.document} {failure or 'printed'}")

    def _print(self, job: Job) -> str:
        fetched: list[bytes] = []
        if not self._insist(lambda: fetched.append(self._server.fetch(job))):
            return "not_rendered"
        return print_bytes(job.printer, fetched[0])

    def _insist(self, call: Callable[[], None]) -> bool:
        """Call until Packhaus answers; return whether it says yes."""
        pause, seconds = threading.Event(), ASKS_EVERY_SECONDS
        while True:
            try:
                call()
            except Refused as refusal:
                self._say(str(refusal))
                return False
            except Unreachable:
                pause.wait(seconds)
                seconds = min(seconds * 2, SLOWEST_SECONDS)
            else:
                return True
