"""What parcels were packed in, as packaging registers ask for it."""

from django.http import HttpResponse
from ninja import Query, Router

from packhaus.api.answers import answer
from packhaus.api.fields import Input, MerchantCode, Moment
from packhaus.api.keys import ApiRequest, find_merchant, reads_stock
from packhaus.api.problems import declare
from packhaus.outbound.queries.packaging import (
    EmptyRow,
    LowMaterial,
    MaterialRow,
    Period,
    list_low_materials,
    sum_empty_space,
    sum_packaging,
)

router = Router(tags=["floor"])


class PeriodIn(Input):
    """What left from `since` on and before `until`; of every merchant of the key, or of one."""

    since: Moment
    until: Moment
    merchant: MerchantCode = ""


@router.get(
    "/packaging/materials",
    response={200: list[MaterialRow], **declare(404)},
    auth=reads_stock,
    operation_id="sum_packaging",
)
def sum_up(request: ApiRequest, wanted: Query[PeriodIn]) -> HttpResponse:
    """Sum up packaging that left by merchant, country and material; no material: nobody has said which."""
    return answer(
        sum_packaging(
            scope=request.auth.scope,
            period=Period(wanted.since, wanted.until),
            merchant_id=find_merchant(request.auth, wanted.merchant),
        )
    )


@router.get(
    "/packaging/empty-space",
    response={200: list[EmptyRow], **declare(404)},
    auth=reads_stock,
    operation_id="sum_empty_space",
)
def sum_empty(request: ApiRequest, wanted: Query[PeriodIn]) -> HttpResponse:
    """Say by carton how much of the inside of what left held nothing, in thousandths."""
    return answer(
        sum_empty_space(
            scope=request.auth.scope,
            period=Period(wanted.since, wanted.until),
            merchant_id=find_merchant(request.auth, wanted.merchant),
        )
    )


@router.get(
    "/packaging/low",
    response={200: list[LowMaterial], **declare()},
    auth=reads_stock,
    operation_id="list_low_packaging",
)
def list_low(request: ApiRequest) -> HttpResponse:
    """List cartons and fill that run out at a site, in base units."""
    return answer(list_low_materials(scope=request.auth.scope))
