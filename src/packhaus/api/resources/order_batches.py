"""Many orders in one call."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from ninja import Router

from packhaus.api.answers import answer
from packhaus.api.keys import ApiRequest, choose_merchant, writes_orders
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import ProblemField, declare, list_fields
from packhaus.api.resources.orders import OrderOut, find_placed, place_many, write_order
from packhaus.api.schemas.orders import BatchIn, OrderIn
from packhaus.journal.services.idempotency import Done
from packhaus.kernel.errors import FieldProblem
from packhaus.orders.types import OrderOutcome, RefusedOrder

router = Router(tags=["orders"])

_REFUSED_BEFORE = (
    FieldProblem("", "refused_before", "refused when this key was first used; send it again with a new key"),
)


@dataclass(frozen=True, slots=True)
class OutcomeOut:
    """What became of one order of the batch: it is taken (201), was taken before (200), or is refused (422)."""

    external_number: str
    status: int
    order: OrderOut | None
    errors: list[ProblemField]


@dataclass(frozen=True, slots=True)
class BatchOut:
    """Outcomes in the order sent."""

    placed: int
    repeated: int
    refused: int
    outcomes: list[OutcomeOut]


@router.post(
    "/orders:batch",
    response={200: BatchOut, **declare(404, 409)},
    auth=writes_orders,
    operation_id="place_orders",
    openapi_extra=DECLARED,
)
def place_batch(request: ApiRequest, payload: BatchIn) -> HttpResponse:
    """Take up to 1,000 orders; each stands for itself, and its outcome stands at its place."""
    done = do_once(request, lambda: _place(request, payload), status=200)
    outcomes = done.result if isinstance(done, Done) else _read_again(request, payload)
    return answer(_write(outcomes))


def _place(request: ApiRequest, payload: BatchIn) -> list[OrderOutcome]:
    """Place runs of orders of one channel together."""
    merchant_id = choose_merchant(request.auth, payload.merchant)
    return [
        outcome
        for _, orders in groupby(payload.orders, key=_get_channel)
        for outcome in place_many(request.auth, merchant_id, [order.as_draft() for order in orders])
    ]


def _read_again(request: ApiRequest, payload: BatchIn) -> list[OrderOutcome]:
    """Return what the first call took; what it refused is not tried again."""
    merchant_id = choose_merchant(request.auth, payload.merchant)
    outcomes: list[OrderOutcome] = []
    for channel, orders in groupby(payload.orders, key=_get_channel):
        numbers = [order.external_number for order in orders]
        found = find_placed(request.auth, merchant_id, channel, numbers)
        outcomes += [found.get(number) or RefusedOrder(number, _REFUSED_BEFORE) for number in numbers]
    return outcomes


def _get_channel(order: OrderIn) -> str:
    return order.channel


def _write(outcomes: list[OrderOutcome]) -> dict[str, object]:
    written = [_write_outcome(outcome) for outcome in outcomes]
    statuses = [outcome["status"] for outcome in written]
    return {
        "placed": statuses.count(201),
        "repeated": statuses.count(200),
        "refused": statuses.count(422),
        "outcomes": written,
    }


def _write_outcome(outcome: OrderOutcome) -> dict[str, object]:
    number = outcome.external_number
    if isinstance(outcome, RefusedOrder):
        return {
            "external_number": number,
            "status": 422,
            "order": None,
            "errors": list_fields(outcome.problems),
        }
    status = 200 if outcome.is_repeat else 201
    return {"external_number": number, "status": status, "order": write_order(outcome), "errors": []}
