"""What the floor has to answer: units that were not found, and wishes to cancel."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.fields import Input, MerchantCode, PageIn, Serial, bounded
from packhaus.api.keys import ApiRequest, find_merchant, works_on_the_floor
from packhaus.api.lookups import find_site_id
from packhaus.api.problems import declare
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.list_shorts import ShortFilter, ShortRow, list_shorts
from packhaus.outbound.services.resolve_shorts import resolve_shorts
from packhaus.outbound.services.stop import answer_cancel_requests
from packhaus.outbound.types import ShortReason

router = Router(tags=["floor"])


class ShortListIn(PageIn):
    """What narrows the list of shorts; `open` takes only those that nobody has looked into, or only the others."""

    site: Annotated[str, bounded(16)] = ""
    merchant: MerchantCode = ""
    reason: Annotated[list[ShortReason], Field(max_length=len(ShortReason))] = []
    open: bool | None = None


class ResolveIn(Input):
    """Shorts that somebody has looked into."""

    shorts: Annotated[list[Serial], Field(min_length=1, max_length=1_000)]


class AnswerIn(Input):
    """Which wishes; none named are all that are open, at most 500."""

    requests: Annotated[list[Serial], Field(max_length=500)] = []


@dataclass(frozen=True, slots=True)
class ResolvedOut:
    """How many shorts are resolved with this call; the others were before."""

    resolved: int


@dataclass(frozen=True, slots=True)
class CancelAnswerOut:
    """Units of a wish that were stopped, and those that were too late."""

    request_id: int
    fulfillment_id: UUID
    stopped: int
    refused: int


@router.get(
    "/shorts",
    response={200: PageOut[ShortRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_shorts",
)
def list_all(request: ApiRequest, wanted: Query[ShortListIn]) -> HttpResponse:
    """List shorts with their reason and what took their place, the newest first."""
    chosen = ShortFilter(
        site_id=find_site_id(wanted.site),
        merchant_id=find_merchant(request.auth, wanted.merchant),
        reasons=wanted.reason,
        is_open=wanted.open,
    )
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_shorts(scope=request.auth.scope, chosen=chosen, page=page))


@router.post(
    "/shorts:resolve",
    response={200: ResolvedOut, **declare()},
    auth=works_on_the_floor,
    operation_id="resolve_shorts",
)
def resolve(request: ApiRequest, payload: ResolveIn) -> HttpResponse:
    """Close shorts that somebody has looked into; twice is once."""
    count = resolve_shorts(short_ids=payload.shorts, now=timezone.now(), actor=request.auth.actor)
    return answer(ResolvedOut(count))


@router.post(
    "/cancel-requests:answer",
    response={200: list[CancelAnswerOut], **declare()},
    auth=works_on_the_floor,
    operation_id="answer_cancel_requests",
)
def answer_wishes(request: ApiRequest, payload: AnswerIn) -> HttpResponse:
    """Stop what is not packed: what is not picked is left, what is picked goes back to its bin."""
    answered = answer_cancel_requests(
        request_ids=payload.requests or None, now=timezone.now(), actor=request.auth.actor
    )
    return answer(answered)
