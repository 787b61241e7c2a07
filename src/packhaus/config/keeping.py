"""A process that is kept running beside this one: started again when it ends, ended when this one ends."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence

import structlog

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# A run of this length was no failure to start: the next pause is the first one again.
SOUND_RUN_SECONDS = 60.0
STOP_SECONDS = 20
PARENT_LOOK_SECONDS = 1.0
PARENT_VARIABLE = "PACKHAUS_SERVED_BY"

log = structlog.get_logger(__name__)


class KeptProcess:
    """Keep one `packhaus` command running.

    It has a session of its own, so that Ctrl-C in the terminal reaches us first and we end it in order.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self._command = [
            sys.executable,
            "-m",
            "packhaus.config.cli",
            *arguments,
            "--parent",
            str(os.getpid()),
        ]
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="kept", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End it after its running work, or at once when that takes too long."""
        self._stop.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._thread.join(timeout=STOP_SECONDS)

    def _keep(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stop.is_set():
            self._process = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603 - our own command
            if self._stop.is_set():  # stop() came while it was being started, and saw none to end
                self._process.terminate()
            if self._ends_within(SOUND_RUN_SECONDS):
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            else:
                self._process.wait()
                pause = FIRST_PAUSE_SECONDS
            if not self._stop.is_set():
                log.warning("started again", command=self._command[3], exit_code=self._process.returncode)
                self._stop.wait(pause)

    def _ends_within(self, seconds: float) -> bool:
        assert self._process is not None
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def end_with_parent(parent_id: int, is_done: threading.Event) -> None:
    """End this process as SIGTERM would, once its parent is gone: a killed parent can't say so itself."""

    def look() -> None:
        while os.getppid() == parent_id:
            if is_done.wait(PARENT_LOOK_SECONDS):
                return
        # To the main thread: it may sleep outside of Python, and only a signal of its own wakes it.
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, signal.SIGTERM)

    threading.Thread(target=look, name="parent", daemon=True).start()
