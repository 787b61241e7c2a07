"""One request to a provider, and what its answer means for a text.

A connection that never came about and an answer that asks to wait leave the text for later. Silence, a broken line, a
server that failed and words that cannot be read leave it unknown: the text may have gone out.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from packhaus.kernel.line import Line, Unanswered, Unreachable
from packhaus.messaging.types import Delivered, Outcome

TIMEOUT_SECONDS = 10.0
TOO_MANY = 429
NOT_NOW = 503
FIRST_ERROR = 400
FIRST_OUTAGE = 500
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Answered(NamedTuple):
    """An answer that was read: its status, and what it says."""

    status: int
    said: Mapping[str, Any]


class Undecided(Exception):
    """The request has no answer that says what became of it; `outcome` is what can be said."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.failure)
        self.outcome = outcome


def ask(*, url: str, headers: Mapping[str, str], data: bytes | None = None) -> Answered:
    """Send one request, once; a POST when there is something to send. Raises: Undecided."""
    # Without TLS only what runs on this machine is asked.
    line = Line(timeout_seconds=TIMEOUT_SECONDS, is_plain_allowed=urlsplit(url).hostname in _LOOPBACK)
    try:
        answer = line.send(method="GET" if data is None else "POST", url=url, headers=headers, data=data)
    except Unreachable as error:
        raise Undecided(Outcome(Delivered.LATER, str(error)[:60])) from error
    except Unanswered as error:
        raise Undecided(Outcome(Delivered.UNKNOWN, str(error)[:60])) from error
    if answer.status in {TOO_MANY, NOT_NOW}:
        raise Undecided(Outcome(Delivered.LATER, f"http {answer.status}"))
    if answer.status >= FIRST_OUTAGE:
        raise Undecided(Outcome(Delivered.UNKNOWN, f"http {answer.status}"))
    try:
        said = json.loads(answer.read())
    except ValueError as error:
        raise Undecided(Outcome(Delivered.UNKNOWN, "garbled")) from error
    if not isinstance(said, dict):
        raise Undecided(Outcome(Delivered.UNKNOWN, "garbled"))
    return Answered(answer.status, said)


def sign_in(user: str, password: str) -> dict[str, str]:
    """Return the header of HTTP's basic sign-in."""
    return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}
