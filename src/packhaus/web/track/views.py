"""The tracking page: no account and no script; whoever has the link may look."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from packhaus.insight.queries.tracking import TrackedOrder, Tracking, find_tracking
from packhaus.insight.services.renew_tracking import is_renewed, send_new_link
from packhaus.kernel.money import Money
from packhaus.web.track.accent import build_accent
from packhaus.web.track.story import tell_story

_LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
_YEAR_SECONDS = 365 * 24 * 3600


@require_safe
def show_tracking(request: HttpRequest, token: str = "", stamp: str = "") -> HttpResponse:
    """Show an order to whoever has its link; 404 without one, 410 when it has expired and was not renewed."""
    now = getattr(request, "now", None) or timezone.now()
    tracking = find_tracking(token=token, now=now, is_renewed=is_renewed(token=token, stamp=stamp))
    if tracking is None:
        return _answer(request, "track/missing.html", {"shop": {"name": "Packhaus"}}, HTTPStatus.NOT_FOUND)
    order = tracking.order
    with translation.override(_choose_language(request, order)):
        context: dict[str, Any] = {"shop": _describe_shop(tracking), "order": order, "token": token}
        if tracking.is_expired:
            return _answer(request, "track/expired.html", context, HTTPStatus.GONE)
        context["story"] = tell_story(tracking, now=now)
        context["due"] = Money(order.cod_minor, order.currency) if order.cod_minor else None
        return _answer(request, "track/order.html", context, HTTPStatus.OK)


@require_POST
def ask_for_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail a new link to whoever ordered; the answer is the same whatever the token, the order and the contact are."""
    send_new_link(token=token, now=getattr(request, "now", None) or timezone.now())
    return _answer(request, "track/asked.html", {"shop": {"name": "Packhaus"}}, HTTPStatus.OK)


@require_safe
def show_accent(request: HttpRequest, accent: str) -> HttpResponse:
    """Send the colours that a merchant's accent makes, for ever."""
    sheet = build_accent(accent)
    if sheet is None:
        raise Http404
    response = HttpResponse(sheet, content_type="text/css")
    response["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    return response


def _choose_language(request: HttpRequest, order: TrackedOrder) -> str:
    """Return what the shopper chose here, else the language of the order."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in _LANGUAGES else order.language


def _describe_shop(tracking: Tracking) -> dict[str, str]:
    order = tracking.order
    accent = order.accent.removeprefix("#").lower()
    url = reverse("track:accent", args=[accent]) if build_accent(accent) else ""
    return {"name": order.shop, "accent_url": url, "email": tracking.support_email}


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: HTTPStatus) -> HttpResponse:
    response = render(request, template, context, status=status)
    # Somebody's order: no cache between us and the browser keeps it, no search engine lists it.
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = translation.get_language() or "en"
    return response
