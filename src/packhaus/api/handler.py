"""From WSGI to an endpoint, without what a call with a key does not use.

Django's own sends two signals around each request, walks every connection for each, resolves the address pattern by
pattern, and closes responses by a third signal: a third of what an order costs outside of its service.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.client import responses
from typing import Any, NamedTuple, cast

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from packhaus.api.direct import PATH, read_order
from packhaus.api.problems import answer_error, answer_problem

# Where the address's template is noted for `config.metrics`, which stands above.
ROUTE = "packhaus.route"
View = Callable[..., HttpResponse]
StartResponse = Callable[..., Any]
_FIXED_AT_MOST = 200
_fixed: dict[str, View] = {}


class Answered(NamedTuple):
    """What goes back."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes


def handle(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request of the API."""
    connection.close_if_unusable_or_obsolete()
    answered = answer_environ(environ)
    start_response(f"{answered.status} {responses[answered.status]}", answered.headers)
    return [answered.content]


def answer_environ(environ: dict[str, Any]) -> Answered:
    """Return the answer to a request, on whatever state this thread's connection has."""
    order = read_order(environ)
    if order is None:
        return _read_response(answer_request(WSGIRequest(environ)))
    environ[ROUTE] = PATH
    try:
        status, content = order.place()
    except Exception as error:  # noqa: BLE001 - as ninja does: whatever an endpoint raises has its answer
        return _read_response(answer_error(WSGIRequest(environ), error))
    return Answered(
        status, [("Content-Type", "application/json"), ("Content-Length", str(len(content)))], content
    )


def _read_response(response: HttpResponse) -> Answered:
    content = response.content
    if response.status_code != HTTPStatus.NO_CONTENT:
        response["Content-Length"] = str(len(content))
    return Answered(response.status_code, list(response.items()), content)


def _resolve_and_call(request: HttpRequest) -> HttpResponse:
    path = request.path_info
    view = _fixed.get(path)
    if view is not None:
        request.META[ROUTE] = path
        return _in_our_words(view(request))
    found = resolve(path)
    request.META[ROUTE] = f"/{found.route}"
    if not found.args and not found.kwargs and found.url_name != "unknown" and len(_fixed) < _FIXED_AT_MOST:
        _fixed[path] = found.func
    answered: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return _in_our_words(answered)


def _in_our_words(response: HttpResponse) -> HttpResponse:
    """Say in a problem document what ninja says in plain text: no such method here."""
    if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return response
    allowed = response["Allow"]
    refusal = answer_problem(405, "method_not_allowed", f"This address takes {allowed}.")
    refusal["Allow"] = allowed
    return refusal


# What an endpoint raises is answered by the API itself; this is for what goes wrong before one is found.
answer_request = cast(
    "Callable[[HttpRequest], HttpResponse]", convert_exception_to_response(_resolve_and_call)
)
