"""Parcels on their way: what carriers told of them, and what is told to us."""

from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from packhaus.api.answers import answer
from packhaus.api.fields import bounded
from packhaus.api.keys import ApiRequest, reads_orders, reports_parcels
from packhaus.api.problems import declare
from packhaus.api.schemas.tracking import TrackingEventsIn
from packhaus.shipping.queries.parcel_stories import get_parcel_story
from packhaus.shipping.services.take_events import take_events
from packhaus.shipping.types.tracking import ParcelStory, TakenEvents, TrackingSource

router = Router(tags=["tracking"])
Number = Annotated[str, bounded(40, 1), Path()]


@router.post(
    "/tracking-events",
    response={200: TakenEvents, **declare(503)},
    auth=reports_parcels,
    operation_id="take_tracking_events",
)
def take(request: ApiRequest, payload: TrackingEventsIn) -> HttpResponse:
    """Say what happened to parcels: for carriers of your own and partners. In any order; twice is once.

    `unknown_numbers` name no parcel that the key may see; everything else is taken.
    """
    key = request.auth
    taken = take_events(
        scope=key.scope,
        events=payload.as_drafts(),
        source=TrackingSource.API,
        now=timezone.now(),
        actor=key.actor,
        carrier_code=payload.carrier,
    )
    return answer(taken)


@router.get(
    "/parcels/{tracking_number}/tracking",
    response={200: ParcelStory, **declare(404)},
    auth=reads_orders,
    operation_id="get_parcel_tracking",
)
def show(request: ApiRequest, tracking_number: Number) -> HttpResponse:
    """Return where a parcel stands and what its carrier told, the newest first."""
    return answer(get_parcel_story(scope=request.auth.scope, tracking_number=tracking_number))
