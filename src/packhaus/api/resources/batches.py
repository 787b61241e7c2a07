"""Pick batches: who walks where, and every stop of the walk."""

from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.fields import bounded
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.lookups import find_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.floor import BatchListIn, ClaimIn
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.list_batches import BatchFilter, BatchRow, get_batch, list_batches
from packhaus.outbound.queries.list_stops import StopView, list_stops
from packhaus.outbound.services.batches import claim_batch, return_batch

router = Router(tags=["floor"])
Batch = Annotated[str, bounded(16, 1), Path()]


@router.get(
    "/batches",
    response={200: PageOut[BatchRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_batches",
)
def list_all(request: ApiRequest, wanted: Query[BatchListIn]) -> HttpResponse:
    """List batches, the newest first."""
    chosen = BatchFilter(site_id=find_site_id(wanted.site), statuses=wanted.status, wave=wanted.wave)
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_batches(scope=request.auth.scope, chosen=chosen, page=page))


@router.get(
    "/batches/{number}/stops",
    response={200: list[StopView], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_stops",
)
def list_walk(request: ApiRequest, number: Batch) -> HttpResponse:
    """List the stops of a batch in walking order."""
    batch = get_batch(scope=request.auth.scope, number=number)
    return answer(list_stops(scope=request.auth.scope, batch_id=batch.id))


@router.post(
    "/batches/{number}/claim",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="claim_batch",
)
def claim(request: ApiRequest, number: Batch, payload: ClaimIn) -> HttpResponse:
    """Give a batch to a person; to the same person again changes nothing."""
    batch = get_batch(scope=request.auth.scope, number=number)
    claim_batch(batch_id=batch.id, picker_id=payload.picker, now=timezone.now(), actor=request.auth.actor)
    return answer_nothing()


@router.post(
    "/batches/{number}/return",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="return_batch",
)
def give_back(request: ApiRequest, number: Batch) -> HttpResponse:
    """Take a batch back from its picker; what is picked stays picked."""
    batch = get_batch(scope=request.auth.scope, number=number)
    return_batch(batch_id=batch.id, now=timezone.now(), actor=request.auth.actor)
    return answer_nothing()
