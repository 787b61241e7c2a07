"""What partners' sites answer: they accept, reject, and say what has left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from packhaus.api.answers import answer
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.requests import AcceptIn, AnswerCancelIn, AskedUnitsIn, RejectIn, ShippedIn
from packhaus.journal.services.idempotency import Done
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.orders.queries.list_requests import AskedItem, list_asked_items
from packhaus.orders.services.requests import accept_cancels, accept_requests, refuse_cancels, reject_requests
from packhaus.orders.types import RejectedUnits, Rejection, RejectReason, Rerouted
from packhaus.outbound.services.partner_sent import book_partner_shipments
from packhaus.outbound.types import BoxedUnits, DispatchedShipment, PartnerParcel, PartnerReport

router = Router(tags=["partners"])


@dataclass(frozen=True, slots=True)
class AcceptedOut:
    """The fulfillment orders that are accepted with this call; the others were before."""

    accepted: list[UUID]


@dataclass(frozen=True, slots=True)
class ReroutedOut:
    """What became of rejected units: promised by other sites, or waiting for stock; 0 of what was rejected before."""

    fulfillment_id: UUID
    elsewhere: int
    backordered: int


@dataclass(frozen=True, slots=True)
class CancelReplyOut:
    """What became of units that were to be cancelled: 0 of both where the same was said before."""

    fulfillment_id: UUID
    cancelled: int
    kept: int


@router.post(
    "/fulfillments:accept",
    response={200: AcceptedOut, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="accept_fulfillments",
)
def accept(request: ApiRequest, payload: AcceptIn) -> HttpResponse:
    """Accept for a partner's site what it was asked to do; twice is once."""
    key = request.auth
    ids = list(dict.fromkeys(payload.fulfillments))
    accepted = accept_requests(scope=key.scope, fulfillment_ids=ids, now=timezone.now(), actor=key.actor)
    return answer(AcceptedOut(accepted))


@router.post(
    "/fulfillments:reject",
    response={200: list[ReroutedOut], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="reject_fulfillments",
    openapi_extra=DECLARED,
)
def reject(request: ApiRequest, payload: RejectIn) -> HttpResponse:
    """Reject all or some units: other sites are asked, or they wait for stock. No site is asked again for its order."""
    done = do_once(request, lambda: _reject(request, payload), status=200)
    outcomes = done.result if isinstance(done, Done) else _repeat(payload)
    return answer([ReroutedOut(*outcome) for outcome in outcomes])


@router.post(
    "/fulfillments:accept-cancel",
    response={200: list[CancelReplyOut], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="accept_cancels",
)
def accept_cancel(request: ApiRequest, payload: AnswerCancelIn) -> HttpResponse:
    """Cancel for a partner's site what it was asked to leave; the shopper is told. Twice is once."""
    key = request.auth
    ids = list(dict.fromkeys(payload.fulfillments))
    replies = accept_cancels(scope=key.scope, fulfillment_ids=ids, now=timezone.now(), actor=key.actor)
    return answer([CancelReplyOut(*reply) for reply in replies])


@router.post(
    "/fulfillments:refuse-cancel",
    response={200: list[CancelReplyOut], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="refuse_cancels",
)
def refuse_cancel(request: ApiRequest, payload: AnswerCancelIn) -> HttpResponse:
    """Say for a partner's site that it is too late to cancel: what it has accepted goes out. Twice is once."""
    key = request.auth
    ids = list(dict.fromkeys(payload.fulfillments))
    replies = refuse_cancels(scope=key.scope, fulfillment_ids=ids, now=timezone.now(), actor=key.actor)
    return answer([CancelReplyOut(*reply) for reply in replies])


@router.post(
    "/fulfillments:shipped",
    response={200: list[DispatchedShipment], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="report_shipped",
)
def report_shipped(request: ApiRequest, payload: ShippedIn) -> HttpResponse:
    """Say what a partner has sent; the shopper is told. What is left out is asked again. Twice is once."""
    lines = _read_lines(request, [one.fulfillment for one in payload.shipments])
    reports = [
        PartnerReport(
            one.fulfillment,
            one.carrier,
            tuple(
                PartnerParcel(
                    parcel.tracking_number,
                    tuple(
                        BoxedUnits(*part)
                        for part in _find_units(
                            f"shipments.{index}.parcels.{place}", parcel.items, lines.get(one.fulfillment, ())
                        )
                    ),
                )
                for place, parcel in enumerate(one.parcels)
            ),
        )
        for index, one in enumerate(payload.shipments)
    ]
    return answer(book_partner_shipments(reports=reports, now=timezone.now(), actor=request.auth.actor))


def _reject(request: ApiRequest, payload: RejectIn) -> list[Rerouted]:
    key = request.auth
    lines = _read_lines(request, [one.fulfillment for one in payload.rejections])
    rejections = [
        Rejection(
            one.fulfillment,
            RejectReason(one.reason),
            tuple(
                RejectedUnits(*part)
                for part in _find_units(f"rejections.{index}", one.items, lines.get(one.fulfillment, ()))
            ),
        )
        for index, one in enumerate(payload.rejections)
    ]
    return reject_requests(scope=key.scope, rejections=rejections, now=timezone.now(), actor=key.actor)


def _repeat(payload: RejectIn) -> list[Rerouted]:
    """Answer a request that was done before: nothing moves again."""
    return [Rerouted(one.fulfillment, 0, 0) for one in payload.rejections]


def _read_lines(request: ApiRequest, ids: Sequence[UUID]) -> Mapping[UUID, list[AskedItem]]:
    lines: dict[UUID, list[AskedItem]] = {}
    for item in list_asked_items(scope=request.auth.scope, fulfillment_ids=ids):
        lines.setdefault(item.fulfillment_id, []).append(item)
    return lines


def _find_units(
    path: str, wanted: Sequence[AskedUnitsIn], lines: Sequence[AskedItem]
) -> list[tuple[int, int]]:
    """Share units of items out to the lines that ask for them; what is too much stays with the last one.

    Raises: Invalid naming each item that the fulfillment order does not ask for.
    """
    unknown = [
        FieldProblem(f"{path}.items.{index}.sku", "unknown_sku", f"{item.sku} was not asked for")
        for index, item in enumerate(wanted)
        if all(line.sku_code != item.sku for line in lines)
    ]
    if lines and unknown:
        raise Invalid(unknown)
    parts: dict[int, int] = {}
    for item in wanted:
        left, own = item.quantity, [line for line in lines if line.sku_code == item.sku]
        for place, line in enumerate(own, start=1):
            there = line.promised + line.shipped - parts.get(line.fulfillment_line_id, 0)
            units = left if place == len(own) else min(left, max(there, 0))
            if units:
                parts[line.fulfillment_line_id] = parts.get(line.fulfillment_line_id, 0) + units
                left -= units
    return list(parts.items())
