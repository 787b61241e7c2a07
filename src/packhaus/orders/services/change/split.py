"""Send what is there of an order that was to go complete."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.events import OrderChanged
from packhaus.orders.locks import lock_orders
from packhaus.orders.services.blocks import refresh_blocks

_SPLIT = """
UPDATE orders_order SET policy = 'ship_available' WHERE id = %(id)s::uuid AND policy = 'ship_complete'
RETURNING merchant_id
"""


def send_what_is_there(*, scope: Scope, order_id: UUID, now: datetime, actor: Actor) -> bool:
    """Let what an order has leave without what it waits for; False where it may already.

    Locks: the order. Emits: OrderChanged. Queries: 4. Raises: OrderNotFound.
    """
    with transaction(scope):
        lock_orders([order_id])
        merchant_id = rows.fetch_value(_SPLIT, {"id": order_id})
        if merchant_id is None:
            return False
        refresh_blocks(order_ids=[order_id])
        fact = OrderChanged(merchant_id=merchant_id, aggregate_id=order_id, what="policy")
        record([fact], happened_at=now, actor=actor)
    return True
