"""Carriers' bills: what was asked for each parcel, beside what it was priced at."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import ApiRequest, writes_network
from packhaus.api.problems import declare
from packhaus.api.schemas.bills import BilledDecisionIn, BilledListIn, BillIn, BillListIn
from packhaus.kernel.keyset import PageOf
from packhaus.shipping.queries.bills import (
    BilledFilter,
    BilledParcelRow,
    BillFilter,
    BillRow,
    list_billed,
    list_bills,
)
from packhaus.shipping.services.bills import take_bill_rows
from packhaus.shipping.services.decide_bills import decide_billed

router = Router(tags=["carriers"])


@dataclass(frozen=True, slots=True)
class DecidedOut:
    """Which of the billed parcels were brought into the state; the others are in it already, or cannot reach it."""

    ids: list[int]


@router.get(
    "/carrier-bills",
    response={200: PageOut[BillRow], **declare()},
    auth=writes_network,
    operation_id="list_carrier_bills",
)
def list_every(request: ApiRequest, wanted: Query[BillListIn]) -> HttpResponse:
    """List carriers' bills with their sums, the newest first."""
    chosen = BillFilter(carrier=wanted.carrier.upper(), state=wanted.state)
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_bills(request.auth.scope, wanted=chosen, page=page))


@router.post(
    "/carrier-bills", response={204: None, **declare()}, auth=writes_network, operation_id="take_carrier_bill"
)
def take(request: ApiRequest, payload: BillIn) -> HttpResponse:
    """Send a carrier's bill, whole or in pieces; every amount is put beside what its parcel was priced at.

    A charge that is there already with the same amount changes nothing, with another amount it is refused.
    """
    key = request.auth
    take_bill_rows(scope=key.scope, drafts=payload.as_drafts(), now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.get(
    "/carrier-bills/parcels",
    response={200: PageOut[BilledParcelRow], **declare()},
    auth=writes_network,
    operation_id="list_billed_parcels",
)
def list_parcels(request: ApiRequest, wanted: Query[BilledListIn]) -> HttpResponse:
    """List what bills ask for parcels, what is most above the expected first."""
    chosen = BilledFilter(
        text=wanted.text,
        bill_id=wanted.bill,
        carrier=wanted.carrier.upper(),
        verdict=wanted.verdict or "",
        state=wanted.state or "",
        over_minor=wanted.over_minor,
    )
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_billed(request.auth.scope, wanted=chosen, page=page))


@router.post(
    "/carrier-bills/parcels/decide",
    response={200: DecidedOut, **declare()},
    auth=writes_network,
    operation_id="decide_billed_parcels",
)
def decide(request: ApiRequest, payload: BilledDecisionIn) -> HttpResponse:
    """Accept what is asked for parcels, dispute it, note that it was given back, or open it again."""
    key = request.auth
    done = decide_billed(
        scope=key.scope, ids=payload.ids, state=payload.state, note=payload.note, now=timezone.now(),
        actor=key.actor,
    )  # fmt: skip
    return answer(DecidedOut(done))
