"""Idempotency-Key: the header of every call that could take effect twice."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from packhaus.api.keys import ApiRequest
from packhaus.journal.services.idempotency import Done, Repeated, RequestKey, hash_request, perform_once
from packhaus.kernel.errors import FieldProblem, Invalid

Result = TypeVar("Result")
KEY_LENGTH_AT_MOST = 80
HEADER = "Idempotency-Key"
ENVIRON = "HTTP_IDEMPOTENCY_KEY"

# Read from the request itself: a declared header costs a validation per call.
DECLARED: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": False,
            "schema": {
                "type": "string",
                "minLength": 1,
                "maxLength": KEY_LENGTH_AT_MOST,
                "pattern": "^[!-~]+$",
            },
            "description": "Names the request: sent again, it takes no second effect. Kept for 30 days.",
        }
    ]
}


def do_once(
    request: ApiRequest,
    work: Callable[[], Result],
    *,
    status: int,
    ids: Callable[[Result], Sequence[str]] = lambda _: (),
) -> Done[Result] | Repeated:
    """Do the work, or learn that this request was done before. Without the header the work is just done."""
    key = _read_key(request)
    if key is None:
        return Done(work())
    return perform_once(
        scope=request.auth.scope, request=key, work=work, describe=lambda result: (status, ids(result))
    )


def _read_key(request: ApiRequest) -> RequestKey | None:
    key = request.META.get(ENVIRON)
    if key is None:
        return None
    if not 0 < len(key) <= KEY_LENGTH_AT_MOST or not key.isascii() or not key.isprintable() or " " in key:
        problem = f"is 1 to {KEY_LENGTH_AT_MOST} visible ASCII characters"
        raise Invalid([FieldProblem(HEADER, "format", problem)])
    route = f"{request.method} {request.path}"
    return RequestKey(
        request.auth.key_id,
        route,
        key,
        hash_request(request.META.get("QUERY_STRING", "").encode() + request.body),
    )
