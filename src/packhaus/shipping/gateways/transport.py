"""HTTP to carriers, in place of the one of the carriers' library.

The library's own sends a request twice when an error monitor is installed (a label bought twice), trusts any
certificate, follows redirects with the credentials, has no timeout, and writes addresses into its log and trace. This
one does none of it, and remembers of each call whether it was sent and what status came back.
"""

import json
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

MAX_ANSWER_BYTES = 32 * 1024 * 1024
_FIRST_ERROR = 400
_FIRST_OUTAGE = 500


class Unreachable(Exception):
    """No connection came about: the carrier has read nothing."""


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
    """An answer as the library reads one."""

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
            raise Unreachable("carriers are asked over TLS only")
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


def carry(
    *,
    url: str,
    decoder: Callable[[bytes], Any],
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    data: Any = None,
    on_ok: Callable[[Any], Any] | None = None,
    on_error: Callable[[HTTPError], Any] | None = None,
    trace: Any = None,
    **_others: Any,
) -> Any:
    """Send a request of the library's over the line that its trace names, and decode the answer as it asks.

    Raises: Unreachable, Unanswered.
    """
    # The trace of a call is a partial that knows its tracer; ours carries the line.
    line: Line = trace._tracer.line  # noqa: SLF001 - the only way from a call to its gateway
    body = data.encode() if isinstance(data, str) else data
    answer = line.send(method=method.upper(), url=url, headers=headers or {}, data=body)
    if answer.status >= _FIRST_OUTAGE:
        raise Unanswered(f"status {answer.status}")
    try:
        if answer.status < _FIRST_ERROR:
            return on_ok(answer) if on_ok else decoder(answer.read())
        if on_error is None:
            return answer.read().decode()
        if not answer.headers.get("error"):  # GLS says no in headers, and nothing else
            json.loads(answer.read())
        return on_error(HTTPError(url, answer.status, "", answer.headers, BytesIO(answer.read())))
    except ValueError as error:
        raise Unanswered("garbled") from error
