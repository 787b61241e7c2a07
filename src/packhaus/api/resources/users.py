"""People who sign in: invited, given rights, shut out and let in again."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.access.queries.users import UserFilter, get_user_detail, list_users_page
from packhaus.access.services.invite import invite_user
from packhaus.access.services.links import send_invitation
from packhaus.access.services.second_factor import reset_second_factor
from packhaus.access.services.users import set_rights, set_user_active
from packhaus.access.types import UserDetail, UserRow
from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import ApiRequest, find_merchant, manages_access
from packhaus.api.lookups import read_merchants
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.access import InviteIn, RightsIn, UserListIn
from packhaus.journal.services.idempotency import Done
from packhaus.kernel.keyset import PageOf

router = Router(tags=["access"])


@dataclass(frozen=True, slots=True)
class InvitedOut:
    """A person who was let in."""

    id: UUID


@router.get(
    "/users",
    response={200: PageOut[UserRow], **declare(404)},
    auth=manages_access,
    operation_id="list_users",
)
def list_all(request: ApiRequest, wanted: Query[UserListIn]) -> HttpResponse:
    """List people who sign in with what they may do, the newest first."""
    chosen = UserFilter(
        merchant_id=find_merchant(request.auth, wanted.merchant),
        roles=tuple(role.value for role in wanted.role),
        is_active=wanted.active,
    )
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_users_page(request.auth.scope, wanted=chosen, page=page))


@router.get(
    "/users/{uuid:user_id}",
    response={200: UserDetail, **declare(404)},
    auth=manages_access,
    operation_id="get_user",
)
def show(request: ApiRequest, user_id: UUID) -> HttpResponse:
    """Show a person, and how the person signs in."""
    return answer(get_user_detail(request.auth.scope, user_id=user_id))


@router.post(
    "/users",
    response={201: InvitedOut, **declare(404, 409)},
    auth=manages_access,
    operation_id="invite_user",
    openapi_extra=DECLARED,
)
def invite(request: ApiRequest, payload: InviteIn) -> HttpResponse:
    """Let a person in and mail the link that sets the password; it works once, for three days."""
    done = do_once(request, lambda: _invite(request, payload), status=201, ids=lambda made: [str(made)])
    return answer(InvitedOut(done.result if isinstance(done, Done) else UUID(done.created_ids[0])), 201)


@router.post(
    "/users/{uuid:user_id}/invite",
    response={204: None, **declare(404, 409)},
    auth=manages_access,
    operation_id="invite_user_again",
    openapi_extra=DECLARED,
)
def invite_again(request: ApiRequest, user_id: UUID) -> HttpResponse:
    """Mail a new link; the one before ends."""
    key, now = request.auth, timezone.now()
    do_once(
        request,
        lambda: send_invitation(scope=key.scope, user_id=user_id, now=now, actor=key.actor),
        status=204,
    )
    return answer_nothing()


@router.put(
    "/users/{uuid:user_id}/rights",
    response={204: None, **declare(404, 409)},
    auth=manages_access,
    operation_id="set_user_rights",
)
def give(request: ApiRequest, user_id: UUID, payload: RightsIn) -> HttpResponse:
    """Make these a person's rights: what is left out is taken away, at once. The last administrator stays one."""
    key = request.auth
    set_rights(
        scope=key.scope,
        user_id=user_id,
        roles=payload.list_roles(),
        merchant_ids=read_merchants(key, payload.merchants),
        now=timezone.now(),
        actor=key.actor,
    )
    return answer_nothing()


@router.post(
    "/users/{uuid:user_id}/deactivate",
    response={204: None, **declare(404, 409)},
    auth=manages_access,
    operation_id="deactivate_user",
)
def shut_out(request: ApiRequest, user_id: UUID) -> HttpResponse:
    """Shut a person out: open sessions end with their next request."""
    key = request.auth
    set_user_active(scope=key.scope, user_id=user_id, is_active=False, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/users/{uuid:user_id}/reactivate",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="reactivate_user",
)
def let_in(request: ApiRequest, user_id: UUID) -> HttpResponse:
    """Let a person sign in again, with the rights of before; sessions of before stay ended."""
    key = request.auth
    set_user_active(scope=key.scope, user_id=user_id, is_active=True, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.delete(
    "/users/{uuid:user_id}/second-factor",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="reset_second_factor",
)
def reset_factor(request: ApiRequest, user_id: UUID) -> HttpResponse:
    """Take away the second factor of somebody whose device is lost; open sessions end."""
    key = request.auth
    reset_second_factor(scope=key.scope, user_id=user_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()


def _invite(request: ApiRequest, payload: InviteIn) -> UUID:
    key = request.auth
    return invite_user(
        scope=key.scope,
        email=payload.email,
        name=payload.name,
        roles=payload.list_roles(),
        merchant_ids=read_merchants(key, payload.merchants),
        language=payload.language,
        now=timezone.now(),
        actor=key.actor,
    )
