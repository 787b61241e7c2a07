"""Refusals as problem documents: the one place where a refusal becomes an answer of the API.

Source: RFC 9457 (application/problem+json).
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, DataError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import TypeAdapter

from packhaus.api.throttle import RATE_LIMIT_POLICY
from packhaus.kernel.errors import DomainError, FieldProblem, Invalid

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 1
_QUERY_ARGUMENT = "wanted"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemField:
    """One thing that is wrong with one place of the request; `data` has what is needed to mend it."""

    path: str
    code: str
    message: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal. `code` is stable and never translated; `errors` lists every problem of the payload at once."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemField]
    data: dict[str, Any]


def declare(*statuses: int) -> dict[int, None]:
    """Return the refusals that every operation has, and these.

    They are answered here and never by ninja, so it gets no model of them: it would build one for each of some
    2,000, which took five seconds of every process. `describe_refusals` puts them into the schema.
    """
    return dict.fromkeys(sorted({401, 403, 413, 422, 429, 503, *statuses}))


def describe_refusals(schema: Mapping[str, Any]) -> None:
    """Put what a refusal looks like into the schema, in place."""
    parts = schema["components"]["schemas"]
    problem = TypeAdapter(Problem).json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    parts |= {**problem.pop("$defs"), Problem.__name__: problem}
    content = {CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
    for methods in schema["paths"].values():
        for described in methods.values():
            for status, response in described["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    response["content"] = content


def answer_error(request: HttpRequest, error: Any) -> HttpResponse:
    """Turn whatever an endpoint raised into a problem document."""
    if isinstance(error, DomainError):
        return _answer_refusal(error)
    if isinstance(error, ValidationError):
        return answer_problem(
            422, "invalid", "The request is not as the schema says.", _read_errors(error.errors)
        )
    for kind, status, code, detail in _KNOWN:
        if isinstance(error, kind):
            if isinstance(error, DatabaseError):
                _log.warning("refused by the database at %s: %s", request.path, error)
            return answer_problem(status, code, detail)
    if isinstance(error, HttpError):
        return answer_problem(422, "malformed", "The body is not JSON.")
    _log.exception("unexpected error at %s", request.path, exc_info=error)
    return answer_problem(500, "internal", "The fault is ours and has been noted; nothing was changed.")


_KNOWN: tuple[tuple[type[Exception], int, str, str], ...] = (
    (AuthenticationError, 401, "key_missing", "Send a key: Authorization: Bearer ph_…"),
    (RequestDataTooBig, 413, "too_large", "The body is larger than 8 MiB."),
    (UnreadablePostError, 422, "malformed", "The body ended early."),
    # The database refused a state that no service foresaw: nothing was written.
    (IntegrityError, 409, "conflict", "What was asked contradicts what is stored; nothing was changed."),
    # Only a value of the request can be outside of what a column takes.
    (DataError, 422, "invalid", "A value of the request is out of range."),
    # A lock, a statement or the server itself took too long: nothing was written.
    (OperationalError, 503, "busy", "The database is busy; nothing was changed."),
)  # fmt: skip


def answer_problem(
    status: int,
    code: str,
    detail: str,
    errors: Sequence[ProblemField] = (),
    data: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """Write a problem document; 429 and 503 say when to try again."""
    problem = Problem(
        "about:blank", HTTPStatus(status).phrase, status, detail, code, list(errors), dict(data)
    )
    body = orjson.dumps(problem, default=str, option=orjson.OPT_NON_STR_KEYS)
    response = HttpResponse(body, status=status, content_type=CONTENT_TYPE)
    response._has_been_logged = status < 500  # type: ignore[attr-defined]  # noqa: SLF001 - Django would write a line per refusal
    if status in (429, 503) or "retry_after_seconds" in data:
        response["Retry-After"] = str(data.get("retry_after_seconds", RETRY_AFTER_SECONDS))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["RateLimit-Policy"] = RATE_LIMIT_POLICY
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def list_fields(problems: Iterable[FieldProblem]) -> list[ProblemField]:
    """Return field problems as the API writes them."""
    return [ProblemField(one.path, one.code, one.message, dict(one.data)) for one in problems]


def _answer_refusal(error: DomainError) -> HttpResponse:
    if isinstance(error, Invalid):
        return answer_problem(error.status, error.code, error.message, list_fields(error.problems))
    return answer_problem(error.status, error.code, error.message, data=error.data)


def _read_errors(errors: Iterable[dict[str, Any]]) -> list[ProblemField]:
    """Turn pydantic's list into ours; the first two parts of a place are ninja's (body, name of the argument)."""
    return [
        ProblemField(".".join(str(part) for part in _find_path(one["loc"])), one["type"], one["msg"], {})
        for one in errors
    ]


def _find_path(place: Sequence[str | int]) -> Sequence[str | int]:
    """Return a place as the caller wrote it: an argument that gathers a body or a query has a name of ours only."""
    return place[2:] if place[:1] == ("body",) or place[1:2] == (_QUERY_ARGUMENT,) else place[1:]
