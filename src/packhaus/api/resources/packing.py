"""Into cartons, and out of the door."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.keys import ApiRequest, works_on_the_floor, writes_network
from packhaus.api.lookups import get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.floor import CloseIn, DispatchIn, PackSettingIn, PacksIn
from packhaus.api.schemas.stock import SiteCode
from packhaus.outbound.queries.pack_settings import PackSettingRow, get_pack_setting
from packhaus.outbound.services.dispatch import close_manifest, dispatch_shipments
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.services.save_pack_setting import save_pack_setting
from packhaus.outbound.types import DispatchedShipment, PackedFulfillment

router = Router(tags=["floor"])
Site = Annotated[SiteCode, Path()]


@router.post(
    "/packs",
    response={200: list[PackedFulfillment], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="pack_fulfillments",
)
def pack(request: ApiRequest, payload: PacksIn) -> HttpResponse:
    """Pack picked fulfillment orders into boxes, as closed or as planned, and label them; all or none."""
    packs = [one.as_pack() for one in payload.packs]
    return answer(pack_fulfillments(packs=packs, now=timezone.now(), actor=request.auth.actor))


@router.get(
    "/sites/{code}/packing",
    response={200: PackSettingRow, **declare(404)},
    auth=works_on_the_floor,
    operation_id="get_pack_setting",
)
def show_setting(request: ApiRequest, code: Site) -> HttpResponse:
    """Show how far off a closed carton may weigh at a site (thousandths, grams) and whether all are weighed."""
    return answer(get_pack_setting(scope=request.auth.scope, site_id=get_site_id(code)))


@router.put(
    "/sites/{code}/packing",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="save_pack_setting",
)
def save_setting(request: ApiRequest, code: Site, payload: PackSettingIn) -> HttpResponse:
    """Say how far off a closed carton may weigh at a site."""
    save_pack_setting(
        scope=request.auth.scope,
        site_id=get_site_id(code),
        site_code=code,
        setting=payload.as_setting(),
        now=timezone.now(),
        actor=request.auth.actor,
    )
    return answer_nothing()


@router.post(
    "/dispatches",
    response={200: list[DispatchedShipment], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="dispatch_shipments",
)
def dispatch(request: ApiRequest, payload: DispatchIn) -> HttpResponse:
    """Say that shipments have left; what left before is passed over."""
    left = dispatch_shipments(shipment_ids=payload.shipments, now=timezone.now(), actor=request.auth.actor)
    return answer(left)


@router.post(
    "/manifests/{uuid:manifest_id}/close",
    response={200: list[DispatchedShipment], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="close_manifest",
)
def close(request: ApiRequest, manifest_id: UUID, wanted: Query[CloseIn]) -> HttpResponse:
    """Close a manifest with the number of the truck's seal: what stands on it leaves."""
    left = close_manifest(
        manifest_id=manifest_id, seal=wanted.seal, now=timezone.now(), actor=request.auth.actor
    )
    return answer(left)
