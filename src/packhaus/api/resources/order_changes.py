"""What can still be changed about an order."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.fields import MerchantIn, Number
from packhaus.api.keys import ApiRequest, find_merchant, reads_orders, writes_orders
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.orders import CancelIn, HoldIn, LinesIn, RecipientIn, ServiceIn, TagsIn
from packhaus.journal.services.idempotency import Done, Repeated
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.orders.queries.freshness import FreshLineRow, list_freshness
from packhaus.orders.queries.get_order import OrderDetail, get_order
from packhaus.orders.services.cancel import CancelOutcome, LineCancel, cancel_lines
from packhaus.orders.services.change import add_lines, change_recipient, change_service
from packhaus.orders.services.holds import lift_hold, place_hold
from packhaus.orders.services.tags import change_tags

router = Router(tags=["orders"])


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Whether the order's holds changed with this call."""

    changed: bool


@dataclass(frozen=True, slots=True)
class TagsOut:
    """The tags that the order has now, the oldest first."""

    tags: list[str]


@router.post(
    "/orders/{number}/cancel",
    response={200: CancelOutcome, **declare(404, 409)},
    auth=writes_orders,
    operation_id="cancel_order",
    openapi_extra=DECLARED,
)
def cancel(request: ApiRequest, number: Number, wanted: Query[MerchantIn], payload: CancelIn) -> HttpResponse:
    """Cancel an order or units of its lines: at once what is not released, by a request to the floor what is."""
    done = do_once(
        request,
        lambda: _cancel(request, _find(request, number, wanted), payload),
        status=200,
        ids=lambda outcome: [str(outcome.cancelled), str(outcome.requested), str(outcome.too_late)],
    )
    return answer(_read_outcome(done))


@router.get(
    "/orders/{number}/shelf-life",
    response={200: list[FreshLineRow], **declare(404, 409)},
    auth=reads_orders,
    operation_id="list_order_shelf_life",
)
def list_shelf_life(request: ApiRequest, number: Number, wanted: Query[MerchantIn]) -> HttpResponse:
    """List the lines that a shelf-life rule holds for: until when their units must last.

    `too_early` counts units in stock that end before, where a line waits for some.
    """
    order = _find(request, number, wanted)
    found = list_freshness(scope=request.auth.scope, order_id=order.header.id, now=timezone.now())
    return answer(found)


@router.post(
    "/orders/{number}/hold",
    response={200: HeldOut, **declare(404, 409)},
    auth=writes_orders,
    operation_id="hold_order",
)
def hold(request: ApiRequest, number: Number, wanted: Query[MerchantIn], payload: HoldIn) -> HttpResponse:
    """Keep an order from release for a reason; twice is once."""
    key = request.auth
    held = place_hold(
        scope=key.scope,
        order_ids=[_find(request, number, wanted).header.id],
        reason=payload.reason,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer(HeldOut(bool(held)))


@router.post(
    "/orders/{number}/unhold",
    response={200: HeldOut, **declare(404, 409)},
    auth=writes_orders,
    operation_id="unhold_order",
)
def unhold(request: ApiRequest, number: Number, wanted: Query[MerchantIn], payload: HoldIn) -> HttpResponse:
    """Lift a reason; with another one the order stays held."""
    key = request.auth
    lifted = lift_hold(
        scope=key.scope,
        order_ids=[_find(request, number, wanted).header.id],
        reason=payload.reason,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer(HeldOut(bool(lifted)))


@router.patch(
    "/orders/{number}/recipient",
    response={204: None, **declare(404, 409)},
    auth=writes_orders,
    operation_id="change_recipient",
)
def change_address(
    request: ApiRequest, number: Number, wanted: Query[MerchantIn], payload: RecipientIn
) -> HttpResponse:
    """Send an order to somebody or somewhere else while nothing of it is on the floor."""
    key = request.auth
    change_recipient(
        scope=key.scope,
        order_id=_find(request, number, wanted).header.id,
        contact=payload.contact.as_draft(),
        address=payload.address.as_draft(),
        now=timezone.now(),
        actor=key.actor,
    )
    return answer_nothing()


@router.patch(
    "/orders/{number}/service",
    response={204: None, **declare(404, 409)},
    auth=writes_orders,
    operation_id="change_service",
)
def change_service_of(
    request: ApiRequest, number: Number, wanted: Query[MerchantIn], payload: ServiceIn
) -> HttpResponse:
    """Ship an order with another service while nothing of it is on the floor."""
    key = request.auth
    change_service(
        scope=key.scope,
        order_id=_find(request, number, wanted).header.id,
        service_code=payload.service,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer_nothing()


@router.patch(
    "/orders/{number}/tags",
    response={200: TagsOut, **declare(404, 409)},
    auth=writes_orders,
    operation_id="change_tags",
)
def change_tags_of(
    request: ApiRequest, number: Number, wanted: Query[MerchantIn], payload: TagsIn
) -> HttpResponse:
    """Take tags off an order and put others on, at any stage; twice is once."""
    key = request.auth
    tags = change_tags(
        scope=key.scope,
        order_id=_find(request, number, wanted).header.id,
        added=payload.add,
        removed=payload.remove,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer(TagsOut(tags))


@router.patch(
    "/orders/{number}/lines",
    response={200: OrderDetail, **declare(404, 409)},
    auth=writes_orders,
    operation_id="add_lines",
    openapi_extra=DECLARED,
)
def add(request: ApiRequest, number: Number, wanted: Query[MerchantIn], payload: LinesIn) -> HttpResponse:
    """Add lines to an open order; fewer units of a line are cancelled instead."""
    do_once(request, lambda: _add(request, _find(request, number, wanted).header.id, payload), status=200)
    return answer(_find(request, number, wanted))


def _find(request: ApiRequest, number: str, wanted: MerchantIn) -> OrderDetail:
    merchant_id = find_merchant(request.auth, wanted.merchant)
    return get_order(request.auth.scope, number=number, merchant_id=merchant_id)


def _add(request: ApiRequest, order_id: UUID, payload: LinesIn) -> list[int]:
    key = request.auth
    lines = [line.as_draft() for line in payload.lines]
    return add_lines(scope=key.scope, order_id=order_id, lines=lines, now=timezone.now(), actor=key.actor)


def _cancel(request: ApiRequest, order: OrderDetail, payload: CancelIn) -> CancelOutcome:
    key = request.auth
    return cancel_lines(
        scope=key.scope,
        order_id=order.header.id,
        cancels=_list_cancels(order, payload) if payload.lines else None,
        now=timezone.now(),
        actor=key.actor,
    )


def _list_cancels(order: OrderDetail, payload: CancelIn) -> list[LineCancel]:
    ids = {line.position: line.id for line in order.lines}
    problems = [
        FieldProblem(f"lines.{index}.position", "unknown_line", f"the order has no line {wish.position}")
        for index, wish in enumerate(payload.lines)
        if wish.position not in ids
    ]
    if problems:
        raise Invalid(problems)
    return [LineCancel(ids[wish.position], wish.quantity) for wish in payload.lines]


def _read_outcome(done: Done[CancelOutcome] | Repeated) -> CancelOutcome:
    if isinstance(done, Done):
        return done.result
    cancelled, requested, too_late = (int(units) for units in done.created_ids)
    return CancelOutcome(cancelled, requested, too_late)
