"""Who does not answer in time is asked no longer: the units are promised anew, as if they had been rejected."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.kernel import rows
from packhaus.orders.locks import lock_orders_of
from packhaus.orders.queries.asked import Request, get_requests
from packhaus.orders.services.requests.reject import take_back
from packhaus.orders.states import ACCEPT_REQUEST, SEND_FROM_PARTNER
from packhaus.orders.types import Rejection, RejectReason

MAX_REQUESTS = 100

_SILENT = """
SELECT id FROM orders_fulfillmentorder
WHERE request_status <> 'none' AND request_status = 'requested' AND status = 'planned' AND answer_by < %(now)s
ORDER BY answer_by, id LIMIT %(limit)s
"""


def reroute_unanswered(*, scope: Scope, now: datetime, actor: Actor) -> int:
    """Take back what partners were asked for and did not answer by the deadline; return how many requests that were.

    Commits per MAX_REQUESTS, the oldest deadline first. Twice is once: what was answered meanwhile stays as answered.
    Locks: orders, then site_stock. Emits: RequestRejected, OrderBackordered, StockFreed.
    """
    total = 0
    while ids := _list_silent(scope, now):
        total += _reroute_some(scope, ids, now, actor)
    return total


def _list_silent(scope: Scope, now: datetime) -> list[UUID]:
    with transaction(scope):
        found = rows.fetch_tuples(_SILENT, {"now": now, "limit": MAX_REQUESTS})
    return [id_ for (id_,) in found]


@again_when_busy
def _reroute_some(scope: Scope, ids: list[UUID], now: datetime, actor: Actor) -> int:
    with transaction(scope):
        lock_orders_of(ids)
        requests = {id_: one for id_, one in get_requests(ids).items() if _is_silent(one, now)}
        rejections = [Rejection(id_, RejectReason.NO_ANSWER) for id_ in requests]
        take_back(scope=scope, requests=requests, rejections=rejections, now=now, actor=actor)
    return len(rejections)


def _is_silent(request: Request, now: datetime) -> bool:
    """Ask again under the lock: an answer that came before it counts."""
    return (
        request.request_status in ACCEPT_REQUEST.sources
        and request.status in SEND_FROM_PARTNER.sources
        and request.answer_by < now
    )
