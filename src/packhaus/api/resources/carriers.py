"""Who takes parcels, and with what."""

from django.http import HttpResponse
from ninja import Router

from packhaus.access.scope import transaction
from packhaus.api.answers import answer
from packhaus.api.keys import ApiRequest, reads_orders
from packhaus.api.problems import declare
from packhaus.shipping.queries.offered_carriers import CarrierRow, list_offered_carriers

router = Router(tags=["carriers"])


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
