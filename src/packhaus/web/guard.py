"""Who may open a page: by role, else it does not exist; and in which transaction it reads."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor, Role
from packhaus.web.context import read_roles
from packhaus.web.parts import FrameChoices


class PageRequest(HttpRequest):
    """A request as the middleware hands it to a page."""

    now: datetime
    roles: frozenset[Role]
    scope: Scope
    actor: Actor
    frame_choices: FrameChoices
    site_zone: str


Rest = ParamSpec("Rest")
View = Callable[Concatenate[PageRequest, Rest], HttpResponseBase]
READS = frozenset({"GET", "HEAD"})


def open_to(*roles: Role) -> Callable[[View[Rest]], Callable[..., HttpResponseBase]]:
    """Let these roles in: others get 404, nobody is sent to sign in. What is read is read in one transaction."""

    def guard(view: View[Rest]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def respond(request: HttpRequest, *args: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
            page = cast("PageRequest", request)
            if not hasattr(request, "frame_choices"):
                page.frame_choices = FrameChoices()
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            # A plain set: the middleware's is read late, and knows no operators.
            page.roles = read_roles(request)
            if not page.roles & set(roles):
                raise Http404
            if request.method not in READS:
                return view(page, *args, **named)
            with transaction(page.scope):
                return view(page, *args, **named)

        return respond

    return guard
