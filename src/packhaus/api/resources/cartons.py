"""The cartons to pack in."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.fields import bounded
from packhaus.api.keys import ApiRequest, find_merchant, works_on_the_floor, writes_network
from packhaus.api.problems import declare
from packhaus.api.schemas.shipping import CartonIn
from packhaus.shipping.queries.list_cartons import CartonRow, list_cartons
from packhaus.shipping.services.cartons import save_cartons
from packhaus.shipping.services.switch import switch_carton

router = Router(tags=["floor"])
Code = Annotated[str, bounded(16, 1), Path()]


@router.get(
    "/cartons",
    response={200: list[CartonRow], **declare()},
    auth=works_on_the_floor,
    operation_id="list_cartons",
)
def list_every(request: ApiRequest) -> HttpResponse:
    """List the cartons, the operator's first and the small ones first."""
    return answer(list_cartons(request.auth.scope))


@router.put(
    "/cartons/{code}", response={204: None, **declare(404)}, auth=writes_network, operation_id="save_carton"
)
def save(request: ApiRequest, code: Code, payload: CartonIn) -> HttpResponse:
    """Create a carton, or change the one of this merchant with this code; one that is switched off stays so."""
    key, merchant_id = request.auth, find_merchant(request.auth, payload.merchant)
    save_cartons(
        scope=key.scope,
        merchant_id=merchant_id,
        drafts=[payload.as_draft(code)],
        now=timezone.now(),
        actor=key.actor,
    )
    return answer_nothing()


@router.post(
    "/cartons/{uuid:carton_id}/deactivate",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="deactivate_carton",
)
def switch_off(request: ApiRequest, carton_id: UUID) -> HttpResponse:
    """Pack in a carton no longer; what was packed stays."""
    key = request.auth
    switch_carton(scope=key.scope, carton_id=carton_id, is_active=False, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/cartons/{uuid:carton_id}/reactivate",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="reactivate_carton",
)
def switch_on(request: ApiRequest, carton_id: UUID) -> HttpResponse:
    """Pack in a carton again."""
    key = request.auth
    switch_carton(scope=key.scope, carton_id=carton_id, is_active=True, now=timezone.now(), actor=key.actor)
    return answer_nothing()
