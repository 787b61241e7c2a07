"""From WSGI to an endpoint, without what a call with a key does not use.

Django's own sends two signals around each request, walks every connection for each, resolves the address pattern by
pattern, and closes responses by a third signal: a third of what an order costs outside of its service.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, cast

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from packhaus.api.problems import answer_problem

# Where the address's template is noted for `config.metrics`, which stands above.
ROUTE = "packhaus.route"
View = Callable[..., HttpResponse]
StartResponse = Callable[..., Any]
_FIXED_AT_MOST = 200
_fixed: dict[str, View] = {}


def handle(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request of the API."""
    connection.close_if_unusable_or_obsolete()
    response = answer_request(WSGIRequest(environ))
    content = response.content
    if response.status_code != HTTPStatus.NO_CONTENT:
        response["Content-Length"] = str(len(content))
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [content]


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
