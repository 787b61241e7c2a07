"""By what the sites of orders are chosen."""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.keys import ApiRequest, reads_locations, writes_network
from packhaus.api.problems import declare
from packhaus.api.schemas.routing import RoutingIn
from packhaus.orders.queries.routing import RoutingWeights, get_routing_weights
from packhaus.orders.services.routing import RoutingTrial, save_routing_weights, try_routing

router = Router(tags=["orders"])


@router.get(
    "/routing",
    response={200: RoutingWeights, **declare(404)},
    auth=reads_locations,
    operation_id="get_routing",
)
def show(request: ApiRequest) -> HttpResponse:
    """Show by what sites are chosen: by cost where it is active, else by distance."""
    return answer(get_routing_weights())


@router.put("/routing", response={204: None, **declare(404)}, auth=writes_network, operation_id="set_routing")
def save(request: ApiRequest, payload: RoutingIn) -> HttpResponse:
    """Say what a day, a further parcel and a full site count as; orders placed from now on are routed by it."""
    save_routing_weights(
        scope=request.auth.scope,
        weights=payload.as_weights(),
        now=timezone.now(),
        actor=request.auth.actor,
    )
    return answer_nothing()


@router.post(
    "/routing/trial",
    response={200: RoutingTrial, **declare(404)},
    auth=writes_network,
    operation_id="try_routing",
)
def try_weights(request: ApiRequest, payload: RoutingIn) -> HttpResponse:
    """Tell which of the last 200 orders these weights would give to other sites, at which freight and days.

    Nothing is changed. Each order is given to sites anew with the stock, prices, trucks and load of now.
    """
    return answer(try_routing(scope=request.auth.scope, weights=payload.as_weights(), now=timezone.now()))
