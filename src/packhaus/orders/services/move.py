"""Give a part of an order to another site by hand, before anybody works on it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import StockFreed
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import apply_transition
from packhaus.network.queries.sourcing import SourcingSite, list_sourcing_sites
from packhaus.orders.errors import OrderNotFound, PartNotPlanned, SiteCannotSend
from packhaus.orders.events import OrderMoved
from packhaus.orders.locks import FreeUnits, lock_free_units, lock_orders_of
from packhaus.orders.queries.asked import AskedLine, list_asked_lines
from packhaus.orders.queries.freshness import list_fresh_lines, read_fresh_shelf
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.plan_sites import is_stale
from packhaus.orders.services.promise_more import NewPromise, add_promises
from packhaus.orders.services.requests.write import write_cuts
from packhaus.orders.states import CANCEL
from packhaus.orders.types import MoveReason
from packhaus.shipping.queries.service_choice import find_service
from packhaus.terms.queries.get_terms import get_terms

_PART = """
SELECT f.order_id, f.merchant_id, f.number, f.site_id, f.status, f.request_status, f.cancel_requested
FROM orders_fulfillmentorder AS f WHERE f.id = %(id)s::uuid
"""
# The part it went to says why the other site does not send it; the order leaves with the last of its parts.
_TELL = """
WITH told AS (
    UPDATE orders_fulfillmentorder AS f
    SET explanation = f.explanation || jsonb_build_array(jsonb_build_object(
            'site', %(from_site)s::text, 'rule', 'moved', 'why', %(why)s::text)),
        service_code = CASE WHEN %(service)s::text = '' THEN f.service_code ELSE %(service)s::text END,
        carrier_code = CASE WHEN %(service)s::text = '' THEN f.carrier_code ELSE %(carrier)s::text END
    WHERE f.order_id = %(order_id)s::uuid AND f.site_id = %(site_id)s::uuid AND f.status = 'planned'
)
UPDATE orders_order AS o SET ship_by = (
    SELECT max(f.ship_by) FROM orders_fulfillmentorder AS f
    WHERE f.order_id = o.id AND f.status NOT IN ('cancelled', 'rejected') AND f.id <> %(id)s::uuid)
