"""What a page needs to know of who asks: roles, scope and actor, read once per request and only when asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from packhaus.access.identity import UserIdentity
from packhaus.access.queries.users import identify_user
from packhaus.access.scope import Scope
from packhaus.access.types import Actor, ActorKind

NOBODY = Actor(ActorKind.SHOPPER, "anonymous")


class IdentityMiddleware:
    """Set request.identity, .roles, .scope and .actor; somebody not signed in has no role and sees nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asker: Any = request
        asker.identity = SimpleLazyObject(lambda: _identify(request))
        asker.roles = SimpleLazyObject(lambda: asker.identity.roles)
        asker.scope = SimpleLazyObject(lambda: asker.identity.scope)
        asker.actor = SimpleLazyObject(lambda: asker.identity.actor)
        return self.get_response(request)


def _identify(request: HttpRequest) -> UserIdentity:
    user = request.user
    if user.is_authenticated:
        return identify_user(user.pk)
    return UserIdentity(user_id=None, roles=frozenset(), merchant_ids=(), scope=Scope(()), actor=NOBODY)
