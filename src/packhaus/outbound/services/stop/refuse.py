"""Too late: the floor says that what is to be cancelled goes on."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.events import CancelRefused
from packhaus.orders.services.fulfillment import lock_fulfillments

_OF = """
SELECT DISTINCT fulfillment_id FROM orders_cancelrequest WHERE id = ANY(%(ids)s::bigint[]) AND status = 'open'
"""

_REFUSE = """
WITH refused AS (
    UPDATE orders_cancelrequest SET status = 'refused', answered_at = %(now)s
    WHERE id = ANY(%(ids)s::bigint[]) AND status = 'open'
    RETURNING fulfillment_id, merchant_id, quantity
), told AS (
    UPDATE orders_fulfillmentorder AS f SET cancel_requested = false
    WHERE f.id IN (SELECT fulfillment_id FROM refused) AND NOT EXISTS (
        SELECT FROM orders_cancelrequest AS r
        WHERE r.fulfillment_id = f.id AND r.status = 'open' AND r.id <> ALL(%(ids)s::bigint[]))
)
SELECT r.merchant_id, f.order_id, r.fulfillment_id, r.quantity FROM refused AS r
JOIN orders_fulfillmentorder AS f ON f.id = r.fulfillment_id
"""


def refuse_cancel_requests(*, request_ids: Sequence[int], now: datetime, actor: Actor) -> int:
    """Refuse open requests: their units stay and go out; return how many units. Answered ones are passed over.

    Locks: orders. Emits: CancelRefused per fulfillment order. Queries: 4.
    """
    ids = list(request_ids)
    with transaction(Scope.operator()):
        fulfillments = [id_ for (id_,) in rows.fetch_tuples(_OF, {"ids": ids})]
        if not fulfillments:
            return 0
        lock_fulfillments(fulfillments)
        refused: defaultdict[tuple[UUID, UUID, UUID], int] = defaultdict(int)
        for merchant_id, order_id, fulfillment_id, units in rows.fetch_tuples(
            _REFUSE, {"ids": ids, "now": now}
        ):
            refused[merchant_id, order_id, fulfillment_id] += units
        facts = [
            CancelRefused(
                merchant_id=merchant_id,
                aggregate_id=order_id,
                fulfillment_id=str(fulfillment_id),
                units=units,
            )
            for (merchant_id, order_id, fulfillment_id), units in refused.items()
        ]
        record(facts, happened_at=now, actor=actor)
        return sum(refused.values())
