"""Middleware of the story page: a person with every role, one site, two merchants."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from packhaus.access.types import Role
from packhaus.web.parts import Choice, FrameChoices

SITE = Choice("1", "BER-1", "Berlin")
MERCHANTS = (Choice("2", "ACME", "Acme Home", "#066fd1"), Choice("3", "GW", "Gartenwelt & Söhne", "#d6336c"))


def play_everybody(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def respond(request: HttpRequest) -> HttpResponse:
        request.roles = frozenset(Role)  # type: ignore[attr-defined]
        request.frame_choices = FrameChoices([SITE], MERCHANTS, SITE, MERCHANTS[1])  # type: ignore[attr-defined]
        return get_response(request)

    return respond
