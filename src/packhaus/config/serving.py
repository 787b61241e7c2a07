"""granian with Packhaus's settings: WSGI, blocking threads that live as long as their database connections."""

from django.db import connections
from granian.constants import Interfaces
from granian.server import Server

APPLICATION = "packhaus.config.wsgi:application"
# A thread that granian lets go takes its database connection with it, and opening one costs ten requests.
THREAD_IDLE_SECONDS = 600
STOP_SECONDS = 10


def serve(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until a signal says stop; open requests are finished."""
    connections.close_all()
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
