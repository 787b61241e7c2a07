"""Open the order of a link, in its shopper's language, and answer about it."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from packhaus.insight.queries.tracking import TrackedOrder, Tracking, find_tracking
from packhaus.insight.services.renew_tracking import is_renewed
from packhaus.web.track.accent import build_accent
from packhaus.web.track.gate import find_wait, note_miss

_LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
PACKHAUS = {"shop": {"name": "Packhaus"}}
Told = Callable[[Tracking, dict[str, Any]], HttpResponse]


def read_now(request: HttpRequest) -> datetime:
    """Return the moment of the request."""
    return getattr(request, "now", None) or timezone.now()


def with_order(request: HttpRequest, token: str, stamp: str, tell: Told) -> HttpResponse:
    """Answer about the order of a link, in its language; 404 without one, 410 when it has expired.

    429 where too many links were tried.
    """
    wait = find_wait(request)
    if wait:
        response = answer(request, "track/wait.html", PACKHAUS, HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(wait)
        return response
    now = read_now(request)
    tracking = find_tracking(token=token, now=now, is_renewed=is_renewed(token=token, stamp=stamp))
    if tracking is None:
        if token:
            note_miss(request)
        return answer(request, "track/missing.html", PACKHAUS, HTTPStatus.NOT_FOUND)
    order = tracking.order
    with translation.override(_choose_language(request, order)):
        context: dict[str, Any] = {
            "shop": _describe_shop(tracking),
            "order": order,
            "token": token,
            "links": _list_links(token, stamp),
        }
        if tracking.is_expired:
            return answer(request, "track/expired.html", context, HTTPStatus.GONE)
        return tell(tracking, context)


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Send a page that nobody between us and the browser keeps, and no search engine lists."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = translation.get_language() or "en"
    return response


def _list_links(token: str, stamp: str) -> dict[str, str]:
    """Return the pages of the order; who came by a renewed link goes on with it."""
    kept = [token, stamp] if stamp else [token]
    names = ("order", "note", "delivery")
    return {name: reverse(f"track:{'renewed' if stamp else 'order'}", args=kept) if name == "order"
            else reverse(f"track:{'renewed-' if stamp else ''}{name}", args=kept) for name in names}  # fmt: skip


def _choose_language(request: HttpRequest, order: TrackedOrder) -> str:
    """Return what the shopper chose here, else the language of the order."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in _LANGUAGES else order.language


def _describe_shop(tracking: Tracking) -> dict[str, str]:
    order = tracking.order
    accent = order.accent.removeprefix("#").lower()
    url = reverse("track:accent", args=[accent]) if build_accent(accent) else ""
    return {"name": order.shop, "accent_url": url, "email": tracking.support_email}
