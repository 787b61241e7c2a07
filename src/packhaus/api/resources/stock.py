"""Stock: receive, move, correct, and the entries that changed it. The writing is for the operator's own programs."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import PageOut, answer_nothing, answer_page
from packhaus.api.keys import (
    ApiRequest,
    choose_merchant,
    find_merchant,
    reads_locations,
    reads_stock,
    writes_stock,
)
from packhaus.api.lookups import find_site_id, get_site_id, read_locations, read_skus
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.stock import AdjustmentsIn, MoveIn, MovementListIn, ReceiptIn, StockListIn
from packhaus.insight.queries.stock_levels import list_stock_levels
from packhaus.inventory.queries.list_locations import get_location_by_code
from packhaus.inventory.queries.list_movements import MovementFilter, MovementRow, list_movements
from packhaus.inventory.queries.list_stock import StockFilter, StockRow
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.inventory.services.move import move_stock
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf

router = Router(tags=["stock"])


@router.get(
    "/stock", response={200: PageOut[StockRow], **declare(404)}, auth=reads_stock, operation_id="list_stock"
)
def list_levels(request: ApiRequest, wanted: Query[StockListIn]) -> HttpResponse:
    """List items by code with what is on hand, promised, free, waited for and on its way, over all sites or at one."""
    chosen = StockFilter(
        text=wanted.text,
        site_id=find_site_id(wanted.site),
        merchant_id=find_merchant(request.auth, wanted.merchant),
        states=tuple(wanted.state),
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_stock_levels(request.auth.scope, wanted=chosen, page=page))


@router.post(
    "/stock/receipts",
    response={204: None, **declare(404, 409)},
    auth=writes_stock,
    operation_id="receive_stock",
    openapi_extra=DECLARED,
)
def receive(request: ApiRequest, payload: ReceiptIn) -> HttpResponse:
    """Book units in; whoever waits for them is promised them next."""
    do_once(request, lambda: _receive(request, payload), status=204)
    return answer_nothing()


@router.post(
    "/stock/moves",
    response={204: None, **declare(404, 409)},
    auth=writes_stock,
    operation_id="move_stock",
    openapi_extra=DECLARED,
)
def move(request: ApiRequest, payload: MoveIn) -> HttpResponse:
    """Move free units inside a site, or into another condition."""
    do_once(request, lambda: _move(request, payload), status=204)
    return answer_nothing()


@router.post(
    "/stock/adjustments",
    response={204: None, **declare(404, 409)},
    auth=writes_stock,
    operation_id="adjust_stock",
    openapi_extra=DECLARED,
)
def adjust(request: ApiRequest, payload: AdjustmentsIn) -> HttpResponse:
    """Book losses and finds; a loss demotes promises that it no longer covers."""
    do_once(request, lambda: _adjust(request, payload), status=204)
    return answer_nothing()


@router.get(
    "/stock/movements",
    response={200: PageOut[MovementRow], **declare(404)},
    auth=reads_locations,
    operation_id="list_movements",
)
def list_all(request: ApiRequest, wanted: Query[MovementListIn]) -> HttpResponse:
    """List entries of a SKU, a location or a document, the newest first."""
    if not (wanted.sku or wanted.location or wanted.document):
        raise Invalid([FieldProblem("sku", "required", "name a SKU, a location or a document")])
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_movements(request.auth.scope, wanted=_read_filter(request, wanted), page=page))


def _receive(request: ApiRequest, payload: ReceiptIn) -> None:
    key, site_id = request.auth, get_site_id(payload.site)
    merchant_id = choose_merchant(key, payload.merchant)
    skus = read_skus(key, merchant_id, "lines", [line.sku for line in payload.lines])
    locations = read_locations(key, "lines", [(site_id, line.location) for line in payload.lines])
    receive_stock(
        scope=key.scope,
        site_id=site_id,
        lines=[
            ReceiptLine(
                merchant_id,
                skus[line.sku],
                line.quantity,
                locations[site_id, line.location],
                lot_code=line.lot,
                expires_on=line.expires_on,
                serial=line.serial,
            )
            for line in payload.lines
        ],
        document_id=payload.document,
        now=timezone.now(),
        actor=key.actor,
    )


def _move(request: ApiRequest, payload: MoveIn) -> None:
    key, site_id = request.auth, get_site_id(payload.site)
    target = get_location_by_code(key.scope, site_id=site_id, code=payload.to_location)
    move_stock(
        scope=key.scope,
        balance_id=payload.balance_id,
        quantity=payload.quantity,
        to_location_id=target.id,
        to_condition=payload.to_condition,
        now=timezone.now(),
        actor=key.actor,
    )


def _adjust(request: ApiRequest, payload: AdjustmentsIn) -> None:
    key, site_id = request.auth, get_site_id(payload.site)
    merchant_id = choose_merchant(key, payload.merchant)
    wished = payload.adjustments
    skus = read_skus(key, merchant_id, "adjustments", [one.sku for one in wished])
    locations = read_locations(key, "adjustments", [(site_id, one.location) for one in wished])
    adjust_stock(
        scope=key.scope,
        adjustments=[
            Adjustment(merchant_id, skus[one.sku], locations[site_id, one.location], one.quantity, one.reason)
            for one in wished
        ],
        document_id=payload.document,
        now=timezone.now(),
        actor=key.actor,
    )


def _read_filter(request: ApiRequest, wanted: MovementListIn) -> MovementFilter:
    key, site_id = request.auth, find_site_id(wanted.site)
    if wanted.location and site_id is None:
        raise Invalid([FieldProblem("site", "required", "a location is named with its site")])
    sku_id: UUID | None = None
    if wanted.sku:
        merchant_id = choose_merchant(key, wanted.merchant)
        sku_id = read_skus(key, merchant_id, "sku", [wanted.sku])[wanted.sku]
    location_id = None
    if wanted.location and site_id is not None:
        location_id = get_location_by_code(key.scope, site_id=site_id, code=wanted.location).id
    return MovementFilter(sku_id, site_id, location_id, wanted.document, tuple(wanted.reason))
