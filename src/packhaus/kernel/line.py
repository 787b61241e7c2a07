"""HTTP to those we buy from: one request, sent once, and what came of it.

It trusts no certificate that the system does not, follows no redirect, waits for so long and no longer, writes nothing
into any log, and remembers of each call what status came back.
"""

import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

MAX_ANSWER_BYTES = 32 * 1024 * 1024


class Unreachable(Exception):
    """No connection came about: the other side has read nothing."""


class Unanswered(Exception):
    """The request may have arrived, and no answer came back that says what became of it.

    Silence, a line that broke, a server that failed, or words that cannot be read.
    """


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request that was answered."""

    method: str
    path: str
    status: int


class Answer:
    """An answer with its whole body."""

    def __init__(self, *, url: str, status: int, headers: Message, body: bytes) -> None:
        self.url = url
        self.status = status
        self.headers = headers
        self._body = body

    def read(self) -> bytes:
        """Return the whole body, as often as asked."""
        return self._body


class Line:
    """The calls of one gateway: its timeout, and what was exchanged."""

    def __init__(self, *, timeout_seconds: float, is_plain_allowed: bool = False) -> None:
        self.timeout_seconds = timeout_seconds
        self.is_plain_allowed = is_plain_allowed
        self.exchanges: list[Exchange] = []

    def send(self, *, method: str, url: str, headers: Mapping[str, str], data: bytes | None) -> Answer:
        """Send one request, once. Raises: Unreachable, Unanswered."""
        parts = urlsplit(url)
        if parts.scheme != "https" and not self.is_plain_allowed:
            raise Unreachable("only TLS is spoken")
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        with closing(self._connect(url)) as connection:
            answer = self._exchange(connection, method, target, headers, data)
        self.exchanges.append(Exchange(method, parts.path, answer.status))
        return answer

    def _connect(self, url: str) -> HTTPConnection:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        is_secure = parts.scheme == "https"
        proxy = None if proxy_bypass(host) else getproxies().get(parts.scheme)
        at = urlsplit(proxy) if proxy else None
        place, door = (at.hostname or "", at.port) if at else (host, port)
        connection = (
            HTTPSConnection(place, door, timeout=self.timeout_seconds, context=ssl.create_default_context())
            if is_secure
            else HTTPConnection(place, door, timeout=self.timeout_seconds)
        )
        if at:
            connection.set_tunnel(host, port)
        try:
            connection.connect()
        except (OSError, HTTPException) as error:
            connection.close()
            raise Unreachable(type(error).__name__) from error
        return connection

    @staticmethod
    def _exchange(
        connection: HTTPConnection, method: str, target: str, headers: Mapping[str, str], data: bytes | None
    ) -> Answer:
        try:
            connection.request(method, target, body=data, headers=dict(headers))
            response = connection.getresponse()
            body = _read(response)
        except (OSError, HTTPException) as error:
            raise Unanswered(type(error).__name__) from error
        return Answer(url=target, status=response.status, headers=response.headers, body=body)


def _read(response: HTTPResponse) -> bytes:
    body = response.read(MAX_ANSWER_BYTES + 1)
    if len(body) > MAX_ANSWER_BYTES:
        raise HTTPException("the answer is too long")
    return body
