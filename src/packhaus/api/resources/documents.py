"""What is printed: labels, slips, pick lists and dispatch lists, as PDF."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field

from packhaus.api.fields import Input, bounded
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.problems import declare
from packhaus.outbound.services.print_dispatch_list import print_dispatch_list
from packhaus.outbound.services.print_packing_slip import print_packing_slip
from packhaus.outbound.services.print_pick_list import print_pick_list
from packhaus.shipping.services.labels import print_labels

router = Router(tags=["documents"])
PDF = "application/pdf"
ANSWERS_PDF: dict[str, Any] = {
    "responses": {200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}}
}
DocumentNumber = Annotated[str, bounded(16, 1), Path()]


class LabelsIn(Input):
    """Which parcels, by their ids in the order wanted."""

    parcels: Annotated[list[UUID], Field(min_length=1, max_length=400)]


class LanguageIn(Input):
    """The language of the paper."""

    language: Literal["en", "de", "id"] = "en"


@router.post(
    "/labels",
    response={200: None, **declare(404)},
    auth=works_on_the_floor,
    operation_id="print_labels",
    openapi_extra=ANSWERS_PDF,
)
def print_many(request: ApiRequest, payload: LabelsIn) -> HttpResponse:
    """Print parcels' labels, 4 by 6 inches, a page each; pallets that they stand on have theirs last."""
    ids = list(dict.fromkeys(payload.parcels))
    return _answer(print_labels(scope=request.auth.scope, parcel_ids=ids, now=timezone.now()))


@router.get(
    "/shipments/{uuid:shipment_id}/slips/{int:parcel}",
    response={200: None, **declare(404)},
    auth=works_on_the_floor,
    operation_id="print_packing_slip",
    openapi_extra=ANSWERS_PDF,
)
def print_slip(
    request: ApiRequest, shipment_id: UUID, parcel: Annotated[int, Field(ge=1, le=10_000), Path()]
) -> HttpResponse:
    """Print what lies in a parcel of a shipment, counted from 1, in the shopper's language."""
    scope = request.auth.scope
    return _answer(print_packing_slip(scope=scope, shipment_id=shipment_id, parcel_number=parcel))


@router.get(
    "/batches/{number}/pick-list",
    response={200: None, **declare(404)},
    auth=works_on_the_floor,
    operation_id="print_pick_list",
    openapi_extra=ANSWERS_PDF,
)
def print_walk(request: ApiRequest, number: DocumentNumber, wanted: Query[LanguageIn]) -> HttpResponse:
    """Print a batch's stops in walking order."""
    scope, now = request.auth.scope, timezone.now()
    return _answer(print_pick_list(scope=scope, number=number, language=wanted.language, now=now))


@router.get(
    "/manifests/{number}/list",
    response={200: None, **declare(404)},
    auth=works_on_the_floor,
    operation_id="print_dispatch_list",
    openapi_extra=ANSWERS_PDF,
)
def print_manifest(request: ApiRequest, number: DocumentNumber, wanted: Query[LanguageIn]) -> HttpResponse:
    """Print the list of a manifest that the driver signs."""
    scope, now = request.auth.scope, timezone.now()
    return _answer(print_dispatch_list(scope=scope, number=number, language=wanted.language, now=now))


def _answer(pdf: bytes) -> HttpResponse:
    return HttpResponse(pdf, content_type=PDF)
