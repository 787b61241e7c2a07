"""Purchase orders: what a merchant ordered from its suppliers, and what deliveries brought of it."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.access.identity import KeyIdentity
from packhaus.access.types import KeyScope
from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.fields import MerchantIn
from packhaus.api.keys import ApiRequest, KeyAuth, choose_merchant, find_merchant, reads_stock
from packhaus.api.lookups import find_purchase, find_site_id, get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.purchases import PurchaseChangeIn, PurchaseIn, PurchaseListIn, PurchaseNumber
from packhaus.inbound.queries.purchases.list_purchases import (
    PurchaseDetail,
    PurchaseFilter,
    PurchaseRow,
    get_purchase,
    list_purchases,
)
from packhaus.inbound.services.purchases.change import change_purchase
from packhaus.inbound.services.purchases.cut import cancel_rest
from packhaus.inbound.services.purchases.place import place_purchases
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf

router = Router(tags=["inbound"])
orders_goods = KeyAuth(KeyScope.STOCK_WRITE)


@router.post(
    "/purchase-orders",
    response={201: PurchaseDetail, 200: PurchaseDetail, **declare(404, 409)},
    auth=orders_goods,
    operation_id="place_purchase_order",
)
def place(request: ApiRequest, payload: PurchaseIn) -> HttpResponse:
    """Place a purchase order. The same again changes nothing and is answered with 200."""
    key, site_id = request.auth, get_site_id(payload.site)
    merchant_id = choose_merchant(key, payload.merchant)
    draft = payload.as_draft(payload.number, site_id)
    try:
        [told] = place_purchases(
            scope=key.scope, merchant_id=merchant_id, drafts=[draft], now=timezone.now(), actor=key.actor
        )
    except Invalid as refused:
        raise _name_fields(refused) from refused
    return answer(_read(key, merchant_id, told.number), 201 if told.is_new else 200)


@router.get(
    "/purchase-orders",
    response={200: PageOut[PurchaseRow], **declare(404)},
    auth=reads_stock,
    operation_id="list_purchase_orders",
)
def list_all(request: ApiRequest, wanted: Query[PurchaseListIn]) -> HttpResponse:
    """List purchase orders, the earliest day first."""
    key = request.auth
    chosen = PurchaseFilter(
        site_id=find_site_id(wanted.site),
        merchant_id=find_merchant(key, wanted.merchant),
        statuses=wanted.status,
        number=wanted.number,
        supplier=wanted.supplier,
        is_late=wanted.late,
        is_unannounced=wanted.unannounced,
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_purchases(scope=key.scope, chosen=chosen, now=timezone.now(), page=page))


@router.get(
    "/purchase-orders/{number}",
    response={200: PurchaseDetail, **declare(404)},
    auth=reads_stock,
    operation_id="get_purchase_order",
)
def get_one(request: ApiRequest, number: PurchaseNumber, wanted: Query[MerchantIn]) -> HttpResponse:
    """Return a purchase order with its lines and the deliveries that name it."""
    key = request.auth
    return answer(_read(key, choose_merchant(key, wanted.merchant), number))


@router.put(
    "/purchase-orders/{number}",
    response={200: PurchaseDetail, **declare(404, 409)},
    auth=orders_goods,
    operation_id="change_purchase_order",
)
def change(request: ApiRequest, number: PurchaseNumber, payload: PurchaseChangeIn) -> HttpResponse:
    """Say anew what is ordered, and for when, until all of it has come."""
    key, site_id = request.auth, get_site_id(payload.site)
    merchant_id, order_id = find_purchase(key, merchant=payload.merchant, number=number)
    try:
        change_purchase(
            scope=key.scope, merchant_id=merchant_id, order_id=order_id,
            draft=payload.as_draft(number, site_id), now=timezone.now(), actor=key.actor,
        )  # fmt: skip
    except Invalid as refused:
        raise _name_fields(refused) from refused
    return answer(_read(key, merchant_id, number))


@router.post(
    "/purchase-orders/{number}/cancel-rest",
    response={200: PurchaseDetail, **declare(404, 409)},
    auth=orders_goods,
    operation_id="cancel_rest_of_purchase_order",
)
def cancel(request: ApiRequest, number: PurchaseNumber, payload: MerchantIn) -> HttpResponse:
    """Cancel the units that no delivery has brought or announced."""
    key = request.auth
    merchant_id, order_id = find_purchase(key, merchant=payload.merchant, number=number)
    cancel_rest(scope=key.scope, order_id=order_id, now=timezone.now(), actor=key.actor)
    return answer(_read(key, merchant_id, number))


def _read(key: KeyIdentity, merchant_id: UUID, number: str) -> PurchaseDetail:
    return get_purchase(scope=key.scope, merchant_id=merchant_id, number=number, now=timezone.now())


def _name_fields(refused: Invalid) -> Invalid:
    """Say of the one order of a call what the service says of the first of many."""
    return Invalid(
        [
            FieldProblem(
                problem.path.removeprefix("orders.0.").replace("supplier_code", "supplier"),
                problem.code,
                problem.message,
                problem.data,
            )
            for problem in refused.problems
        ]
    )
