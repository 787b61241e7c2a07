"""Transfers: goods that go from one site to another."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.access.types import KeyScope
from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.fields import MerchantIn
from packhaus.api.keys import (
    ApiRequest,
    KeyAuth,
    choose_merchant,
    find_merchant,
    reads_stock,
    works_on_the_floor,
)
from packhaus.api.lookups import find_site_id, get_site_id
from packhaus.api.problems import declare
from packhaus.api.resources.documents import ANSWERS_PDF, PDF
from packhaus.api.schemas.transfers import (
    TransferCancelIn,
    TransferIn,
    TransferListIn,
    TransferLoadIn,
    TransferNoteIn,
    TransferNumber,
    TransferPickIn,
    TransferPutBackIn,
    TransferShipIn,
)
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.transfers.queries.list_transfers import (
    TransferDetail,
    TransferFilter,
    TransferRow,
    get_transfer,
    list_transfers,
)
from packhaus.transfers.services.cancel import cancel_transfer
from packhaus.transfers.services.draft import draft_transfers
from packhaus.transfers.services.load import load_for_transfer
from packhaus.transfers.services.pick import pick_for_transfer
from packhaus.transfers.services.print_note import print_transfer_note
from packhaus.transfers.services.put_back import put_back_pick
from packhaus.transfers.services.release import release_transfer
from packhaus.transfers.services.ship import ship_transfer
from packhaus.transfers.types import TransferDraft, TransferLineDraft, TransferPick

router = Router(tags=["transfers"])
drafts = KeyAuth(KeyScope.STOCK_WRITE)


@router.post(
    "/transfers",
    response={201: TransferDetail, 200: TransferDetail, **declare(404, 409)},
    auth=drafts,
    operation_id="draft_transfer",
)
def draft(request: ApiRequest, payload: TransferIn) -> HttpResponse:
    """Draft a transfer. The same number with the same goods changes nothing and is answered with 200."""
    key, merchant_id = request.auth, choose_merchant(request.auth, payload.merchant)
    lines = tuple(TransferLineDraft(line.sku, line.quantity) for line in payload.lines)
    one = TransferDraft(
        get_site_id(payload.from_site), get_site_id(payload.to_site), payload.expected_on, lines, payload.number,
        payload.carrier, payload.title_passes,
    )  # fmt: skip
    [made] = draft_transfers(
        scope=key.scope, merchant_id=merchant_id, drafts=[one], now=timezone.now(), actor=key.actor
    )
    detail = get_transfer(scope=key.scope, merchant_id=merchant_id, number=made.number)
    return answer(detail, 201 if made.is_new else 200)


@router.get(
    "/transfers",
    response={200: PageOut[TransferRow], **declare(404)},
    auth=reads_stock,
    operation_id="list_transfers",
)
def list_all(request: ApiRequest, wanted: Query[TransferListIn]) -> HttpResponse:
    """List transfers, the next first."""
    key = request.auth
    chosen = TransferFilter(
        find_site_id(wanted.site), find_merchant(key, wanted.merchant), wanted.status, wanted.number
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_transfers(scope=key.scope, chosen=chosen, page=page))


@router.get(
    "/transfers/{number}",
    response={200: TransferDetail, **declare(404)},
    auth=reads_stock,
    operation_id="get_transfer",
)
def get_one(request: ApiRequest, number: TransferNumber, wanted: Query[MerchantIn]) -> HttpResponse:
    """Return a transfer with its lines, its picks and, for the operator, where more of it lies."""
    return _show(request, wanted.merchant, number)


@router.post(
    "/transfers/{number}/release",
    response={200: TransferDetail, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="release_transfer",
)
def release(request: ApiRequest, number: TransferNumber, payload: MerchantIn) -> HttpResponse:
    """Set the units aside at the site they leave; a refusal names who has what is missing."""
    key, found = request.auth, _find(request, payload.merchant, number)
    release_transfer(scope=key.scope, transfer_id=found, now=timezone.now(), actor=key.actor)
    return _show(request, payload.merchant, number)


@router.post(
    "/transfers/{number}/picks",
    response={200: TransferDetail, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="pick_for_transfer",
)
def pick(request: ApiRequest, number: TransferNumber, payload: TransferPickIn) -> HttpResponse:
    """Take units from a location; a client id that was booked before books nothing."""
    key, found = request.auth, _find(request, payload.merchant, number)
    one = TransferPick(
        payload.client_id, payload.line, payload.location, payload.quantity, payload.serial, payload.unit,
        payload.unit_kind,
    )  # fmt: skip
    pick_for_transfer(scope=key.scope, transfer_id=found, pick=one, now=timezone.now(), actor=key.actor)
    return _show(request, payload.merchant, number)


@router.post(
    "/transfers/{number}/picks/put-back",
    response={200: TransferDetail, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="put_back_transfer_pick",
)
def put_back(request: ApiRequest, number: TransferNumber, payload: TransferPutBackIn) -> HttpResponse:
    """Bring the units of one pick back to their bin; they are to be picked again."""
    key, found = request.auth, _find(request, payload.merchant, number)
    put_back_pick(
        scope=key.scope, transfer_id=found, client_id=payload.client_id, now=timezone.now(), actor=key.actor
    )
    return _show(request, payload.merchant, number)


@router.post(
    "/transfers/{number}/loads",
    response={200: TransferDetail, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="load_for_transfer",
)
def load(request: ApiRequest, number: TransferNumber, payload: TransferLoadIn) -> HttpResponse:
    """Note that a carton or pallet, or an item's loose units, are on board. Twice is once."""
    key, found = request.auth, _find(request, payload.merchant, number)
    if bool(payload.unit) == bool(payload.sku):
        raise Invalid([FieldProblem("unit", "required", "is given, or an item: one of them")])
    load_for_transfer(
        scope=key.scope,
        transfer_id=found,
        unit_code=payload.unit,
        sku_code=payload.sku,
        now=timezone.now(),
        actor=key.actor,
    )
    return _show(request, payload.merchant, number)


