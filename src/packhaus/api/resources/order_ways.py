"""How else a part of an order could be sent, and the site that sends it instead."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.fields import MerchantIn, Number
from packhaus.api.keys import ApiRequest, find_merchant, works_on_the_floor
from packhaus.api.problems import declare
from packhaus.api.schemas.order_ways import MovePartIn
from packhaus.decide.remedies import Way
from packhaus.insight.queries.tower import list_risk_limits
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.orders.queries.get_order import OrderDetail, get_order
from packhaus.orders.services.move import move_part
from packhaus.orders.services.ways import PartWays, find_ways
from packhaus.orders.types import MoveReason

router = Router(tags=["floor"])
OPEN = frozenset({"planned", "released", "picking", "picked", "packed"})


@dataclass(frozen=True, slots=True)
class WayOut:
    """A service from a site: when it leaves and arrives (null: nobody said), and what it costs in minor units."""

    site: str
    service: str
    leaves_at: datetime
    arrives_on: date | None
    cost_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class ExcludedOut:
    """A service of the part's own site, or another site, and the first rule that excludes it.

    `sku` and `units`: what a site has too little of, and how much it lacks.
    """

    site: str
    service: str
    rule: str
    sku: str
    units: int


@dataclass(frozen=True, slots=True)
class PartOut:
    """A part that has not left: the way that it has, every other, what keeps the rest out, and what is proposed.

    `remedy`: keep, service, site, split or tell. `can_move`: another site may still send it.
    """

    fulfillment: UUID
    number: str
    site: str
    promised_on: date | None
    can_move: bool
    own: WayOut | None
    ways: list[WayOut]
    excluded: list[ExcludedOut]
    remedy: str
    proposed: WayOut | None


@router.get(
    "/orders/{number}/ways",
    response={200: list[PartOut], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="list_order_ways",
)
def list_ways(request: ApiRequest, number: Number, wanted: Query[MerchantIn]) -> HttpResponse:
    """List how else each part of an order that has not left could be sent: a dry run, nothing is changed."""
    scope, now = request.auth.scope, timezone.now()
    ids = [part.id for part in _find(request, number, wanted).fulfillments if part.status in OPEN]
    ready_at = dict(list_risk_limits(scope=scope, now=now))
    found = find_ways(scope=scope, fulfillment_ids=ids, ready_at=ready_at, now=now)
    return answer([_draw(one) for one in found])


@router.post(
    "/orders/{number}/move",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="move_order_part",
)
def move(request: ApiRequest, number: Number, wanted: Query[MerchantIn], payload: MovePartIn) -> HttpResponse:
    """Let another site send a part of an order, from units that it has free; the reason stays with the order."""
    key = request.auth
    parts = {part.id for part in _find(request, number, wanted).fulfillments}
    if payload.fulfillment not in parts:
        raise Invalid([FieldProblem("fulfillment", "unknown", "is no part of this order")])
    move_part(
        scope=key.scope,
        fulfillment_id=payload.fulfillment,
        site_code=payload.site,
        reason=MoveReason(payload.reason),
        service_code=payload.service,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer_nothing()


def _find(request: ApiRequest, number: str, wanted: MerchantIn) -> OrderDetail:
    merchant_id = find_merchant(request.auth, wanted.merchant)
    return get_order(request.auth.scope, number=number, merchant_id=merchant_id)


def _draw(found: PartWays) -> PartOut:
    ways = [*found.services, *(site.way for site in found.sites if site.way is not None)]
    excluded = [ExcludedOut(found.site.code, service, rule, "", 0) for service, rule in found.excluded]
    excluded += [
        ExcludedOut(site.site_code, "", site.rule, site.sku, site.units)
        for site in found.sites
        if site.way is None
    ]
    return PartOut(
        found.part.id,
        found.part.number,
        found.site.code,
        found.promised_on,
        found.part.can_move,
        _draw_way(found.own),
        [WayOut(*way) for way in ways],
        excluded,
        found.proposal.remedy.value,
        _draw_way(found.proposal.way),
    )


def _draw_way(way: Way | None) -> WayOut | None:
    return WayOut(*way) if way else None
