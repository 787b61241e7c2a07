"""What closed deliveries brought otherwise than announced: merchants accept or dispute it, the operator answers."""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.access.types import KeyScope
from packhaus.api.answers import PageOut, answer_nothing, answer_page
from packhaus.api.keys import ApiRequest, KeyAuth, find_merchant, reads_stock, works_on_the_floor
from packhaus.api.lookups import find_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.differences import AcceptIn, AnswerIn, DifferenceListIn, DisputeIn
from packhaus.inbound.queries.list_differences import DifferenceFilter, DifferenceRow, list_differences
from packhaus.inbound.services.differences import accept_differences, answer_disputes, dispute_differences
from packhaus.kernel.keyset import PageOf

router = Router(tags=["inbound"])
says = KeyAuth(KeyScope.STOCK_WRITE)


@router.get(
    "/asn-differences",
    response={200: PageOut[DifferenceRow], **declare(404)},
    auth=reads_stock,
    operation_id="list_asn_differences",
)
def list_all(request: ApiRequest, wanted: Query[DifferenceListIn]) -> HttpResponse:
    """List what came otherwise than announced, what was closed first on top."""
    key = request.auth
    chosen = DifferenceFilter(
        site_id=find_site_id(wanted.site),
        merchant_id=find_merchant(key, wanted.merchant),
        statuses=wanted.status,
        number=wanted.number,
        sku_code=wanted.sku,
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_differences(scope=key.scope, chosen=chosen, now=timezone.now(), page=page))


@router.post(
    "/asn-differences:accept",
    response={204: None, **declare(404, 409)},
    auth=says,
    operation_id="accept_asn_differences",
)
def accept(request: ApiRequest, payload: AcceptIn) -> HttpResponse:
    """Take what came as it was booked, all or none; a dispute that nobody has answered is withdrawn so."""
    key = request.auth
    accept_differences(scope=key.scope, ids=payload.differences, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/asn-differences:dispute",
    response={204: None, **declare(404, 409)},
    auth=says,
    operation_id="dispute_asn_differences",
)
def dispute(request: ApiRequest, payload: DisputeIn) -> HttpResponse:
    """Say that something else came than was booked, and why, all or none."""
    key = request.auth
    dispute_differences(
        scope=key.scope, ids=payload.differences, reason=payload.reason, now=timezone.now(), actor=key.actor
    )
    return answer_nothing()


@router.post(
    "/asn-differences:answer",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="answer_asn_disputes",
)
def answer(request: ApiRequest, payload: AnswerIn) -> HttpResponse:
    """Grant disputes or stand by what was booked, all or none. Stock is corrected by a count."""
    key = request.auth
    answer_disputes(
        scope=key.scope, ids=payload.differences, outcome=payload.outcome, ground=payload.ground, now=timezone.now(),
        actor=key.actor,
    )  # fmt: skip
    return answer_nothing()
