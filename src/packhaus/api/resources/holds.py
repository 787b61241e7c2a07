"""Carts: units set aside until they are ordered, given back, or the time is over."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.keys import ApiRequest, choose_merchant, writes_orders
from packhaus.api.lookups import read_sites, read_skus
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.stock import CartIn
from packhaus.inventory.queries.get_hold import HoldDetail, get_hold
from packhaus.inventory.services.holds import HoldLineDraft, hold_stock, release_hold
from packhaus.journal.services.idempotency import Done
from packhaus.terms.queries.get_terms import get_terms

router = Router(tags=["stock"])


@dataclass(frozen=True, slots=True)
class HoldOut:
    """A hold, by the id that gives it back."""

    id: UUID


@router.post(
    "/holds",
    response={201: HoldOut, **declare(404, 409)},
    auth=writes_orders,
    operation_id="hold_stock",
    openapi_extra=DECLARED,
)
def hold(request: ApiRequest, payload: CartIn) -> HttpResponse:
    """Set a cart's units aside, all or none, for so many minutes."""
    done = do_once(request, lambda: _hold(request, payload), status=201, ids=lambda held: [str(held)])
    return answer(HoldOut(done.result if isinstance(done, Done) else UUID(done.created_ids[0])), 201)


@router.get(
    "/holds/{uuid:hold_id}",
    response={200: HoldDetail, **declare(404)},
    auth=writes_orders,
    operation_id="get_hold",
)
def show(request: ApiRequest, hold_id: UUID) -> HttpResponse:
    """Show what a cart holds and until when; a closed one says how it ended."""
    return answer(get_hold(request.auth.scope, hold_id=hold_id))


@router.delete(
    "/holds/{uuid:hold_id}",
    response={204: None, **declare(404)},
    auth=writes_orders,
    operation_id="release_hold",
)
def release(request: ApiRequest, hold_id: UUID) -> HttpResponse:
    """Give a cart's units back."""
    key = request.auth
    release_hold(scope=key.scope, hold_id=hold_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()


def _hold(request: ApiRequest, payload: CartIn) -> UUID:
    key = request.auth
    merchant_id = choose_merchant(key, payload.merchant)
    skus = read_skus(key, merchant_id, "lines", [line.sku for line in payload.lines])
    sites = read_sites("lines", [line.site for line in payload.lines])
    now = timezone.now()
    terms = get_terms(key.scope, merchant_id=merchant_id, at=now)
    return hold_stock(
        scope=key.scope,
        merchant_id=merchant_id,
        reference=payload.reference,
        lines=[HoldLineDraft(skus[line.sku], sites[line.site], line.quantity) for line in payload.lines],
        minutes=payload.minutes or terms.cart_minutes,
        now=now,
    )
