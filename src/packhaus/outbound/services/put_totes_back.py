"""A lead empties a tote that waits: the units go to their bins, and stay the order's or are free for the next one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import StockFreed
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel import rows
from packhaus.orders.events import OrderBackordered
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.demote import owe_cuts
from packhaus.orders.services.free_units import PromiseCut
from packhaus.orders.services.fulfillment import lock_fulfillments, move_units
from packhaus.orders.services.promise_more import NewPromise
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.errors import FulfillmentNotFound, ToteNotWaiting
from packhaus.outbound.events import TotePutBack
from packhaus.outbound.locks import lock_site_stock
from packhaus.outbound.services.release.uncovered import set_apart
from packhaus.outbound.services.settle import settle_fulfillments
from packhaus.outbound.services.stop.put_back import put_back

_WAITING = """
SELECT f.id, f.number, f.merchant_id, f.order_id, f.site_id,
       f.status = 'picked' AND NOT f.cancel_requested AND (o.is_held OR o.policy <> 'ship_available' AND EXISTS (
           SELECT FROM orders_orderline AS w WHERE w.order_id = o.id AND w.backordered > 0)),
       l.id, l.line_id, l.sku_id, l.picked
FROM orders_fulfillmentorder AS f
JOIN orders_order AS o ON o.id = f.order_id
JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id
WHERE f.id = ANY(%(ids)s::uuid[]) ORDER BY f.id, l.id
"""

# Behind those who wait already: that is what giving it to the next order means.
_QUEUE_LAST = """
UPDATE orders_backorderdemand SET placed_at = %(now)s, promised_on = NULL, date_source = 'unknown', pegged_to = ''
WHERE order_id = ANY(%(order_ids)s::uuid[]) AND line_id = ANY(%(line_ids)s::bigint[])
"""


class _Line(NamedTuple):
    fulfillment_id: UUID
    number: str
    merchant_id: UUID
    order_id: UUID
    site_id: UUID
    is_waiting: bool
    id: int
    line_id: int
    sku_id: UUID
    picked: int


@again_when_busy
def put_totes_back(
    *, fulfillment_ids: Sequence[UUID], for_next: bool = False, now: datetime, actor: Actor
) -> int:
    """Put what these fulfillment orders have in totes back into the bins it came from; return the units. All or none.

    Only what may not be packed: orders that go complete and lack units, and orders on hold. The units stay promised in
    a planned part of the order, or with `for_next` the order waits for them behind all who wait already.
    Locks: orders, then stock. Emits: TotePutBack; StockFreed, OrderBackordered with `for_next`.
    Raises: FulfillmentNotFound; ToteNotWaiting naming each order that could be packed or is not picked.
    """
    ids = list(dict.fromkeys(fulfillment_ids))
    with transaction(Scope.operator()):
        lock_fulfillments(ids)
        lines = [_Line._make(row) for row in rows.fetch_tuples(_WAITING, {"ids": ids})]
        _check(ids, lines)
        full = [line for line in lines if line.picked]
        lock_site_stock([(line.sku_id, line.site_id) for line in full])
        changes = [UnitMove(line.id, line.line_id, line.order_id, line.picked) for line in full]
        move_units(changes=changes, source=Counter.PICKED, target=Counter.PROMISED, now=now)
        put_back(units={line.id: line.picked for line in full}, now=now, actor=actor)
        if for_next:
            _give_up(full, now)
        else:
            set_apart(promises=[(line.id, _promise(line)) for line in full], now=now)
            refresh_blocks(order_ids={line.order_id for line in full})
        settle_fulfillments(fulfillment_ids=ids)
        record(list(_list_facts(full, for_next=for_next)), happened_at=now, actor=actor)
    return sum(line.picked for line in full)


def _check(ids: Sequence[UUID], lines: Sequence[_Line]) -> None:
    absent = set(ids) - {line.fulfillment_id for line in lines}
    if absent:
        raise FulfillmentNotFound("there is no such fulfillment order", fulfillment_ids=sorted(absent))
    going = sorted({line.number for line in lines if not line.is_waiting})
    if going or not lines:
        raise ToteNotWaiting(f"{', '.join(going) or 'nothing'} waits in no tote", orders=going)


def _promise(line: _Line) -> NewPromise:
    return NewPromise(line.order_id, line.line_id, line.sku_id, line.site_id, line.picked)


def _give_up(lines: Sequence[_Line], now: datetime) -> None:
    owe_cuts(
        [
            PromiseCut(
                line.id,
                line.fulfillment_id,
                line.line_id,
                line.order_id,
                line.sku_id,
                line.site_id,
                line.picked,
            )
            for line in lines
        ]
    )
    orders, own = {line.order_id for line in lines}, {line.line_id for line in lines}
    rows.execute(_QUEUE_LAST, {"order_ids": list(orders), "line_ids": list(own), "now": now})


def _list_facts(lines: Sequence[_Line], *, for_next: bool) -> list[Fact]:
    facts: list[Fact] = []
    freed: defaultdict[tuple[UUID, UUID, UUID], int] = defaultdict(int)
    for fulfillment_id, group in groupby(lines, key=lambda line: line.fulfillment_id):
        found = list(group)
        units, first = sum(line.picked for line in found), found[0]
        facts.append(
            TotePutBack(
                merchant_id=first.merchant_id,
                aggregate_id=first.order_id,
                fulfillment_id=str(fulfillment_id),
                units=units,
                for_next=for_next,
            )
        )
        if for_next:
            facts.append(
                OrderBackordered(merchant_id=first.merchant_id, aggregate_id=first.order_id, units=units)
            )
        for line in found:
            freed[line.merchant_id, line.sku_id, line.site_id] += line.picked
    if for_next:
        facts += [
            StockFreed(merchant_id=merchant_id, aggregate_id=sku_id, site_id=str(site_id), units=units)
            for (merchant_id, sku_id, site_id), units in freed.items()
        ]
    return facts
