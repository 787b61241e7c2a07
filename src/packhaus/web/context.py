"""What every page is drawn with."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from packhaus.access.types import Role
from packhaus.web.nav import NavSection, build_navigation, find_url
from packhaus.web.parts import FrameChoices
from packhaus.web.preferences import Preferences


def read_roles(request: HttpRequest) -> frozenset[Role]:
    """Return the roles of the person; access's middleware sets them."""
    return frozenset(getattr(request, "roles", ()))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Add navigation, pickers, preferences and the page's one `now`; the navigation only when it is drawn."""

    def build() -> list[NavSection]:
        return build_navigation(roles=read_roles(request), path=request.path)

    return {
        "now": getattr(request, "now", None) or timezone.now(),
        "preferences": getattr(request, "preferences", Preferences()),
        "navigation": SimpleLazyObject(build),
        "choices": getattr(request, "frame_choices", FrameChoices()),
        "search_url": find_url("console:search"),
        "may_search": SimpleLazyObject(lambda: bool(read_roles(request))),
    }
