"""Keys of programs: made, replaced, ended. A key gives no more than it has."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.access.queries.keys import KeyFilter, get_key, list_keys_page
from packhaus.access.services.keys import create_key, revoke_key, rotate_key
from packhaus.access.types import KeyRow, NewKey
from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import ApiRequest, find_merchant, manages_access
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.access import KeyIn, KeyListIn
from packhaus.journal.services.idempotency import Done, Repeated
from packhaus.kernel.keyset import PageOf

router = Router(tags=["access"])


@dataclass(frozen=True, slots=True)
class NewKeyOut:
    """A key just made. `token` is shown this once: a request that is repeated finds it empty."""

    id: UUID
    token: str


@router.get(
    "/keys", response={200: PageOut[KeyRow], **declare(404)}, auth=manages_access, operation_id="list_keys"
)
def list_all(request: ApiRequest, wanted: Query[KeyListIn]) -> HttpResponse:
    """List keys with what they may do and when they were last used, the newest first."""
    chosen = KeyFilter(merchant_id=find_merchant(request.auth, wanted.merchant), is_revoked=wanted.revoked)
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_keys_page(request.auth.scope, wanted=chosen, page=page))


@router.get(
    "/keys/{uuid:key_id}",
    response={200: KeyRow, **declare(404)},
    auth=manages_access,
    operation_id="get_key",
)
def show(request: ApiRequest, key_id: UUID) -> HttpResponse:
    """Show a key, ended or not; of its token only the start."""
    return answer(get_key(request.auth.scope, key_id=key_id))


@router.post(
    "/keys",
    response={201: NewKeyOut, **declare(404, 409)},
    auth=manages_access,
    operation_id="create_key",
    openapi_extra=DECLARED,
)
def make(request: ApiRequest, payload: KeyIn) -> HttpResponse:
    """Make a key with some or all of the caller's scopes; its token is shown this once."""
    done = do_once(request, lambda: _make(request, payload), status=201, ids=lambda made: [str(made.id)])
    return answer(_show(done), 201)


@router.post(
    "/keys/{uuid:key_id}/rotate",
    response={201: NewKeyOut, **declare(404, 409)},
    auth=manages_access,
    operation_id="rotate_key",
    openapi_extra=DECLARED,
)
def rotate(request: ApiRequest, key_id: UUID) -> HttpResponse:
    """Replace a key by a new one with the same name and rights; the old one ends at once, also the caller's own."""
    key, now = request.auth, timezone.now()
    done = do_once(
        request,
        lambda: rotate_key(scope=key.scope, key_id=key_id, now=now, actor=key.actor),
        status=201,
        ids=lambda made: [str(made.id)],
    )
    return answer(_show(done), 201)


@router.delete(
    "/keys/{uuid:key_id}",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="revoke_key",
)
def revoke(request: ApiRequest, key_id: UUID) -> HttpResponse:
    """End a key. The caller's own too: this is its last answer."""
    key = request.auth
    revoke_key(scope=key.scope, key_id=key_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()


def _make(request: ApiRequest, payload: KeyIn) -> NewKey:
    key = request.auth
    return create_key(
        scope=key.scope,
        merchant_id=find_merchant(key, payload.merchant),
        name=payload.name,
        scopes=payload.scopes,
        now=timezone.now(),
        actor=key.actor,
    )


def _show(done: Done[NewKey] | Repeated) -> NewKeyOut:
    if isinstance(done, Done):
        return NewKeyOut(done.result.id, done.result.token)
    return NewKeyOut(UUID(done.created_ids[0]), "")
