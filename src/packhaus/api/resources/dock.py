"""What stands at the dock, and the manifests that it leaves on."""

from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import answer
from packhaus.api.fields import Input, Moment, bounded
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.lookups import find_site_id, get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.stock import SiteCode
from packhaus.outbound.queries.dock import (
    DockRow,
    DockShipment,
    ManifestView,
    list_dock,
    list_dock_shipments,
    list_manifests,
)
from packhaus.outbound.queries.loading import DockParcel, list_truck
from packhaus.outbound.services.load import load_parcel

router = Router(tags=["floor"])


class DockIn(Input):
    """At which site; without one at all."""

    site: Annotated[str, bounded(16)] = ""


class StandingIn(Input):
    """For which truck: site, carrier, and until when due."""

    site: SiteCode
    carrier: Annotated[str, bounded(24, 1)]
    until: Moment | None = None


class LoadIn(Input):
    """What is loaded onto which truck."""

    site: SiteCode
    carrier: Annotated[str, bounded(24, 1)]
    code: Annotated[str, bounded(120, 1)]


@router.get(
    "/dock", response={200: list[DockRow], **declare(404)}, auth=works_on_the_floor, operation_id="list_dock"
)
def list_trucks(request: ApiRequest, wanted: Query[DockIn]) -> HttpResponse:
    """List what is labelled and has not left, by site, carrier and cut-off, the soonest first."""
    return answer(list_dock(scope=request.auth.scope, site_id=find_site_id(wanted.site)))


@router.get(
    "/dock/shipments",
    response={200: list[DockShipment], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_dock_shipments",
)
def list_standing(request: ApiRequest, wanted: Query[StandingIn]) -> HttpResponse:
    """List the shipments that stand ready for a carrier; their ids are what `dispatch_shipments` takes."""
    standing = list_dock_shipments(
        scope=request.auth.scope,
        site_id=get_site_id(wanted.site),
        carrier_code=wanted.carrier,
        until=wanted.until,
    )
    return answer(standing)


@router.get(
    "/dock/parcels",
    response={200: list[DockParcel], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_truck",
)
def list_parcels(request: ApiRequest, wanted: Query[StandingIn]) -> HttpResponse:
    """List the parcels of a truck, those that are not on it first, with the place where each was seen last."""
    parcels = list_truck(
        scope=request.auth.scope,
        site_id=get_site_id(wanted.site),
        carrier_code=wanted.carrier,
        until=wanted.until,
    )
    return answer(parcels)


@router.post(
    "/dock/loads",
    response={200: list[DockParcel], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="load_parcel",
)
def load(request: ApiRequest, payload: LoadIn) -> HttpResponse:
    """Load a parcel by its tracking number or plate, or a pallet by its SSCC; again changes nothing."""
    parcels, _ = load_parcel(
        site_id=get_site_id(payload.site),
        carrier_code=payload.carrier,
        code=payload.code,
        now=timezone.now(),
        actor=request.auth.actor,
    )
    return answer(parcels)


@router.get(
    "/manifests",
    response={200: list[ManifestView], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_manifests",
)
def list_newest(request: ApiRequest, wanted: Query[DockIn]) -> HttpResponse:
    """List the thirty newest manifests; an open one is closed by its id."""
    return answer(list_manifests(scope=request.auth.scope, site_id=find_site_id(wanted.site)))
