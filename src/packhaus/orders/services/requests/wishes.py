"""Wishes to cancel what a partner has accepted: counted, taken out of the promise as far as it says yes, and closed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inventory.events import StockFreed
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel import rows
from packhaus.kernel.states import Transition, apply_transition
from packhaus.orders.events import OrderCancelled, PartnerKeeps
from packhaus.orders.queries.asked import Request
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.free_units import PromiseCut, cut_promises
from packhaus.orders.services.fulfillment import refresh_stages
from packhaus.orders.states import ACCEPT_CANCEL, KEEP_REST, REFUSE_CANCEL
from packhaus.orders.types import CancelReply, KeepReason

_OPEN = """
SELECT r.id, r.fulfillment_id, r.fulfillment_line_id, r.line_id, r.quantity, l.sku_id, l.site_id, l.promised
FROM orders_cancelrequest AS r JOIN orders_fulfillmentline AS l ON l.id = r.fulfillment_line_id
WHERE r.fulfillment_id = ANY(%(ids)s::uuid[]) AND r.status = 'open' ORDER BY r.id
"""

_CLOSE = """
WITH answered AS (
    UPDATE orders_cancelrequest AS r
    SET stopped = a.stopped, answered_at = %(now)s, status = CASE WHEN a.stopped > 0 THEN 'accepted' ELSE 'refused' END
    FROM unnest(%(ids)s::bigint[], %(stopped)s::bigint[]) AS a(id, stopped) WHERE r.id = a.id
)
UPDATE orders_fulfillmentorder SET cancel_requested = false WHERE id = ANY(%(fulfillment_ids)s::uuid[])
RETURNING id, status = 'cancelled'
"""

_WHOLE = """
SELECT order_id FROM orders_orderline WHERE order_id = ANY(%(ids)s::uuid[])
GROUP BY order_id HAVING sum(ordered) = sum(cancelled)
"""


class _Wish(NamedTuple):
    id: int
    fulfillment_id: UUID
    fulfillment_line_id: int
    line_id: int
    quantity: int
    sku_id: UUID
    site_id: UUID
    promised: int


class _Answer(NamedTuple):
    """A wish, and how many of its units stay behind."""

    wish: _Wish
    stopped: int


def close_wishes(
    *,
    requests: Mapping[UUID, Request],
    stops: Mapping[int, int] | None,
    why: KeepReason,
    now: datetime,
    actor: Actor,
) -> dict[UUID, CancelReply]:
    """Cancel what partners leave, keep the rest, and let the requests go on; every wish is answered.

    Shapes: stops = units by fulfillment line that are left; None: all that were wished.
    Locks: the orders must be locked; site_stock, ascending. Emits: OrderCancelled, PartnerKeeps, StockFreed.
    Queries: 11 at most.
    """
    found = [_Wish._make(row) for row in rows.fetch_tuples(_OPEN, {"ids": list(requests)})]
    answers = list(_answer(found, stops))
    _cut(requests, answers)
    _go_on(requests, answers, now)
    order_ids = {one.order_id for one in requests.values()}
    refresh_stages(order_ids=order_ids, now=now)
    refresh_blocks(order_ids=order_ids)
    replies = {id_: _sum_up(id_, answers) for id_ in requests}
    record(_list_facts(requests, answers, replies, why), happened_at=now, actor=actor)
    return replies


def _answer(wishes: Sequence[_Wish], stops: Mapping[int, int] | None) -> Iterator[_Answer]:
    """Share what is left of each line out to its wishes, the oldest first."""
    left = {
        wish.fulfillment_line_id: wish.promised if stops is None else stops.get(wish.fulfillment_line_id, 0)
        for wish in wishes
    }
    for wish in wishes:
        stopped = min(wish.quantity, left[wish.fulfillment_line_id])
        left[wish.fulfillment_line_id] -= stopped
        yield _Answer(wish, stopped)


def _cut(requests: Mapping[UUID, Request], answers: Sequence[_Answer]) -> None:
    units: defaultdict[int, int] = defaultdict(int)
    for wish, stopped in answers:
        units[wish.fulfillment_line_id] += stopped
    wishes = {wish.fulfillment_line_id: wish for wish, _ in answers}
    cuts = [
        PromiseCut(
            id_, wish.fulfillment_id, wish.line_id, requests[wish.fulfillment_id].order_id, wish.sku_id, wish.site_id,
            units[id_],
        )
        for id_, wish in wishes.items()
        if units[id_]
    ]  # fmt: skip
    if cuts:
        cut_promises(cuts=cuts, is_owed=False)


def _go_on(requests: Mapping[UUID, Request], answers: Sequence[_Answer], now: datetime) -> None:
    closed = rows.fetch_tuples(
        _CLOSE,
        {
            "ids": [wish.id for wish, _ in answers],
            "stopped": [stopped for _, stopped in answers],
            "fulfillment_ids": list(requests),
            "now": now,
        },
    )
    ways: defaultdict[Transition, list[UUID]] = defaultdict(list)
    for id_, is_closed in closed:
        if is_closed:
            ways[ACCEPT_CANCEL].append(id_)
        else:
            ways[KEEP_REST if _sum_up(id_, answers).cancelled else REFUSE_CANCEL].append(id_)
    for transition, ids in ways.items():
        apply_transition(transition, table="orders_fulfillmentorder", ids=ids, column="request_status")


def _sum_up(fulfillment_id: UUID, answers: Sequence[_Answer]) -> CancelReply:
    own = [one for one in answers if one.wish.fulfillment_id == fulfillment_id]
    stopped = sum(one.stopped for one in own)
    return CancelReply(fulfillment_id, stopped, sum(one.wish.quantity for one in own) - stopped)


def _list_facts(
    requests: Mapping[UUID, Request],
    answers: Sequence[_Answer],
    replies: Mapping[UUID, CancelReply],
    why: KeepReason,
) -> list[Fact]:
    merchants = {one.order_id: one.merchant_id for one in requests.values()}
    cancelled: defaultdict[UUID, int] = defaultdict(int)
    freed: defaultdict[tuple[UUID, UUID, UUID], int] = defaultdict(int)
    for wish, stopped in answers:
        if stopped:
            request = requests[wish.fulfillment_id]
            cancelled[request.order_id] += stopped
            freed[request.merchant_id, wish.sku_id, wish.site_id] += stopped
    whole = {id_ for (id_,) in rows.fetch_tuples(_WHOLE, {"ids": list(cancelled)})}
    return [
        *(
            OrderCancelled(merchant_id=merchants[id_], aggregate_id=id_, units=units, is_whole=id_ in whole)
            for id_, units in cancelled.items()
        ),
        *(
            PartnerKeeps(
                merchant_id=request.merchant_id,
                aggregate_id=request.order_id,
                fulfillment_id=str(request.id),
                site=request.site_code,
                why=why.value,
                units=replies[request.id].kept,
            )
            for request in requests.values()
            if replies[request.id].kept
        ),
        *(
            StockFreed(merchant_id=merchant_id, aggregate_id=sku_id, site_id=str(site_id), units=units)
            for (merchant_id, sku_id, site_id), units in freed.items()
        ),
    ]
