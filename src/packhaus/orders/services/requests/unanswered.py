"""What partners were asked and have not answered by the deadline, for those who go on without an answer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.kernel import rows
from packhaus.kernel.states import Transition
from packhaus.orders.locks import lock_orders_of
from packhaus.orders.queries.asked import Request, get_requests
from packhaus.orders.states import SEND_FROM_PARTNER

MAX_REQUESTS = 100

_SILENT = """
SELECT id FROM orders_fulfillmentorder
WHERE request_status <> 'none' AND request_status = ANY(%(asked)s::text[]) AND status = 'planned'
  AND answer_by < %(now)s
ORDER BY answer_by, id LIMIT %(limit)s
"""


def go_on_without_answer(
    *, scope: Scope, answer: Transition, go_on: Callable[[dict[UUID, Request]], None], now: datetime
) -> int:
    """Give `go_on` the requests by id that still wait for this answer past their deadline; return how many.

    Commits per MAX_REQUESTS, the oldest deadline first; what was answered meanwhile stays as answered. Locks: orders.
    """
    total = 0
    while ids := _list_silent(scope, answer, now):
        total += _go_on_with_some(scope, answer, ids, go_on, now)
    return total


def _list_silent(scope: Scope, answer: Transition, now: datetime) -> list[UUID]:
    with transaction(scope):
        found = rows.fetch_tuples(_SILENT, {"asked": list(answer.sources), "now": now, "limit": MAX_REQUESTS})
    return [id_ for (id_,) in found]


@again_when_busy
def _go_on_with_some(
    scope: Scope,
    answer: Transition,
    ids: Sequence[UUID],
    go_on: Callable[[dict[UUID, Request]], None],
    now: datetime,
) -> int:
    with transaction(scope):
        lock_orders_of(ids)
        # Asked again under the lock: an answer that came before it counts.
        silent = {
            id_: one
            for id_, one in get_requests(ids).items()
            if one.request_status in answer.sources
            and one.status in SEND_FROM_PARTNER.sources
            and one.answer_by < now
        }
        if silent:
            go_on(silent)
    return len(silent)
