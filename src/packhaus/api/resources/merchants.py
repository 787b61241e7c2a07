"""Merchants: taken on, changed, closed; and the terms agreed with them."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from packhaus.access.queries.merchants import get_merchant_by_code, list_merchants
from packhaus.access.services.change_merchant import change_merchant
from packhaus.access.services.merchants import create_merchant, set_merchant_active
from packhaus.access.types import MerchantRow
from packhaus.api.answers import answer, answer_nothing
from packhaus.api.fields import bounded
from packhaus.api.keys import ApiRequest, manages_access, reads_orders
from packhaus.api.problems import declare
from packhaus.api.schemas.merchants import MerchantFields, NewMerchantIn, TermsIn
from packhaus.terms.queries.get_terms import get_terms
from packhaus.terms.services.set_terms import set_terms
from packhaus.terms.types import MerchantTerms, TermDraft

router = Router(tags=["merchants"])
Code = Annotated[str, bounded(16, 1), Path()]


@dataclass(frozen=True, slots=True)
class TakenOnOut:
    """A merchant that was taken on."""

    id: UUID


@router.get(
    "/merchants",
    response={200: list[MerchantRow], **declare()},
    auth=reads_orders,
    operation_id="list_merchants",
)
def list_every(request: ApiRequest) -> HttpResponse:
    """List merchants by code: an operator's key sees all, a merchant's key its own."""
    return answer(list_merchants(request.auth.scope))


@router.get(
    "/merchants/{code}",
    response={200: MerchantRow, **declare(404)},
    auth=reads_orders,
    operation_id="get_merchant",
)
def show(request: ApiRequest, code: Code) -> HttpResponse:
    """Return a merchant."""
    return answer(get_merchant_by_code(scope=request.auth.scope, code=code))


@router.post(
    "/merchants",
    response={201: TakenOnOut, **declare(404, 409)},
    auth=manages_access,
    operation_id="create_merchant",
)
def take_on(request: ApiRequest, payload: NewMerchantIn) -> HttpResponse:
    """Take a merchant on. A code is taken once: sent again it is a 409."""
    key = request.auth
    made = create_merchant(scope=key.scope, now=timezone.now(), actor=key.actor, **payload.model_dump())
    return answer(TakenOnOut(made), 201)


@router.put(
    "/merchants/{code}",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="change_merchant",
)
def change(request: ApiRequest, code: Code, payload: MerchantFields) -> HttpResponse:
    """Change a merchant's name, language and colour."""
    key = request.auth
    change_merchant(
        scope=key.scope,
        merchant_id=_find(request, code),
        now=timezone.now(),
        actor=key.actor,
        **payload.model_dump(),
    )
    return answer_nothing()


@router.post(
    "/merchants/{code}/deactivate",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="deactivate_merchant",
)
def close(request: ApiRequest, code: Code) -> HttpResponse:
    """Close a merchant's keys and sign-ins; its rows stay."""
    key, found = request.auth, _find(request, code)
    set_merchant_active(
        scope=key.scope, merchant_id=found, is_active=False, now=timezone.now(), actor=key.actor
    )
    return answer_nothing()


@router.post(
    "/merchants/{code}/reactivate",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="reactivate_merchant",
)
def reopen(request: ApiRequest, code: Code) -> HttpResponse:
    """Open a merchant's keys and sign-ins again."""
    key, found = request.auth, _find(request, code)
    set_merchant_active(
        scope=key.scope, merchant_id=found, is_active=True, now=timezone.now(), actor=key.actor
    )
    return answer_nothing()


@router.get(
    "/merchants/{code}/terms",
    response={200: MerchantTerms, **declare(404)},
    auth=reads_orders,
    operation_id="get_terms",
)
def show_terms(request: ApiRequest, code: Code) -> HttpResponse:
    """Return the terms that hold now; another process may have newer ones for ten seconds."""
    return answer(get_terms(request.auth.scope, merchant_id=_find(request, code), at=timezone.now()))


@router.patch(
    "/merchants/{code}/terms",
    response={204: None, **declare(404, 409)},
    auth=manages_access,
    operation_id="set_terms",
)
def agree(request: ApiRequest, code: Code, payload: TermsIn) -> HttpResponse:
    """Write new versions of terms, all or none; what held before ends where they begin."""
    key, merchant_id = request.auth, _find(request, code)
    drafts = [TermDraft(merchant_id, term.key, term.value, term.valid_from) for term in payload.terms]
    set_terms(scope=key.scope, drafts=drafts, now=timezone.now(), actor=key.actor)
    return answer_nothing()


def _find(request: ApiRequest, code: str) -> UUID:
    return get_merchant_by_code(scope=request.auth.scope, code=code).id
