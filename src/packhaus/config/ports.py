"""The port to serve on, which nobody else has: granian would share it, and two installations would answer in turn."""

import socket
from contextlib import closing
from typing import ClassVar

from packhaus.kernel.errors import DomainError

FIRST_PORT = 8000
_PORTS_TRIED = 20


class PortTaken(DomainError):
    """Somebody listens there, or this machine has no such address."""

    code: ClassVar[str] = "port_taken"


def require_port(host: str, port: int) -> None:
    """Refuse an address that cannot be served on. Raises: PortTaken."""
    try:
        _bind(host, port)
    except OSError as error:
        why = f"cannot serve on {host} port {port}: {error.strerror}"
        raise PortTaken(f"{why}; name another one with --port or --host") from None


def find_free_port(host: str) -> int:
    """Return the first port from 8000 on that nobody listens on: a second installation stands beside the first."""
    for port in range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED):
        try:
            _bind(host, port)
        except OSError:
            continue
        return port
    raise PortTaken(
        f"ports {FIRST_PORT} to {FIRST_PORT + _PORTS_TRIED - 1} are taken; name another one with --port"
    )


def _bind(host: str, port: int) -> None:
    kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    with closing(socket.socket(kind, socket.SOCK_STREAM)) as probe:
        # A port of connections that have just ended is free; one that is listened on is not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        probe.listen(1)
