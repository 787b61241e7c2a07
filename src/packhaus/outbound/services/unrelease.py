"""Take fulfillment orders back from the floor before anybody has picked for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.fulfillment import lock_fulfillments, move_units
from packhaus.orders.states import UNRELEASE
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.errors import FulfillmentNotFound, PickingStarted, WaveNotFound
from packhaus.outbound.events import FulfillmentUnreleased

_OF_WAVE = """
SELECT f.id FROM outbound_wave AS w LEFT JOIN orders_fulfillmentorder AS f ON f.wave_id = w.id AND f.status NOT IN (
    'packed', 'dispatched', 'delivered', 'cancelled', 'rejected')
WHERE w.id = %(id)s ORDER BY f.id
"""

_HEADERS = """
SELECT f.id, f.merchant_id, f.order_id, f.number, f.status,
       EXISTS (SELECT FROM outbound_picktask AS t WHERE t.fulfillment_id = f.id AND t.picked > 0)
FROM orders_fulfillmentorder AS f WHERE f.id = ANY(%(ids)s::uuid[]) ORDER BY f.id
"""

_TAKE_BACK = """
WITH gone AS (
    DELETE FROM outbound_allocation AS a USING orders_fulfillmentline AS l
    WHERE l.fulfillment_id = ANY(%(ids)s::uuid[]) AND a.fulfillment_line_id = l.id
    RETURNING a.balance_id, a.quantity, a.fulfillment_line_id, a.line_id, l.fulfillment_id
), bin AS (
    UPDATE inventory_balance AS b SET allocated = b.allocated - g.units
    FROM (SELECT balance_id, sum(quantity) AS units FROM gone GROUP BY 1) AS g WHERE b.id = g.balance_id
), task AS (
    DELETE FROM outbound_picktask WHERE fulfillment_id = ANY(%(ids)s::uuid[]) RETURNING batch_id
), slot AS (
    DELETE FROM outbound_batchslot WHERE fulfillment_id = ANY(%(ids)s::uuid[]) RETURNING batch_id, tote_id
), tote AS (
    UPDATE inventory_handlingunit SET merchant_id = NULL WHERE id IN (
        SELECT s.tote_id FROM slot AS s WHERE NOT EXISTS (
            SELECT FROM outbound_batchslot AS o JOIN orders_fulfillmentorder AS x ON x.id = o.fulfillment_id
            WHERE o.batch_id = s.batch_id AND o.tote_id = s.tote_id AND o.fulfillment_id <> ALL(%(ids)s::uuid[])
              AND x.status IN ('released', 'picking', 'picked')))
), batch AS (
    UPDATE outbound_pickbatch AS b SET stop_count = b.stop_count - t.stops,
        status = CASE WHEN b.stop_count = t.stops THEN 'cancelled' ELSE b.status END
    FROM (SELECT batch_id, count(*) AS stops FROM task GROUP BY 1) AS t WHERE b.id = t.batch_id
), wave AS (
    UPDATE outbound_wave AS w SET order_count = w.order_count - n.orders, line_count = w.line_count - n.lines,
        unit_count = w.unit_count - n.units,
        status = CASE WHEN w.order_count = n.orders THEN 'cancelled' ELSE w.status END
    FROM (SELECT f.wave_id, count(DISTINCT f.id) AS orders, count(DISTINCT g.fulfillment_line_id) AS lines,
                 sum(g.quantity)::bigint AS units
          FROM gone AS g JOIN orders_fulfillmentorder AS f ON f.id = g.fulfillment_id GROUP BY 1) AS n
    WHERE w.id = n.wave_id
), planned AS (
    UPDATE orders_fulfillmentorder SET status = %(target)s, wave_id = NULL, released_at = NULL
    WHERE id = ANY(%(ids)s::uuid[])
)
SELECT fulfillment_id, fulfillment_line_id, line_id, sum(quantity)::bigint
FROM gone GROUP BY 1, 2, 3 HAVING sum(quantity) > 0 ORDER BY 2
"""


class _Header(NamedTuple):
    id: UUID
    merchant_id: UUID
    order_id: UUID
    number: str
    status: str
    is_picked_from: bool


@again_when_busy
def unrelease_wave(*, wave_id: UUID, now: datetime, actor: Actor) -> int:
    """Take back every order of a wave that has not been packed, all or none; return how many. As the other one.

    Raises: WaveNotFound, PickingStarted.
    """
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(_OF_WAVE, {"id": wave_id})
        if not found:
            raise WaveNotFound("there is no such wave", wave_id=wave_id)
        ids = [id_ for (id_,) in found if id_ is not None]
        return unrelease_fulfillments(fulfillment_ids=ids, now=now, actor=actor) if ids else 0


@again_when_busy
def unrelease_fulfillments(*, fulfillment_ids: Sequence[UUID], now: datetime, actor: Actor) -> int:
    """Plan fulfillment orders again: allocations, stops and totes are given back. All or none; return how many.

    Locks: orders, then bins. Emits: FulfillmentUnreleased. Queries: 9.
    Raises: FulfillmentNotFound; PickingStarted naming each order that somebody picks for, nothing was written.
    """
    with transaction(Scope.operator()):
        lock_fulfillments(fulfillment_ids)
        found = rows.fetch_tuples(_HEADERS, {"ids": list(fulfillment_ids)})
        headers = {row[0]: _Header._make(row) for row in found}
        _check(fulfillment_ids, headers)
        take_back(orders={header.id: header.order_id for header in headers.values()}, now=now)
        facts = [
            FulfillmentUnreleased(
                merchant_id=one.merchant_id, aggregate_id=one.order_id, fulfillment_id=str(one.id)
            )
            for one in headers.values()
        ]
        record(facts, happened_at=now, actor=actor)
    return len(headers)


def take_back(*, orders: dict[UUID, UUID], now: datetime) -> None:
    """Undo the release of fulfillment orders (with their orders) that nobody has picked for.

    Locks: the orders must be locked. Queries: 4.
    """
    parameters = {"ids": list(orders), "target": UNRELEASE.target}
    changes = [
        UnitMove(id_, line_id, orders[fulfillment_id], units)
        for fulfillment_id, id_, line_id, units in rows.fetch_tuples(_TAKE_BACK, parameters)
    ]
    if changes:
        move_units(changes=changes, source=Counter.ALLOCATED, target=Counter.PROMISED, now=now)
    refresh_blocks(order_ids=set(orders.values()))


def _check(wanted: Sequence[UUID], headers: dict[UUID, _Header]) -> None:
    absent = [id_ for id_ in wanted if id_ not in headers]
    if absent:
        raise FulfillmentNotFound("there is no such fulfillment order", fulfillment_ids=absent)
    started = {
        one.number: one.status
        for one in headers.values()
        if one.status not in UNRELEASE.sources or one.is_picked_from
    }
    if started:
        raise PickingStarted(f"somebody picks for {', '.join(started)}", started=started)
