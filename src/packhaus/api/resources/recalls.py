"""Recalls: what is recalled, who was sent it, who knows. Merchants' programs read their own."""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import (
    ApiRequest,
    choose_merchant,
    find_merchant,
    reads_orders,
    writes_stock,
)
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.recalls import (
    RecallEndIn,
    RecallIn,
    RecallListIn,
    RecallNumber,
    RecallOrdersIn,
    RecallReturnIn,
)
from packhaus.journal.services.idempotency import Done
from packhaus.kernel.keyset import PageOf
from packhaus.orders.queries.get_order import get_order
from packhaus.recalls.queries.list_recalls import (
    RecallOrderRow,
    RecallRow,
    get_recall,
    list_recall_orders,
    list_recalls,
)
from packhaus.recalls.services.begin import begin_recall
from packhaus.recalls.services.end import end_recall
from packhaus.recalls.services.returned import note_returned
from packhaus.recalls.services.tell import tell_shoppers
from packhaus.recalls.types import Told

router = Router(tags=["recalls"])


@router.get(
    "/recalls",
    response={200: PageOut[RecallRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_recalls",
)
def list_all(request: ApiRequest, wanted: Query[RecallListIn]) -> HttpResponse:
    """List recalls, the newest last."""
    merchant_id = find_merchant(request.auth, wanted.merchant)
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(
        list_recalls(
            request.auth.scope, merchant_id=merchant_id, statuses=wanted.status, text=wanted.text, page=page
        )
    )


@router.post(
    "/recalls",
    response={201: RecallRow, **declare(404, 409)},
    auth=writes_stock,
    operation_id="begin_recall",
    openapi_extra=DECLARED,
)
def begin(request: ApiRequest, payload: RecallIn) -> HttpResponse:
    """Begin a recall: what is here goes into quarantine at once, and so does what comes in later."""
    key = request.auth
    merchant_id = choose_merchant(key, payload.merchant)
    done = do_once(
        request,
        lambda: begin_recall(
            scope=key.scope, merchant_id=merchant_id, draft=payload.as_draft(), now=timezone.now(), actor=key.actor
        ),
        status=201,
        ids=lambda number: [number],
    )  # fmt: skip
    number = done.result if isinstance(done, Done) else done.created_ids[0]
    return answer(get_recall(key.scope, number=number), 201)


@router.get(
    "/recalls/{number}",
    response={200: RecallRow, **declare(404)},
    auth=reads_orders,
    operation_id="get_recall",
)
def get_one(request: ApiRequest, number: RecallNumber) -> HttpResponse:
    """Return a recall with what was sent, told and came back."""
    return answer(get_recall(request.auth.scope, number=number))


@router.get(
    "/recalls/{number}/orders",
    response={200: PageOut[RecallOrderRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_recall_orders",
)
def list_orders(request: ApiRequest, number: RecallNumber, wanted: Query[RecallOrdersIn]) -> HttpResponse:
    """List the orders that were sent recalled units, and whether their shoppers have been told."""
    scope = request.auth.scope
    get_recall(scope, number=number)
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_recall_orders(scope, number=number, states=wanted.state, page=page))


@router.post(
    "/recalls/{number}/tell",
    response={200: Told, **declare(404, 409)},
    auth=writes_stock,
    operation_id="tell_shoppers",
)
def tell(request: ApiRequest, number: RecallNumber) -> HttpResponse:
    """Tell everybody who was sent recalled units and does not know, once a person; twice tells nobody again."""
    key = request.auth
    return answer(tell_shoppers(scope=key.scope, number=number, now=timezone.now(), actor=key.actor))


@router.post(
    "/recalls/{number}/returns",
    response={204: None, **declare(404)},
    auth=writes_stock,
    operation_id="note_returned",
)
def note(request: ApiRequest, number: RecallNumber, payload: RecallReturnIn) -> HttpResponse:
    """Note how many units of an order have come back, all in all."""
    key = request.auth
    recall = get_recall(key.scope, number=number)
    order = get_order(key.scope, number=payload.order, merchant_id=recall.merchant_id)
    note_returned(
        scope=key.scope, number=number, order_id=order.header.id, units=payload.units, now=timezone.now(),
        actor=key.actor,
    )  # fmt: skip
    return answer_nothing()


@router.post(
    "/recalls/{number}/end",
    response={204: None, **declare(404, 409)},
    auth=writes_stock,
    operation_id="end_recall",
)
def end(request: ApiRequest, number: RecallNumber, payload: RecallEndIn) -> HttpResponse:
    """Release or scrap what the recall put into quarantine."""
    key = request.auth
    end_recall(scope=key.scope, number=number, outcome=payload.outcome, now=timezone.now(), actor=key.actor)
    return answer_nothing()
