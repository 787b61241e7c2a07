"""Keeps those whom the operator asks for a second factor at its page until they have one."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from packhaus.web.floor.badge_sessions import is_by_badge
from packhaus.web.sessions import VERIFIED


class SecondFactorMiddleware:
    """Lead a person without the second factor that the role needs to where it is set up; other pages stay shut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_ROLES and _is_held(request):
            return HttpResponseRedirect(reverse("set-up-second-factor"))
        return self.get_response(request)


def is_required(roles: Any) -> bool:
    """Tell whether one of these roles may do nothing without a second factor."""
    return any(role.value in settings.SECOND_FACTOR_ROLES for role in roles)


def _is_held(request: HttpRequest) -> bool:
    if request.path.startswith(("/api/", "/t/", "/static/")) or not request.user.is_authenticated:
        return False
    open_paths = {reverse(name) for name in ("set-up-second-factor", "sign-out", "preferences")}
    # A badge is a thing one has, and opens nothing but the floor of one device.
    if request.path in open_paths or request.session.get(VERIFIED) or is_by_badge(request):
        return False
    asker: Any = request
    return is_required(asker.roles)
