"""Cancel what a purchase order still waits for and nothing announces."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import PurchaseFinished
from packhaus.inbound.events import PurchaseCut
from packhaus.inbound.locks import lock_purchases
from packhaus.inbound.queries.purchases.delivered import list_open_lines
from packhaus.inbound.services.purchases.follow import settle_purchases
from packhaus.journal.services import record
from packhaus.kernel import rows

_CUT = """
UPDATE inbound_purchaseline AS l SET cancelled = l.cancelled + c.units
FROM unnest(%(ids)s::bigint[], %(units)s::bigint[]) AS c(id, units) WHERE l.id = c.id
"""


@again_when_busy
def cancel_rest(*, scope: Scope, order_id: UUID, now: datetime, actor: Actor) -> int:
    """Cancel the units of a purchase order that no delivery brought or announces, and return how many they were.

    Without any it stays as it is. What is announced may still come; of an order of which nothing did, nothing is left.
    Locks: the order. Emits: PurchaseCut, PurchaseReceived. Queries: 4 to 7.
    Raises: PurchaseNotFound, PurchaseFinished when it has come or is cancelled.
    """
    with transaction(scope):
        [order] = lock_purchases([order_id])
        if order.status != "open":
            raise PurchaseFinished(
                f"{order.number} is {order.status}", number=order.number, status=order.status
            )
        left = list_open_lines(order_id=order_id)
        if not left:
            return 0
        rows.execute(_CUT, {"ids": list(left), "units": list(left.values())})
        cut = PurchaseCut(
            merchant_id=order.merchant_id,
            aggregate_id=order.id,
            number=order.number,
            units=sum(left.values()),
        )
        record([cut], happened_at=now, actor=actor)
        settle_purchases(order_ids=[order_id], now=now, actor=actor)
        return cut.units
