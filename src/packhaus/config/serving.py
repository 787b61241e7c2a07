"""granian with Packhaus's settings: WSGI, blocking threads that live as long as their database connections.

A worker runs beside it unless another place runs one.
"""

import os
import shutil
import threading
from importlib import import_module

from django.conf import settings
from django.db import connections
from granian.constants import Interfaces
from granian.server import Server

from packhaus.config.keeping import PARENT_VARIABLE, KeptProcess, end_with_parent
from packhaus.kernel.garbage import settle

MODULE = "packhaus.config.wsgi"
APPLICATION = f"{MODULE}:application"
# A thread that granian lets go takes its database connection with it, and opening one costs ten requests.
THREAD_IDLE_SECONDS = 600
STOP_SECONDS = 10
THREADS = 4
BASE_URL_VARIABLE = "PACKHAUS_BASE_URL"


def count_processes() -> int:
    """Return how many web processes are right where the database is on the same machine: it needs the other half.

    Orders that come at once are written together only within a process.
    """
    return max(1, len(os.sched_getaffinity(0)) // 2)


class _LedTo:
    address = ""


_led_to = _LedTo()


def serve(*, host: str, port: int, workers: int, threads: int, has_worker: bool = True) -> None:
    """Serve until a signal says stop; open requests are finished, then running jobs."""
    connections.close_all()
    _share_metrics(port)
    _take_children_along()
    worker = KeptProcess(["worker"])
    if has_worker:
        worker.start()
    try:
        _serve(host, port, workers, threads)
    finally:
        if has_worker:
            worker.stop()


def lead_links_here(port: int) -> None:
    """Let links in mails and answers lead to the port that is served, unless PACKHAUS_BASE_URL says where."""
    given = os.environ.get(BASE_URL_VARIABLE)
    if not given or given == _led_to.address:
        # The worker reads it from its environment, web processes are forks.
        _led_to.address = settings.BASE_URL = os.environ[BASE_URL_VARIABLE] = f"http://localhost:{port}"


def _take_children_along() -> None:
    """End web processes when this one is killed: forked ones look from their first moment, spawned ones in `wsgi`."""
    own_id = os.getpid()
    os.environ[PARENT_VARIABLE] = str(own_id)
    os.register_at_fork(after_in_child=lambda: end_with_parent(own_id, threading.Event()))


def _share_metrics(port: int) -> None:
    """Let the web processes count together, in files; must come before prometheus_client is imported."""
    folder = settings.DATA_DIR / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _serve(host: str, port: int, workers: int, threads: int) -> None:
    # Loaded once, here: a web process is a fork of this one, and one that takes a killed one's place serves at once.
    import_module(MODULE)
    connections.close_all()
    settle()
    Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=THREAD_IDLE_SECONDS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_enabled=False,
    ).serve()
