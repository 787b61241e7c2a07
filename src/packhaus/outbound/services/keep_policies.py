"""What a short or a loss means for orders that are not to go in part, once their units wait for stock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.errors import NotCancellable
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.fulfillment import lock_fulfillments, move_units
from packhaus.orders.services.promise_more import NewPromise
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.events import FulfillmentUnreleased
from packhaus.outbound.services.release.uncovered import set_apart
from packhaus.outbound.services.settle import settle_fulfillments
from packhaus.outbound.services.stop.unallocate import unallocate
from packhaus.outbound.services.unrelease import take_back

_WAITING = """
SELECT o.id, o.policy FROM orders_order AS o
WHERE o.id = ANY(%(ids)s::uuid[]) AND o.policy IN ('ship_complete', 'fill_or_kill') AND EXISTS (
    SELECT FROM orders_orderline AS l WHERE l.order_id = o.id AND l.backordered > 0)
ORDER BY o.id
"""

_ON_THE_FLOOR = """
SELECT f.id, f.order_id, f.merchant_id,
       EXISTS (SELECT FROM orders_fulfillmentline AS l WHERE l.fulfillment_id = f.id AND l.picked > 0)
FROM orders_fulfillmentorder AS f
WHERE f.order_id = ANY(%(ids)s::uuid[]) AND f.status IN ('released', 'picking') ORDER BY f.id
"""

_OPEN = """
SELECT a.id, a.quantity - a.picked, a.fulfillment_line_id, a.line_id, f.order_id, a.sku_id, f.site_id
FROM outbound_allocation AS a
JOIN orders_fulfillmentline AS l ON l.id = a.fulfillment_line_id
JOIN orders_fulfillmentorder AS f ON f.id = l.fulfillment_id
WHERE f.id = ANY(%(ids)s::uuid[]) AND a.quantity > a.picked ORDER BY a.id
"""


class _Part(NamedTuple):
    id: UUID
    order_id: UUID
    merchant_id: UUID
    is_picked_from: bool


class _Open(NamedTuple):
    allocation_id: int
    units: int
    fulfillment_line_id: int
    line_id: int
    order_id: UUID
    sku_id: UUID
    site_id: UUID


def keep_policies(*, order_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Stop what must not go in part of orders that wait for stock again; others, and what is packed, go on.

    ship_complete: what nobody has picked leaves the floor and waits, planned and blocked; what is picked waits in its
    tote, and packing it is refused until the rest has come. fill_or_kill: never waits, so everything that has not left
    is cancelled; what is picked is asked of the floor. Twice is once.
    Locks: orders, then bins. Emits: FulfillmentUnreleased; OrderCancelled, CancelRequested.
    """
    policies = _list_waiting(order_ids)
    for order_id in (id_ for id_, policy in policies.items() if policy == "fill_or_kill"):
        _cancel(order_id, now, actor)
    whole = [id_ for id_, policy in policies.items() if policy == "ship_complete"]
    if whole:
        _hold_back(whole, now, actor)


def _list_waiting(order_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    with transaction(Scope.operator()):
        return dict(rows.fetch_tuples(_WAITING, {"ids": list(order_ids)}))


def _cancel(order_id: UUID, now: datetime, actor: Actor) -> None:
    try:
        cancel_order(scope=Scope.operator(), order_id=order_id, now=now, actor=actor)
    except NotCancellable:
        return


@again_when_busy
def _hold_back(order_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    with transaction(Scope.operator()):
        lock_fulfillments([part.id for part in _list_parts(order_ids)])
        parts = _list_parts(list(_list_waiting(order_ids)))
        untouched = {part.id: part.order_id for part in parts if not part.is_picked_from}
        if untouched:
            take_back(orders=untouched, now=now)
        begun = [part.id for part in parts if part.is_picked_from]
        _stop_walking(begun, now)
        facts = [
            FulfillmentUnreleased(
                merchant_id=part.merchant_id, aggregate_id=part.order_id, fulfillment_id=str(part.id)
            )
            for part in parts
        ]
        record(facts, happened_at=now, actor=actor)


def _list_parts(order_ids: Sequence[UUID]) -> list[_Part]:
    return [_Part._make(row) for row in rows.fetch_tuples(_ON_THE_FLOOR, {"ids": list(order_ids)})]


def _stop_walking(fulfillment_ids: Sequence[UUID], now: datetime) -> None:
    """Give back the bins of stops that are still open; what is in the tote stays there."""
    found = [_Open._make(row) for row in rows.fetch_tuples(_OPEN, {"ids": list(fulfillment_ids)})]
    if not found:
        return
    unallocate(cuts=[(one.allocation_id, one.units) for one in found], fulfillment_ids=fulfillment_ids)
    changes = [UnitMove(one.fulfillment_line_id, one.line_id, one.order_id, one.units) for one in found]
    move_units(changes=changes, source=Counter.ALLOCATED, target=Counter.PROMISED, now=now)
    set_apart(promises=_merge(found), now=now)
    refresh_blocks(order_ids={one.order_id for one in found})
    settle_fulfillments(fulfillment_ids=fulfillment_ids)


def _merge(found: Sequence[_Open]) -> list[tuple[int, NewPromise]]:
    """Return one promise per fulfillment line, whatever the number of its bins."""
    units: dict[int, int] = {}
    for one in found:
        units[one.fulfillment_line_id] = units.get(one.fulfillment_line_id, 0) + one.units
    lines = {one.fulfillment_line_id: one for one in found}
    return [
        (id_, NewPromise(one.order_id, one.line_id, one.sku_id, one.site_id, units[id_]))
        for id_, one in lines.items()
    ]
