"""What the frame does to every request: its moment, its preferences, and refusals as pages."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import is_valid_path
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from packhaus.kernel.errors import DomainError
from packhaus.web.choices import Chooser
from packhaus.web.preferences import read_preferences
from packhaus.web.refusals import describe
from packhaus.web.responses import render_refusal


class ChoicesMiddleware:
    """Set request.frame_choices and request.site_zone for whoever is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asker: Any = request
        if not request.path.startswith("/api/") and request.user.is_authenticated:
            chooser = Chooser(request, asker.identity)
            asker.site_zone = chooser.zone
            asker.frame_choices = SimpleLazyObject(lambda: chooser.choices)
        return self.get_response(request)


def _lead_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lead whoever reloads or types the address of a form's target to the page that the form stands on.

    Signing in again after a session has ended leads there as well.
    """
    is_asked = request.method == "GET" and not request.path.startswith("/api/")
    if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not is_asked:
        return response
    parent = request.path.rstrip("/").rpartition("/")[0]
    while parent and not is_valid_path(f"{parent}/") and not is_valid_path(parent):
        parent = parent.rpartition("/")[0]
    return HttpResponseRedirect(parent if is_valid_path(parent) else f"{parent}/")


class FrameMiddleware:
    """Give the request one `now`, the reader's preferences and time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.preferences = read_preferences(request)  # type: ignore[attr-defined]
        zone = getattr(request, "site_zone", "")
        if not zone:
            return _lead_back(request, self.get_response(request))
        with timezone.override(ZoneInfo(zone)):
            return _lead_back(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal of the domain into its page; the one place of `web` where that happens."""
        if request.path.startswith("/api/") or not isinstance(exception, DomainError):
            return None
        return render_refusal(request, describe(exception))
