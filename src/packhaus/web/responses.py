"""Answers of views: page or fragment by the htmx header, refusals at the place of their cause."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from packhaus.web.refusals import Refusal

RETRY_AFTER_SECONDS = 2


def is_fragment_wanted(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page; going back in history asks for all of it."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render_page(
    request: HttpRequest, page: str, context: Mapping[str, Any], *, fragment: str = "", status: int = 200
) -> HttpResponse:
    """Render the page, or only its fragment (a template whose name starts with `_`) when htmx asks."""
    template = fragment if fragment and is_fragment_wanted(request) else page
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Render a refusal: as an alert where htmx asked, else as a page."""
    template = "errors/_refusal.html" if is_fragment_wanted(request) else "errors/refusal.html"
    response = render(request, template, {"refusal": refusal}, status=refusal.status)
    if refusal.status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    patch_vary_headers(response, ["HX-Request"])
    return response


def find_safe_url(request: HttpRequest, wanted: str | None, default: str = "/") -> str:
    """Return the wanted address when it is one of ours, else the default."""
    is_ours = wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and is_ours else default
