"""Value-added services: offered, added by rules, left to do, done."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.fields import MerchantIn, Number
from packhaus.api.keys import (
    ApiRequest,
    choose_merchant,
    find_merchant,
    reads_orders,
    works_on_the_floor,
    writes_catalog,
    writes_orders,
)
from packhaus.api.lookups import find_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.vas import OrderVasIn, VasDoneIn, VasOptionsIn, VasRulesIn, VasWorkIn
from packhaus.catalog.queries.vas import VasOptionRow, VasRuleRow, list_vas_options, list_vas_rules
from packhaus.catalog.services.vas import save_vas_options
from packhaus.catalog.services.vas_rules import replace_vas_rules
from packhaus.orders.queries.get_order import get_order
from packhaus.orders.queries.vas_asks import VasAskRow, list_vas_asks
from packhaus.outbound.queries.vas_work import VasLine, list_open_vas
from packhaus.outbound.services.vas import change_order_vas, do_vas

router = Router(tags=["vas"])


@router.get(
    "/vas-options",
    response={200: list[VasOptionRow], **declare(404)},
    auth=writes_catalog,
    operation_id="list_vas_options",
)
def list_options(request: ApiRequest, wanted: Query[MerchantIn]) -> HttpResponse:
    """List value-added services, those that are switched off too."""
    key = request.auth
    return answer(list_vas_options(scope=key.scope, merchant_id=find_merchant(key, wanted.merchant)))


@router.put(
    "/vas-options", response={204: None, **declare(404)}, auth=writes_catalog, operation_id="save_vas_options"
)
def save_options(request: ApiRequest, payload: VasOptionsIn) -> HttpResponse:
    """Offer value-added services, or change those whose code is known, all or none."""
    key = request.auth
    save_vas_options(
        scope=key.scope, merchant_id=choose_merchant(key, payload.merchant),
        drafts=[one.as_draft() for one in payload.options], now=timezone.now(), actor=key.actor,
    )  # fmt: skip
    return answer_nothing()


@router.get(
    "/vas-rules",
    response={200: list[VasRuleRow], **declare(404)},
    auth=writes_catalog,
    operation_id="list_vas_rules",
)
def list_rules(request: ApiRequest, wanted: Query[MerchantIn]) -> HttpResponse:
    """List the rules by which orders get services, or are packed in certain cartons, unasked."""
    key = request.auth
    return answer(list_vas_rules(scope=key.scope, merchant_id=find_merchant(key, wanted.merchant)))


@router.put(
    "/vas-rules", response={204: None, **declare(404)}, auth=writes_catalog, operation_id="replace_vas_rules"
)
def replace_rules(request: ApiRequest, payload: VasRulesIn) -> HttpResponse:
    """Put these rules in place of all that the merchant has; orders that are not packed yet follow them."""
    key = request.auth
    replace_vas_rules(
        scope=key.scope, merchant_id=choose_merchant(key, payload.merchant),
        drafts=[one.as_draft() for one in payload.rules], now=timezone.now(), actor=key.actor,
    )  # fmt: skip
    return answer_nothing()


@router.get(
    "/orders/{number}/vas",
    response={200: list[VasAskRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_order_vas",
)
def list_asks(request: ApiRequest, number: Number, wanted: Query[MerchantIn]) -> HttpResponse:
    """List the services that an order asks for itself; position 0 is the whole order."""
    return answer(list_vas_asks(request.auth.scope, order_id=_find_order(request, number, wanted)))


@router.patch(
    "/orders/{number}/vas",
    response={204: None, **declare(404, 409)},
    auth=writes_orders,
    operation_id="change_order_vas",
)
def change_asks(
    request: ApiRequest, number: Number, wanted: Query[MerchantIn], payload: OrderVasIn
) -> HttpResponse:
    """Ask for services of an order that is placed, or do without some, all or none, until its units are packed."""
    key = request.auth
    change_order_vas(
        scope=key.scope, order_id=_find_order(request, number, wanted), added=[one.as_wish() for one in payload.add],
        removed=[one.as_wish() for one in payload.remove], now=timezone.now(), actor=key.actor,
    )  # fmt: skip
    return answer_nothing()


def _find_order(request: ApiRequest, number: str, wanted: MerchantIn) -> UUID:
    merchant_id = find_merchant(request.auth, wanted.merchant)
    return get_order(request.auth.scope, number=number, merchant_id=merchant_id).header.id


@router.get(
    "/vas-work",
    response={200: list[VasLine], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_vas_work",
)
def list_work(request: ApiRequest, wanted: Query[VasWorkIn]) -> HttpResponse:
    """List what is left to do to the 500 fulfillment orders on the floor that come first."""
    key = request.auth
    found = list_open_vas(
        scope=key.scope, site_id=find_site_id(wanted.site), merchant_id=find_merchant(key, wanted.merchant),
        step=wanted.step,
    )  # fmt: skip
    return answer(found)


@router.post(
    "/vas-work:done",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="do_vas_work",
)
def do(request: ApiRequest, payload: VasDoneIn) -> HttpResponse:
    """Say that a service was done; twice is once. An order is packed when all of its services are."""
    key = request.auth
    do_vas(
        scope=key.scope, fulfillment_id=payload.fulfillment, option=payload.option, line_id=payload.line_id,
        device=f"key:{key.actor.id}"[:40], client_id=payload.client_id, now=timezone.now(), actor=key.actor,
    )  # fmt: skip
    return answer_nothing()
