"""Answers of views: page or fragment by the htmx header, refusals at the place of their cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from packhaus.web.parts import Action
from packhaus.web.refusals import Refusal

# Where nobody knows better: as the general words of the status say.
_RETRY_AFTER_SECONDS = {429: 60, 503: 2}


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it was sent; `target` is the id of the part of the page that its answer was for."""

    url: str
    fields: Sequence[tuple[str, Any]]
    target: str


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
    """Render a refusal: as an alert where htmx asked, else as a page.

    Who met somebody else's moment sends the same form again with one press: everything that was entered is in it.
    """
    is_fragment = is_fragment_wanted(request)
    template = "errors/_refusal.html" if is_fragment else "errors/refusal.html"
    again = _keep_form(request) if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE else None
    if request.method == "POST" and not is_fragment:
        refusal = _lead_back(request, refusal)
    response = render(request, template, {"refusal": refusal, "again": again}, status=refusal.status)
    if again and is_fragment:
        response["HX-Reswap"] = "afterbegin"  # above the form, which stays as it is
    if seconds := refusal.retry_after_seconds or _RETRY_AFTER_SECONDS.get(refusal.status):
        response["Retry-After"] = str(seconds)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _lead_back(request: HttpRequest, refusal: Refusal) -> Refusal:
    """Lead to the page with the form; the address that the form was sent to is no page."""
    page = find_safe_url(request, request.headers.get("Referer"), default="")
    others = [action for action in refusal.remedies if action.url]
    back = [Action(_("Back"), page)] if page else []
    return replace(refusal, remedies=[*back, *others] or refusal.remedies)


def _keep_form(request: HttpRequest) -> SentForm | None:
    """Return what was sent, to be sent again; not with files or a password, which no page may carry."""
    if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    target = request.headers.get("HX-Target", "")
    return SentForm(request.get_full_path(), fields, target)


def find_safe_url(request: HttpRequest, wanted: str | None, default: str = "/") -> str:
    """Return the wanted address when it is one of ours, else the default."""
    is_ours = wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and is_ours else default


def lead_to(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to a page, whoever asks: a form or a scan."""
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(url)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
