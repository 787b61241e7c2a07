"""What the frame does to every request: its moment, its preferences, and refusals as pages."""

import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import is_valid_path
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from packhaus.kernel.errors import DomainError
from packhaus.web.choices import Chooser
from packhaus.web.preferences import read_preferences
from packhaus.web.refusals import describe, describe_status
from packhaus.web.responses import render_refusal

logger = logging.getLogger(__name__)


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

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Sequence[Any], _named: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Refuse what no text of the database can hold: nobody types a NUL. The form is read already, for its token."""
        sent = [request.path, *_list_values(request.GET)]
        if request.method == "POST":
            sent += _list_values(request.POST)
        return _refuse_damaged(request) if any("\0" in value for value in sent) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal of the domain into its page; the one place of `web` where that happens."""
        if request.path.startswith("/api/"):
            return None
        if isinstance(exception, DataError):
            # Only a value of the request can be outside of what a column takes; nothing was written.
            logger.warning("refused by the database at %s: %s", request.path, exception)
            return _refuse_damaged(request)
        return render_refusal(request, describe(exception)) if isinstance(exception, DomainError) else None


def _list_values(sent: QueryDict) -> list[str]:
    return [text for name, values in sent.lists() for text in (name, *map(str, values))]


def _refuse_damaged(request: HttpRequest) -> HttpResponse:
    return render_refusal(request, describe_status(HTTPStatus.BAD_REQUEST))
