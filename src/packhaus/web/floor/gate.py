"""The gate of badge sessions: nowhere but the floor, not for ever, and what a badge scanned in between means."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from packhaus.access.queries.floor import find_badge_person
from packhaus.access.types import FLOOR_ROLES
from packhaus.web.floor.badge_sessions import (
    is_by_badge,
    is_for_badges,
    is_over,
    looks_like_badge,
    read_device,
    remember_badge,
)
from packhaus.web.responses import lead_to

_FOR_ALL = frozenset({"/floor/sign-in/", "/floor/worker.js"})


class FloorGateMiddleware:
    """Keep badge sessions on the floor and end them in time; stands before anything that reads roles."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asker: Any = request
        if request.path.startswith("/api/"):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self._lead_in(request)
        if is_by_badge(request):
            if is_over(request, now=timezone.now().timestamp()):
                logout(request)
                return lead_to(request, reverse("floor:sign-in"))
            if not is_for_badges(request.path):
                return _refuse(request)
            held = asker.identity.roles
            asker.roles = SimpleLazyObject(lambda: held & FLOOR_ROLES)
        return self.get_response(request)

    def _lead_in(self, request: HttpRequest) -> HttpResponse:
        """Lead to the badge's page on a paired device, where others would be asked for a password."""
        is_floor = request.path.startswith(("/floor/", "/pack/")) and request.path not in _FOR_ALL
        if is_floor and read_device(request) is not None:
            return lead_to(request, reverse("floor:sign-in"))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _named: Any
    ) -> HttpResponse | None:
        """Take a badge that is scanned while somebody works; the page that waited for another scan stays as it is."""
        if request.method != "POST" or not request.path.startswith(("/floor/", "/pack/")):
            return None
        code = request.POST.get("scan", "").strip()
        is_meant_here = request.path == reverse("floor:sign-in") or "approval" in request.POST
        if is_meant_here or not looks_like_badge(code) or not request.user.is_authenticated:
            return None
        person = find_badge_person(code=code)
        if person is None:
            return None
        if person.user_id == request.user.pk:
            return lead_to(request, reverse("floor:work"))
        remember_badge(request, person.user_id, now=timezone.now().timestamp())
        return lead_to(request, reverse("floor:badge"))


def _refuse(request: HttpRequest) -> HttpResponse:
    """Lead whoever follows a link back to the floor; a form or a part of a page elsewhere does not exist."""
    if request.method == "GET" and request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(reverse("floor:work"))
    raise Http404
