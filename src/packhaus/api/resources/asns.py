"""Announced deliveries: what a merchant or its supplier says that comes, and when."""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.access.types import KeyScope
from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.fields import MerchantIn
from packhaus.api.keys import ApiRequest, KeyAuth, choose_merchant, find_merchant, reads_stock
from packhaus.api.lookups import find_asn, find_site_id, get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.inbound import AsnChangeIn, AsnIn, AsnListIn, AsnNumber
from packhaus.inbound.queries.list_asns import AsnDetail, AsnFilter, AsnRow, get_asn, list_asns
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.cancel import cancel_asns, expect_arrivals
from packhaus.inbound.services.change import change_asn
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf

router = Router(tags=["inbound"])
announces = KeyAuth(KeyScope.STOCK_WRITE)


@router.post(
    "/asns",
    response={201: AsnDetail, 200: AsnDetail, **declare(404, 409)},
    auth=announces,
    operation_id="announce_asn",
)
def announce(request: ApiRequest, payload: AsnIn) -> HttpResponse:
    """Announce a delivery. The same again changes nothing and is answered with 200."""
    key, site_id = request.auth, get_site_id(payload.site)
    merchant_id = choose_merchant(key, payload.merchant)
    draft = payload.as_draft(payload.number, site_id)
    try:
        [told] = announce_asns(
            scope=key.scope, merchant_id=merchant_id, drafts=[draft], now=timezone.now(), actor=key.actor
        )
    except Invalid as refused:
        raise _name_fields(refused) from refused
    detail = get_asn(scope=key.scope, merchant_id=merchant_id, number=told.number)
    return answer(detail, 201 if told.is_new else 200)


@router.get(
    "/asns", response={200: PageOut[AsnRow], **declare(404)}, auth=reads_stock, operation_id="list_asns"
)
def list_all(request: ApiRequest, wanted: Query[AsnListIn]) -> HttpResponse:
    """List announced deliveries, the next first."""
    key = request.auth
    chosen = AsnFilter(
        find_site_id(wanted.site),
        find_merchant(key, wanted.merchant),
        wanted.status,
        wanted.number,
        wanted.supplier,
        wanted.from_on,
        wanted.to_on,
        only=wanted.only,
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_asns(scope=key.scope, chosen=chosen, page=page))


@router.get(
    "/asns/{number}", response={200: AsnDetail, **declare(404)}, auth=reads_stock, operation_id="get_asn"
)
def get_one(request: ApiRequest, number: AsnNumber, wanted: Query[MerchantIn]) -> HttpResponse:
    """Return an announced delivery with its lines."""
    key = request.auth
    merchant_id = choose_merchant(key, wanted.merchant)
    return answer(get_asn(scope=key.scope, merchant_id=merchant_id, number=number))


@router.put(
    "/asns/{number}",
    response={200: AsnDetail, **declare(404, 409)},
    auth=announces,
    operation_id="change_asn",
)
def change(request: ApiRequest, number: AsnNumber, payload: AsnChangeIn) -> HttpResponse:
    """Say anew what a delivery brings, and when, until it arrives."""
    key, site_id = request.auth, get_site_id(payload.site)
    merchant_id, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    try:
        change_asn(
            scope=key.scope, merchant_id=merchant_id, asn_id=asn_id,
            draft=payload.as_draft(number, site_id), now=timezone.now(), actor=key.actor,
        )  # fmt: skip
    except Invalid as refused:
        raise _name_fields(refused) from refused
    return answer(get_asn(scope=key.scope, merchant_id=merchant_id, number=number))


@router.post(
    "/asns/{number}/cancel",
    response={200: AsnDetail, **declare(404, 409)},
    auth=announces,
    operation_id="cancel_asn",
)
def cancel(request: ApiRequest, number: AsnNumber, payload: MerchantIn) -> HttpResponse:
    """Say that a delivery will not come, until it arrives."""
    key = request.auth
    merchant_id, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    cancel_asns(scope=key.scope, asn_ids=[asn_id], now=timezone.now(), actor=key.actor)
    return answer(get_asn(scope=key.scope, merchant_id=merchant_id, number=number))


@router.post(
    "/asns/{number}/expect",
    response={200: AsnDetail, **declare(404, 409)},
    auth=announces,
    operation_id="expect_asn",
)
def expect(request: ApiRequest, number: AsnNumber, payload: MerchantIn) -> HttpResponse:
    """Say that a delivery is on its way."""
    key = request.auth
    merchant_id, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    expect_arrivals(scope=key.scope, asn_ids=[asn_id], now=timezone.now(), actor=key.actor)
    return answer(get_asn(scope=key.scope, merchant_id=merchant_id, number=number))


def _name_fields(refused: Invalid) -> Invalid:
    """Say of the one delivery of a call what the service says of the first of many."""
    return Invalid(
        [
            FieldProblem(
                problem.path.removeprefix("asns.0.")
                .replace("supplier_code", "supplier")
                .replace("order_number", "order")
                .replace("carrier_code", "carrier"),
                problem.code,
                problem.message,
                problem.data,
            )
            for problem in refused.problems
        ]
    )
