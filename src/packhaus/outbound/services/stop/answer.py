"""The floor answers wishes to cancel: what is not picked is left, what is picked is put back, what is packed goes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import StockFreed
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel import rows
from packhaus.orders.events import CancelRefused, OrderCancelled
from packhaus.orders.services.free_units import PromiseCut, cut_promises
from packhaus.orders.services.fulfillment import lock_fulfillments, move_units, refresh_stages
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.locks import lock_site_stock
from packhaus.outbound.queries.cancel_requests import list_open_requests
from packhaus.outbound.services.settle import settle_fulfillments
from packhaus.outbound.services.stop.put_back import put_back
from packhaus.outbound.services.stop.unallocate import unallocate

_REQUESTS = """
SELECT r.id, r.fulfillment_id, r.fulfillment_line_id, r.line_id, r.quantity, r.merchant_id, f.order_id, f.site_id,
       l.sku_id, l.allocated, l.picked
FROM orders_cancelrequest AS r
JOIN orders_fulfillmentorder AS f ON f.id = r.fulfillment_id
JOIN orders_fulfillmentline AS l ON l.id = r.fulfillment_line_id
WHERE r.status = 'open' AND r.id = ANY(%(ids)s::bigint[]) ORDER BY r.id
"""

_ALLOCATIONS = """
SELECT id, quantity - picked FROM outbound_allocation
WHERE fulfillment_line_id = %(id)s AND quantity > picked ORDER BY id DESC
"""

_ANSWER = """
WITH answered AS (
    UPDATE orders_cancelrequest AS r
    SET stopped = a.stopped, answered_at = %(now)s, status = CASE WHEN a.stopped > 0 THEN 'accepted' ELSE 'refused' END
    FROM unnest(%(ids)s::bigint[], %(stopped)s::bigint[]) AS a(id, stopped) WHERE r.id = a.id
)
UPDATE orders_fulfillmentorder AS f SET cancel_requested = false
WHERE f.id = ANY(%(fulfillment_ids)s::uuid[]) AND NOT EXISTS (
    SELECT FROM orders_cancelrequest AS r
    WHERE r.fulfillment_id = f.id AND r.status = 'open' AND r.id <> ALL(%(ids)s::bigint[]))
