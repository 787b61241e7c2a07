"""What can be sold."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import answer_bytes
from packhaus.api.keys import ApiRequest, choose_merchant, reads_stock
from packhaus.api.lookups import read_sites
from packhaus.api.problems import declare
from packhaus.api.schemas.stock import AvailabilityIn, AvailabilityQuery
from packhaus.inventory.queries.get_availability import get_availability_json
from packhaus.network.queries.shipping_sites import list_shipping_sites

router = Router(tags=["stock"])


@dataclass(frozen=True, slots=True)
class AvailabilityOut:
    """A SKU summed over the active sites asked. Units: base units. `available` counts no site below zero.

    `available_at_partners` is what partners' feeds say, while they are fresh; it is not part of `available`. `safety`
    is what is kept back: on purpose, or because a picker found fewer than the record says, until the bin is counted.
    """

    sku: str
    kind: str
    available: int
    available_at_partners: int
    on_hand: int
    promised: int
    held: int
    safety: int
    backordered: int
    inbound: int
    is_unlimited: bool


@router.get(
    "/availability",
    response={200: list[AvailabilityOut], **declare(404)},
    auth=reads_stock,
    operation_id="get_availability",
)
def get_few(request: ApiRequest, wanted: Query[AvailabilityQuery]) -> HttpResponse:
    """Return what can be sold of up to 100 SKUs, in the order asked; unknown ones are absent."""
    return _answer(request, wanted.merchant, wanted.sku, wanted.site)


@router.post(
    "/availability",
    response={200: list[AvailabilityOut], **declare(404)},
    auth=reads_stock,
    operation_id="get_availability_of_many",
)
def get_many(request: ApiRequest, payload: AvailabilityIn) -> HttpResponse:
    """Return what can be sold of up to 1,000 SKUs, in the order asked; unknown ones are absent."""
    return _answer(request, payload.merchant, payload.skus, payload.sites)


def _answer(request: ApiRequest, merchant: str, codes: Sequence[str], sites: Sequence[str]) -> HttpResponse:
    merchant_id, now = choose_merchant(request.auth, merchant), timezone.now()
    asked = list(read_sites("sites", sites).values()) if sites else []
    return answer_bytes(
        get_availability_json(
            scope=request.auth.scope,
            merchant_id=merchant_id,
            codes=codes,
            site_ids=asked or list_shipping_sites(request.auth.scope, merchant_id=merchant_id, at=now),
            now=now,
        )
    )
