"""Into cartons, and out of the door."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from packhaus.api.answers import answer
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.problems import declare
from packhaus.api.schemas.floor import DispatchIn, PacksIn
from packhaus.outbound.services.dispatch import close_manifest, dispatch_shipments
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.types import DispatchedShipment, PackedFulfillment

router = Router(tags=["floor"])


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
def close(request: ApiRequest, manifest_id: UUID) -> HttpResponse:
    """Close a manifest: what stands on it leaves."""
    left = close_manifest(manifest_id=manifest_id, now=timezone.now(), actor=request.auth.actor)
    return answer(left)
