"""Work on goods before they are sold: sets put together and taken apart."""

from dataclasses import dataclass
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.fields import Input, MerchantCode, Quantity, bounded
from packhaus.api.keys import ApiRequest, choose_merchant, find_merchant, works_on_the_floor
from packhaus.api.lookups import find_site_id, get_site_id
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.catalog import SkuCode
from packhaus.journal.services.idempotency import Done
from packhaus.outbound.queries.list_work_orders import WorkOrderRow, list_work_orders
from packhaus.outbound.services.work_orders import WorkDraft, cancel_work, do_work, order_work

router = Router(tags=["floor"])
Number = Annotated[str, bounded(16, 1), Path()]


class PartIn(Input):
    """So many units of a part in one unit."""

    sku: SkuCode
    quantity: Quantity


class WorkIn(Input):
    """Units of a stock item to be put together of parts, or taken apart into them.

    Without parts those of the kit named by `kit` are taken. `place` is where what is made comes to; without one, a
    packing place.
    """

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16, 1)]
    kind: Literal["assemble", "take_apart"]
    sku: SkuCode
    quantity: Quantity
    parts: Annotated[list[PartIn], Field(max_length=100)] = []
    kit: Annotated[str, bounded(40)] = ""
    place: Annotated[str, bounded(32)] = ""
    instruction: Annotated[str, bounded(500)] = ""
    minutes: Annotated[int, Field(ge=0, le=1_440)] = 0
    priority: Annotated[int, Field(ge=0, le=1_000)] = 100


class WorkListIn(Input):
    """What narrows the list; `open` takes only what is not over."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    open: bool = False


class DoneIn(Input):
    """So many units that are done now."""

    units: Quantity


@dataclass(frozen=True, slots=True)
class WorkNumberOut:
    """The number of a work order."""

    number: str


@dataclass(frozen=True, slots=True)
class WorkLeftOut:
    """Units that are still to be done."""

    left: int


@router.get(
    "/work-orders",
    response={200: list[WorkOrderRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_work_orders",
)
def list_every(request: ApiRequest, wanted: Query[WorkListIn]) -> HttpResponse:
    """List the 200 work orders that come first, those that are not over before the others."""
    return answer(
        list_work_orders(
            scope=request.auth.scope,
            site_id=find_site_id(wanted.site),
            merchant_id=find_merchant(request.auth, wanted.merchant),
            is_open=wanted.open,
        )
    )


@router.post(
    "/work-orders",
    response={201: WorkNumberOut, **declare(404)},
    auth=works_on_the_floor,
    operation_id="order_work",
    openapi_extra=DECLARED,
)
def order(request: ApiRequest, payload: WorkIn) -> HttpResponse:
    """Order that units be put together or taken apart."""
    draft = WorkDraft(
        merchant_id=choose_merchant(request.auth, payload.merchant),
        site_id=get_site_id(payload.site),
        parts=tuple((part.sku, part.quantity) for part in payload.parts),
        **payload.model_dump(exclude={"merchant", "site", "parts"}),
    )
    key, now = request.auth, timezone.now()
    done = do_once(
        request,
        lambda: order_work(scope=key.scope, draft=draft, now=now, actor=key.actor),
        status=201,
        ids=lambda made: [made],
    )
    return answer(WorkNumberOut(done.result if isinstance(done, Done) else done.created_ids[0]), status=201)


@router.post(
    "/work-orders/{number}/done",
    response={200: WorkLeftOut, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="do_work",
    openapi_extra=DECLARED,
)
def do(request: ApiRequest, number: Number, payload: DoneIn) -> HttpResponse:
    """Book units as done: parts leave the shelves, what they make comes in, or the other way round."""
    key, now = request.auth, timezone.now()
    done = do_once(
        request,
        lambda: do_work(scope=key.scope, number=number, units=payload.units, now=now, actor=key.actor),
        status=200,
        ids=lambda left: [str(left)],
    )
    return answer(WorkLeftOut(done.result if isinstance(done, Done) else int(done.created_ids[0])))


@router.post(
    "/work-orders/{number}/cancel",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="cancel_work",
)
def cancel(request: ApiRequest, number: Number) -> HttpResponse:
    """End a work order; what was done of it stays done."""
    cancel_work(scope=request.auth.scope, number=number, now=timezone.now(), actor=request.auth.actor)
    return answer_nothing()
