"""What every view stands on: who asks, what they chose, who may see the page, one scoped transaction to read in."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from packhaus.access.identity import UserIdentity
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor, Role
from packhaus.kernel.errors import NotFound
from packhaus.web.nav import SECTIONS
from packhaus.web.parts import FrameChoices
from packhaus.web.preferences import Preferences
from packhaus.web.responses import is_fragment_wanted

_READING = ("GET", "HEAD", "OPTIONS")
Arguments = ParamSpec("Arguments")


class PageRequest(HttpRequest):
    """A request as the middlewares leave it."""

    now: datetime
    identity: UserIdentity
    roles: frozenset[Role]
    scope: Scope
    actor: Actor
    preferences: Preferences
    frame_choices: FrameChoices
    site_zone: str


def find_merchant_id(request: PageRequest) -> UUID | None:
    """Return the merchant chosen in the top bar, or None for all."""
    merchant = request.frame_choices.merchant
    return UUID(merchant.id) if merchant else None


def find_site_id(request: PageRequest) -> UUID | None:
    """Return the site chosen in the top bar, or None for all."""
    site = request.frame_choices.site
    return UUID(site.id) if site else None


View = Callable[Concatenate[PageRequest, Arguments], HttpResponse]
AnyView = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def list_roles(page: str) -> frozenset[Role]:
    """Return who sees a page of the navigation. A name that is not there is a bug."""
    [roles] = [found.roles for section in SECTIONS for found in section.pages if found.url_name == page]
    return roles


def page(name: str, *, also: Iterable[Role] = ()) -> Callable[[View[Arguments]], AnyView[Arguments]]:
    """Make a view a page of the navigation (`console:orders`) or one below it: the same people may use it.

    Without a sign-in it leads there, without the role it is 404. Reading requests run in one transaction of the
    asker's scope; a writing one leaves that to its service.
    """
    return shown_to(*list_roles(name), *also)


def shown_to(*roles: Role) -> Callable[[View[Arguments]], AnyView[Arguments]]:
    """Make a view a page for people with one of these roles."""
    allowed = frozenset(roles)

    def decorate(view: View[Arguments]) -> AnyView[Arguments]:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, *arguments: Arguments.args, **named: Arguments.kwargs
        ) -> HttpResponse:
            asker: PageRequest = request  # type: ignore[assignment]
            if not request.user.is_authenticated:
                return _send_to_sign_in(request)
            if not allowed & asker.identity.roles:
                raise NotFound("no page of this role")
            reads = request.method in _READING
            with transaction(asker.identity.scope) if reads else nullcontext():
                return view(asker, *arguments, **named)

        return guarded

    return decorate


def _send_to_sign_in(request: HttpRequest) -> HttpResponse:
    if is_fragment_wanted(request):
        return HttpResponse(status=401, headers={"HX-Redirect": "/sign-in/"})
    return redirect_to_login(request.get_full_path())