"""

_WHOLE = """
SELECT order_id FROM orders_orderline WHERE order_id = ANY(%(ids)s::uuid[])
GROUP BY order_id HAVING sum(ordered) = sum(cancelled)
"""


class _Request(NamedTuple):
    id: int
    fulfillment_id: UUID
    fulfillment_line_id: int
    line_id: int
    quantity: int
    merchant_id: UUID
    order_id: UUID
    site_id: UUID
    sku_id: UUID
    allocated: int
    picked: int

    def as_change(self, units: int) -> UnitMove:
        return UnitMove(self.fulfillment_line_id, self.line_id, self.order_id, units)


@dataclass(frozen=True, slots=True)
class CancelAnswer:
    """What the floor could stop of one request, and what it had to refuse because it is packed or gone."""

    request_id: int
    fulfillment_id: UUID
    stopped: int
    refused: int


@again_when_busy
def answer_cancel_requests(
    *, request_ids: Sequence[int] | None = None, now: datetime, actor: Actor
) -> list[CancelAnswer]:
    """Stop what can be stopped of requests (all open ones when none are named), in one transaction.

    Units not picked leave the walk, picked ones go back to the bin they came from, packed ones are refused. Stopped
    units are cancelled and their stock is free; an order left empty closes. A request that is answered is passed over.
    Locks: orders, then stock. Emits: OrderCancelled, CancelRefused per order, StockFreed.
    """
    with transaction(Scope.operator()):
        ids = list_open_requests() if request_ids is None else list(request_ids)
        found = _list_requests(ids)
        if not found:
            return []
        lock_fulfillments({request.fulfillment_id for request in found})
        lock_site_stock([(request.sku_id, request.site_id) for request in found])
        answers = [_answer(request, now, actor) for request in _list_requests_in_turn(ids)]
        _close(answers, now)
        record(_list_facts(answers), happened_at=now, actor=actor)
    return [
        CancelAnswer(request.id, request.fulfillment_id, stopped, request.quantity - stopped)
        for request, stopped in answers
    ]


def _list_requests(ids: Sequence[int]) -> list[_Request]:
    return [_Request._make(row) for row in rows.fetch_tuples(_REQUESTS, {"ids": list(ids)})]


def _list_requests_in_turn(ids: Sequence[int]) -> Iterator[_Request]:
    """Yield each request as the ones before have left its line."""
    for id_ in ids:
        yield from _list_requests([id_])


def _answer(request: _Request, now: datetime, actor: Actor) -> tuple[_Request, int]:
    left = min(request.quantity, request.allocated)
    if left:
        _leave(request, left, now)
    back = min(request.quantity - left, request.picked)
    if back:
        move_units(changes=[request.as_change(back)], source=Counter.PICKED, target=Counter.PROMISED, now=now)
        put_back(units={request.fulfillment_line_id: back}, now=now, actor=actor)
    stopped = left + back
    if stopped:
        cut = PromiseCut(
            request.fulfillment_line_id, request.fulfillment_id, request.line_id, request.order_id, request.sku_id,
            request.site_id, stopped,
        )  # fmt: skip
        cut_promises(cuts=[cut], is_owed=False)
    return request, stopped


def _leave(request: _Request, units: int, now: datetime) -> None:
    cuts = []
    left = units
    for id_, there in rows.fetch_tuples(_ALLOCATIONS, {"id": request.fulfillment_line_id}):
        taken = min(left, there)
        if taken:
            cuts.append((id_, taken))
            left -= taken
    assert not left, "allocations cover the line's allocated units"
    unallocate(cuts=cuts, fulfillment_ids=[request.fulfillment_id])
    move_units(changes=[request.as_change(units)], source=Counter.ALLOCATED, target=Counter.PROMISED, now=now)


def _close(answers: Sequence[tuple[_Request, int]], now: datetime) -> None:
    fulfillments = sorted({request.fulfillment_id for request, _ in answers})
    rows.execute(
        _ANSWER,
        {
            "ids": [request.id for request, _ in answers],
            "stopped": [stopped for _, stopped in answers],
            "fulfillment_ids": fulfillments,
            "now": now,
        },
    )
    settle_fulfillments(fulfillment_ids=fulfillments)
    refresh_stages(order_ids={request.order_id for request, _ in answers}, now=now)


def _list_facts(answers: Sequence[tuple[_Request, int]]) -> list[Fact]:
    stopped: defaultdict[UUID, int] = defaultdict(int)
    refused: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    freed: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    owners: dict[UUID, UUID] = {}
    for request, units in answers:
        owners[request.order_id] = owners[request.sku_id] = request.merchant_id
        stopped[request.order_id] += units
        refused[request.order_id, request.fulfillment_id] += request.quantity - units
        freed[request.sku_id, request.site_id] += units
    whole = {id_ for (id_,) in rows.fetch_tuples(_WHOLE, {"ids": list(stopped)})}
    facts: list[Fact] = [
        OrderCancelled(merchant_id=owners[id_], aggregate_id=id_, units=units, is_whole=id_ in whole)
        for id_, units in stopped.items()
        if units
    ]
    facts += [
        CancelRefused(
            merchant_id=owners[order_id],
            aggregate_id=order_id,
            fulfillment_id=str(fulfillment_id),
            units=units,
        )
        for (order_id, fulfillment_id), units in refused.items()
        if units
    ]
    facts += [
        StockFreed(merchant_id=owners[sku_id], aggregate_id=sku_id, site_id=str(site_id), units=units)
        for (sku_id, site_id), units in freed.items()
        if units
    ]
    return facts
