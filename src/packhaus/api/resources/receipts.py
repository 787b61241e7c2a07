"""Receiving: what came of announced deliveries and of others. For the operator's own programs."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.fields import MerchantIn
from packhaus.api.keys import ApiRequest, choose_merchant, works_on_the_floor
from packhaus.api.lookups import find_asn, get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.inbound import AsnNumber, CloseIn, EntriesIn, UnannouncedIn, UnitCode
from packhaus.inbound.queries.list_asns import AsnDetail, get_asn
from packhaus.inbound.queries.list_receipts import ReceiptRow, list_receipts
from packhaus.inbound.services.close import close_asn
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.services.receive_unit import receive_unit
from packhaus.inbound.services.roll_back import roll_back_receipt
from packhaus.inbound.services.unannounced import open_unannounced
from packhaus.inbound.types import Received

router = Router(tags=["inbound"])


@router.post(
    "/asns:unannounced",
    response={201: AsnDetail, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="open_unannounced",
)
def take_unknown(request: ApiRequest, payload: UnannouncedIn) -> HttpResponse:
    """Open a delivery that nobody announced; what comes of it is received blind. Twice is once by its number."""
    key = request.auth
    merchant_id = choose_merchant(key, payload.merchant)
    open_unannounced(
        scope=key.scope, merchant_id=merchant_id, site_id=get_site_id(payload.site), number=payload.number,
        carrier_code=payload.carrier, now=timezone.now(), actor=key.actor,
    )  # fmt: skip
    return answer(get_asn(scope=key.scope, merchant_id=merchant_id, number=payload.number), 201)


@router.post(
    "/asns/{number}/receipts",
    response={200: list[Received], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="receive_against",
)
def receive(request: ApiRequest, number: AsnNumber, payload: EntriesIn) -> HttpResponse:
    """Book units of a delivery, all or none; an entry whose client id was booked before books nothing."""
    key = request.auth
    _, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    entries = [entry.as_entry() for entry in payload.entries]
    return answer(
        receive_against(scope=key.scope, asn_id=asn_id, entries=entries, now=timezone.now(), actor=key.actor)
    )


@router.post(
    "/asns/{number}/units/{unit}/receive",
    response={200: list[Received], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="receive_unit",
)
def receive_whole(
    request: ApiRequest, number: AsnNumber, unit: UnitCode, payload: MerchantIn
) -> HttpResponse:
    """Book all that a carton or pallet was announced with and that has not come yet; twice is once."""
    key = request.auth
    _, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    return answer(
        receive_unit(scope=key.scope, asn_id=asn_id, unit_code=unit, now=timezone.now(), actor=key.actor)
    )


@router.get(
    "/asns/{number}/receipts",
    response={200: list[ReceiptRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_receipts",
)
def list_all(request: ApiRequest, number: AsnNumber, wanted: Query[MerchantIn]) -> HttpResponse:
    """List the last 200 receipts of a delivery, the newest first."""
    key = request.auth
    _, asn_id = find_asn(key, merchant=wanted.merchant, number=number)
    return answer(list_receipts(scope=key.scope, asn_id=asn_id))


@router.post(
    "/receipts/{uuid:receipt_id}/roll-back",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="roll_back_receipt",
)
def roll_back(request: ApiRequest, receipt_id: UUID) -> HttpResponse:
    """Take back a receipt whose units still lie where they were received and are promised to nobody."""
    key = request.auth
    roll_back_receipt(scope=key.scope, receipt_id=receipt_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/asns/{number}/close",
    response={200: AsnDetail, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="close_asn",
)
def close(request: ApiRequest, number: AsnNumber, payload: CloseIn) -> HttpResponse:
    """Close a delivery with a reason for every line that differs; nothing more of it is expected."""
    key = request.auth
    merchant_id, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    reasons = {one.line: one.reason for one in payload.differences}
    close_asn(
        scope=key.scope, asn_id=asn_id, reasons=reasons, is_lead=True, now=timezone.now(), actor=key.actor
    )
    return answer(get_asn(scope=key.scope, merchant_id=merchant_id, number=number))
