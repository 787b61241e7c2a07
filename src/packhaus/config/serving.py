"""granian with Packhaus's settings: WSGI, blocking threads that live as long as their database connections.

A worker runs beside it unless another place runs one.
"""

from django.db import connections
from granian.constants import Interfaces
from granian.server import Server

from packhaus.config.keeping import KeptProcess

APPLICATION = "packhaus.config.wsgi:application"
# A thread that granian lets go takes its database connection with it, and opening one costs ten requests.
THREAD_IDLE_SECONDS = 600
STOP_SECONDS = 10


def serve(*, host: str, port: int, workers: int, threads: int, has_worker: bool = True) -> None:
    """Serve until a signal says stop; open requests are finished, then running jobs."""
    connections.close_all()
    worker = KeptProcess(["worker"])
    if has_worker:
        worker.start()
    try:
        _make_server(host, port, workers, threads).serve()
    finally:
        if has_worker:
            worker.stop()


def _make_server(host: str, port: int, workers: int, threads: int) -> Server:
    return Server(
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
    )
