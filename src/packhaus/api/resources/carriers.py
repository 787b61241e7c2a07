"""Who takes parcels, and with what."""

from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from packhaus.access.scope import transaction
from packhaus.api.answers import answer, answer_nothing
from packhaus.api.fields import bounded
from packhaus.api.keys import ApiRequest, find_merchant, reads_orders, writes_network
from packhaus.api.problems import declare
from packhaus.api.schemas.shipping import CarrierConnectionIn, CarrierIn, TransitTimesIn
from packhaus.shipping.queries.connections import ConnectionRow, list_connections
from packhaus.shipping.queries.list_carriers import get_carrier
from packhaus.shipping.queries.list_transit_times import list_transit_times
from packhaus.shipping.queries.offered_carriers import CarrierRow, list_offered_carriers
from packhaus.shipping.services.carriers import save_carriers
from packhaus.shipping.services.connections import save_connection
from packhaus.shipping.services.transit_times import save_transit_times
from packhaus.shipping.types import CarrierDraft, TransitDraft

router = Router(tags=["carriers"])
Code = Annotated[str, bounded(24, 1), Path()]


@router.get(
    "/carriers",
    response={200: list[CarrierRow], **declare()},
    auth=reads_orders,
    operation_id="list_carriers",
)
def list_every(request: ApiRequest) -> HttpResponse:
    """List the carriers with their services, the preferred first; an order names a service by its code."""
    with transaction(request.auth.scope):
        return answer(list_offered_carriers())


@router.get(
    "/carriers/{code}",
    response={200: CarrierDraft, **declare(404)},
    auth=writes_network,
    operation_id="get_carrier",
)
def show(request: ApiRequest, code: Code) -> HttpResponse:
    """Return a carrier as it could be saved again, with services that are switched off and with prices."""
    with transaction(request.auth.scope):
        return answer(get_carrier(code=code))


@router.put(
    "/carriers/{code}",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="save_carrier",
)
def save(request: ApiRequest, code: Code, payload: CarrierIn) -> HttpResponse:
    """Create a carrier with its services and prices, or change the one with this code.

    A service that is left out stays; one that is not active is chosen for nothing new.
    """
    key = request.auth
    save_carriers(scope=key.scope, drafts=[payload.as_draft(code)], now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.get(
    "/carriers/{code}/transit-times",
    response={200: list[TransitDraft], **declare(404)},
    auth=reads_orders,
    operation_id="list_transit_times",
)
def list_times(request: ApiRequest, code: Code) -> HttpResponse:
    """List how many delivery days the carrier's services take, lane by lane."""
    with transaction(request.auth.scope):
        return answer(list_transit_times(carrier_code=code))


@router.put(
    "/carriers/{code}/transit-times",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="save_transit_times",
)
def save_times(request: ApiRequest, code: Code, payload: TransitTimesIn) -> HttpResponse:
    """Replace the transit times of a carrier. The most specific lane of a journey counts, its destination first."""
    key, drafts = request.auth, payload.as_drafts()
    save_transit_times(scope=key.scope, carrier_code=code, drafts=drafts, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.get(
    "/carrier-connections",
    response={200: list[ConnectionRow], **declare()},
    auth=writes_network,
    operation_id="list_carrier_connections",
)
def list_every_connection(request: ApiRequest) -> HttpResponse:
    """List the accounts that labels are bought with, and whether their carriers let us in; never what signs in."""
    return answer(list_connections(request.auth.scope))


@router.put(
    "/carriers/{code}/connection",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="save_carrier_connection",
)
def save_one_connection(request: ApiRequest, code: Code, payload: CarrierConnectionIn) -> HttpResponse:
    """Buy labels with an account of the carrier; credentials that are left out stay. It is tried at once."""
    key = request.auth
    merchant_id = find_merchant(key, payload.merchant) if payload.merchant else None
    draft = payload.as_draft(code, merchant_id)
    save_connection(scope=key.scope, draft=draft, now=timezone.now(), actor=key.actor)
    return answer_nothing()
