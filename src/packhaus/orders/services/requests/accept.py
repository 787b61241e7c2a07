"""A partner's site takes on what it was asked to do."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel.states import apply_transition
from packhaus.orders.events import RequestAccepted
from packhaus.orders.locks import lock_orders_of
from packhaus.orders.queries.asked import get_requests
from packhaus.orders.services.requests.closed import refuse_closed
from packhaus.orders.states import ACCEPT_REQUEST


@again_when_busy
def accept_requests(
    *, scope: Scope, fulfillment_ids: Sequence[UUID], now: datetime, actor: Actor
) -> list[UUID]:
    """Accept whole fulfillment orders for their sites, all or none, and return those that were not before.

    An answer after its deadline counts as long as nobody else was asked. Locks: orders. Queries: 4.
    Emits: RequestAccepted. Raises: RequestNotFound, RequestClosed.
    """
    with transaction(scope):
        lock_orders_of(fulfillment_ids)
        requests = get_requests(fulfillment_ids)
        refuse_closed(requests, (*ACCEPT_REQUEST.sources, ACCEPT_REQUEST.target))
        fresh = [one for one in requests.values() if one.request_status in ACCEPT_REQUEST.sources]
        if fresh:
            ids = [one.id for one in fresh]
            apply_transition(
                ACCEPT_REQUEST, table="orders_fulfillmentorder", ids=ids, column="request_status"
            )
            facts = [
                RequestAccepted(
                    merchant_id=one.merchant_id,
                    aggregate_id=one.order_id,
                    fulfillment_id=str(one.id),
                    site=one.site_code,
                    units=one.unit_count,
                )
                for one in fresh
            ]
            record(facts, happened_at=now, actor=actor)
    return [one.id for one in fresh]
