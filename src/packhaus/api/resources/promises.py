"""What an order would get, asked before there is one."""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from packhaus.api.answers import answer
from packhaus.api.keys import ApiRequest, choose_merchant, reads_stock
from packhaus.api.problems import declare
from packhaus.api.schemas.promises import PromiseIn
from packhaus.orders.services.offer import offer_promise
from packhaus.orders.services.offer.types import Offer

router = Router(tags=["orders"])


@router.post(
    "/promises",
    response={200: Offer, **declare(404)},
    auth=reads_stock,
    operation_id="offer_promise",
)
def offer(request: ApiRequest, payload: PromiseIn) -> HttpResponse:
    """Return what a cart would get if it were ordered now, and when and for how much it would arrive.

    Nothing is set aside. A cart that would be refused as an order is refused with the same reasons.
    """
    merchant_id = choose_merchant(request.auth, payload.merchant)
    return answer(
        offer_promise(
            scope=request.auth.scope,
            merchant_id=merchant_id,
            cart=payload.as_draft(),
            now=timezone.now(),
        )
    )