WHERE o.id = %(order_id)s::uuid
"""


class _Part(NamedTuple):
    order_id: UUID
    merchant_id: UUID
    number: str
    site_id: UUID
    status: str
    request_status: str
    cancel_requested: bool


@again_when_busy
def move_part(
    *,
    scope: Scope,
    fulfillment_id: UUID,
    site_code: str,
    reason: MoveReason,
    now: datetime,
    actor: Actor,
    service_code: str = "",
) -> None:
    """Let another site send all that one was to send of an order, from units that it has free.

    The day that was promised stays: it is the shopper's. With a service the part leaves by it from there. Who is run by
    a partner is asked. Locks: the order, then site_stock of the SKUs. Emits: OrderMoved, StockFreed. Queries: 12 at
    most. Raises: OrderNotFound, PartNotPlanned, SiteCannotSend naming every short SKU, Invalid; nothing was written.
    """
    with transaction(scope):
        lock_orders_of([fulfillment_id])
        part = _get_part(fulfillment_id)
        site = _find_site(part, site_code)
        lines = list_asked_lines([fulfillment_id])
        free = lock_free_units(sku_ids=sorted({line.sku_id for line in lines}))
        _check(scope, part, site, lines, free, now)
        _write(part, site, lines, free, now)
        apply_transition(CANCEL, table="orders_fulfillmentorder", ids=[fulfillment_id])
        _tell(fulfillment_id, part, site, reason, service_code)
        refresh_blocks(order_ids=[part.order_id])
        record(_list_facts(part, site, lines, reason), happened_at=now, actor=actor)


def _get_part(fulfillment_id: UUID) -> _Part:
    found = rows.fetch_tuples(_PART, {"id": fulfillment_id})
    if not found:
        raise OrderNotFound("order not found")
    part = _Part._make(found[0])
    if part.status != "planned" or part.request_status != "none" or part.cancel_requested:
        raise PartNotPlanned(
            "the part is on the floor, a partner's, or gone: ask for a stop first", number=part.number
        )
    return part


def _find_site(part: _Part, code: str) -> SourcingSite:
    site = next((one for one in list_sourcing_sites() if one.code == code), None)
    if site is None:
        raise Invalid([FieldProblem("site", "unknown", f"there is no site {code}")])
    if site.id == part.site_id:
        raise Invalid([FieldProblem("site", "same", "is the site that sends it already")])
    return site


def _check(
    scope: Scope,
    part: _Part,
    site: SourcingSite,
    lines: Sequence[AskedLine],
    free: Sequence[FreeUnits],
    now: datetime,
) -> None:
    codes = get_terms(scope, merchant_id=part.merchant_id, at=now).ship_from
    if codes and site.code not in codes:
        raise SiteCannotSend("the merchant does not ship from there", site=site.code, rule="not_eligible")
    if is_stale(site=site, now=now):
        raise SiteCannotSend("what it has is too old to count on", site=site.code, rule="feed_too_old")
    there = {row.sku_id: row.free for row in free if row.site_id == site.id}
    fresh = list_fresh_lines(line_ids=[line.line_id for line in lines], today=now.date())
    if fresh:
        shelf = read_fresh_shelf(sku_ids={line.sku_id for line in lines}, today=now.date())
        for line in lines:
            if day := fresh.get(line.line_id):
                lasting = shelf.count(site.id, line.sku_id, earliest=day)
                there[line.sku_id] = min(there.get(line.sku_id, 0), lasting)
    missing = {
        str(sku_id): units - there.get(sku_id, 0)
        for sku_id, units in _sum_by_sku(lines).items()
        if units > there.get(sku_id, 0)
    }
    if missing:
        raise SiteCannotSend("it has too little", site=site.code, rule="short", missing=missing)


def _sum_by_sku(lines: Sequence[AskedLine]) -> Mapping[UUID, int]:
    units: defaultdict[UUID, int] = defaultdict(int)
    for line in lines:
        units[line.sku_id] += line.promised
    return units


def _write(
    part: _Part, site: SourcingSite, lines: Sequence[AskedLine], free: Sequence[FreeUnits], now: datetime
) -> None:
    stock_ids = {(row.site_id, row.sku_id): row.stock_id for row in free}
    write_cuts(
        lines=[(line.id, line.fulfillment_id, line.promised) for line in lines],
        leaving=[(stock_ids[part.site_id, line.sku_id], line.promised, 0) for line in lines],
        promised=[(stock_ids[site.id, line.sku_id], line.promised) for line in lines],
        owed=[],
    )
    promises = [
        NewPromise(part.order_id, line.line_id, line.sku_id, site.id, line.promised) for line in lines
    ]
    add_promises(promises=promises, now=now)


def _tell(
    fulfillment_id: UUID, part: _Part, site: SourcingSite, reason: MoveReason, service_code: str
) -> None:
    service = find_service(wanted=service_code, country="", is_cod=False) if service_code else None
    if service_code and service is None:
        raise Invalid([FieldProblem("service", "unknown", f"there is no service {service_code}")])
    rows.execute(
        _TELL,
        {
            "id": fulfillment_id,
            "order_id": part.order_id,
            "site_id": site.id,
            "from_site": str(part.site_id),
            "why": reason.value,
            "service": service.code if service else "",
            "carrier": service.carrier_code if service else "",
        },
    )


def _list_facts(
    part: _Part, site: SourcingSite, lines: Sequence[AskedLine], reason: MoveReason
) -> list[OrderMoved | StockFreed]:
    codes = {one.id: one.code for one in list_sourcing_sites()}
    moved = OrderMoved(
        merchant_id=part.merchant_id,
        aggregate_id=part.order_id,
        from_site=codes.get(part.site_id, ""),
        to_site=site.code,
        why=reason.value,
        units=sum(line.promised for line in lines),
    )
    freed = [
        StockFreed(merchant_id=part.merchant_id, aggregate_id=sku_id, site_id=str(part.site_id), units=units)
        for sku_id, units in _sum_by_sku(lines).items()
    ]
    return [moved, *freed]
