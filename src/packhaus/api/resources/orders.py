"""Orders: place one, read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.access.identity import KeyIdentity
from packhaus.access.scope import transaction
from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.fields import MerchantIn, Number
from packhaus.api.keys import ApiRequest, choose_merchant, find_merchant, reads_orders, writes_orders
from packhaus.api.lookups import find_site_id
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.orders import OrderIn, OrderListIn
from packhaus.insight.queries.order_story import ParcelRow, list_order_parcels
from packhaus.journal.services.idempotency import Done
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.orders.queries.get_order import OrderDetail, get_order
from packhaus.orders.queries.intake import fetch_stored
from packhaus.orders.queries.list_orders import OrderFilter, OrderRow, list_orders
from packhaus.orders.services.place import place_orders
from packhaus.orders.services.place.outcomes import list_repeats
from packhaus.orders.types import OrderDraft, PlacedOrder, RefusedOrder

router = Router(tags=["orders"])


@dataclass(frozen=True, slots=True)
class LineOut:
    """What became of one line. Units: base units."""

    position: int
    sku: str
    ordered: int
    promised: int
    backordered: int


@dataclass(frozen=True, slots=True)
class OrderOut:
    """An order that is taken; `is_repeat` when it already was."""

    id: UUID
    number: str
    external_number: str
    stage: str
    is_repeat: bool
    tracking_url: str
    lines: list[LineOut]


@router.post(
    "/orders",
    response={200: OrderOut, 201: OrderOut, **declare(404, 409)},
    auth=writes_orders,
    operation_id="place_order",
    openapi_extra=DECLARED,
)
def place_order(request: ApiRequest, payload: OrderIn) -> HttpResponse:
    """Take an order and promise it stock: 201 when it is new, 200 when it was taken before."""
    merchant_id = choose_merchant(request.auth, payload.merchant)
    draft = payload.as_draft()
    done = do_once(request, lambda: place_one(request.auth, merchant_id, draft), status=201)
    placed = done.result if isinstance(done, Done) else find_one(request.auth, merchant_id, draft)
    return answer(write_order(placed), 200 if placed.is_repeat else 201)


@router.get(
    "/orders",
    response={200: PageOut[OrderRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_orders",
)
def list_all(request: ApiRequest, wanted: Query[OrderListIn]) -> HttpResponse:
    """List orders, the newest first unless asked otherwise."""
    page = list_orders(
        request.auth.scope,
        wanted=_read_filter(request, wanted),
        page=PageOf(wanted.after, wanted.before, is_descending=wanted.sort[0] == "-", size=wanted.limit),
        sort=wanted.sort.removeprefix("-"),
    )
    return answer_page(page)


@router.get(
    "/orders/{number}",
    response={200: OrderDetail, **declare(404, 409)},
    auth=reads_orders,
    operation_id="get_order",
)
def get_one(request: ApiRequest, number: Number, wanted: Query[MerchantIn]) -> HttpResponse:
    """Return an order with its lines, what each site does of it, its holds, and what it waits for."""
    merchant_id = find_merchant(request.auth, wanted.merchant)
    return answer(get_order(request.auth.scope, number=number, merchant_id=merchant_id))


@router.get(
    "/orders/{number}/parcels",
    response={200: list[ParcelRow], **declare(404, 409)},
    auth=reads_orders,
    operation_id="list_parcels",
)
def list_cartons(request: ApiRequest, number: Number, wanted: Query[MerchantIn]) -> HttpResponse:
    """List the order's parcels with their tracking numbers, voided ones too."""
    scope, merchant_id = request.auth.scope, find_merchant(request.auth, wanted.merchant)
    order = get_order(scope, number=number, merchant_id=merchant_id)
    ids = [part.id for part in order.fulfillments]
    return answer(list_order_parcels(scope, fulfillment_ids=ids))


def place_one(key: KeyIdentity, merchant_id: UUID, draft: OrderDraft) -> PlacedOrder:
    """Place one order; a refusal of it is a refusal of the call. Raises: Invalid with every problem."""
    (outcome,) = place_many(key, merchant_id, [draft])
    if isinstance(outcome, RefusedOrder):
        raise Invalid(list(outcome.problems))
    return outcome


def place_many(
    key: KeyIdentity, merchant_id: UUID, drafts: Sequence[OrderDraft]
) -> list[PlacedOrder | RefusedOrder]:
    """Place orders as this caller, now."""
    return place_orders(
        scope=key.scope, merchant_id=merchant_id, drafts=drafts, now=timezone.now(), actor=key.actor
    )


def find_one(key: KeyIdentity, merchant_id: UUID, draft: OrderDraft) -> PlacedOrder:
    """Return the order that this draft once became."""
    return find_placed(key, merchant_id, draft.channel, [draft.external_number])[draft.external_number]


def find_placed(
    key: KeyIdentity, merchant_id: UUID, channel: str, numbers: Sequence[str]
) -> dict[str, PlacedOrder]:
    """Return orders that were taken before, by the channel's numbers."""
    with transaction(key.scope):
        stored = fetch_stored(merchant_id=merchant_id, channel=channel, numbers=numbers)
    return {placed.external_number: placed for placed in list_repeats(stored)}


def write_order(placed: PlacedOrder) -> dict[str, object]:
    """Return an OrderOut as it is written; a dict per order is half the price of a dataclass per line."""
    return {
        "id": placed.id,
        "number": placed.number,
        "external_number": placed.external_number,
        "stage": placed.stage,
        "is_repeat": placed.is_repeat,
        "tracking_url": f"{settings.BASE_URL}/t/{placed.tracking_token}",
        "lines": [
            {"position": position, "sku": sku, "ordered": ordered, "promised": promised, "backordered": backordered}
            for position, sku, ordered, promised, backordered in placed.lines
        ],
    }  # fmt: skip


def _read_filter(request: ApiRequest, wanted: OrderListIn) -> OrderFilter:
    return OrderFilter(
        merchant_id=find_merchant(request.auth, wanted.merchant),
        site_id=find_site_id(wanted.site),
        stages=wanted.stage,
        is_held=wanted.held,
        is_waiting=wanted.waiting,
        late_at=timezone.now() if wanted.late else None,
        channel=wanted.channel,
        country=wanted.country,
        sku=wanted.sku,
        tag=wanted.tag,
        text=wanted.text,
    )