@router.post(
    "/transfers/{number}/ship",
    response={200: TransferDetail, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="ship_transfer",
)
def ship(request: ApiRequest, number: TransferNumber, payload: TransferShipIn) -> HttpResponse:
    """Let what was picked leave, and announce it to the other site under the same number."""
    key, found = request.auth, _find(request, payload.merchant, number)
    ship_transfer(
        scope=key.scope,
        transfer_id=found,
        is_short=payload.is_short,
        is_scanned=payload.is_scanned,
        now=timezone.now(),
        actor=key.actor,
    )
    return _show(request, payload.merchant, number)


@router.post(
    "/transfers/{number}/cancel",
    response={200: TransferDetail, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="cancel_transfer",
)
def cancel(request: ApiRequest, number: TransferNumber, payload: TransferCancelIn) -> HttpResponse:
    """Cancel it, or decide what becomes of it on the way."""
    key, found = request.auth, _find(request, payload.merchant, number)
    cancel_transfer(
        scope=key.scope, transfer_id=found, decision=payload.decision, now=timezone.now(), actor=key.actor
    )
    return _show(request, payload.merchant, number)


@router.get(
    "/transfers/{number}/note",
    response={200: None, **declare(404)},
    auth=reads_stock,
    operation_id="print_transfer_note",
    openapi_extra=ANSWERS_PDF,
)
def print_note(request: ApiRequest, number: TransferNumber, wanted: Query[TransferNoteIn]) -> HttpResponse:
    """Print the note that travels with a transfer, with the barcodes of its number, cartons and pallets."""
    pdf = print_transfer_note(
        scope=request.auth.scope,
        merchant_id=choose_merchant(request.auth, wanted.merchant),
        number=number,
        language=wanted.language,
        now=timezone.now(),
    )
    return HttpResponse(pdf, content_type=PDF)


def _find(request: ApiRequest, merchant: str, number: str) -> UUID:
    merchant_id = choose_merchant(request.auth, merchant)
    return get_transfer(scope=request.auth.scope, merchant_id=merchant_id, number=number).header.id


def _show(request: ApiRequest, merchant: str, number: str) -> HttpResponse:
    merchant_id = choose_merchant(request.auth, merchant)
    return answer(get_transfer(scope=request.auth.scope, merchant_id=merchant_id, number=number))
