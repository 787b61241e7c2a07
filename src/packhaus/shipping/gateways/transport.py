"""HTTP to carriers, in place of the one of the carriers' library.

The library's own sends a request twice when an error monitor is installed (a label bought twice), trusts any
certificate, follows redirects with the credentials, has no timeout, and writes addresses into its log and trace. This
one does none of it, and remembers of each call whether it was sent and what status came back.
"""

import json
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from urllib.error import HTTPError

from packhaus.kernel.line import Answer, Exchange, Line, Unanswered, Unreachable

__all__ = ["Answer", "Exchange", "Line", "Unanswered", "Unreachable", "carry"]

_FIRST_ERROR = 400
_FIRST_OUTAGE = 500


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
