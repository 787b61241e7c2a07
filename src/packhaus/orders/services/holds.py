"""Hold orders back from release, and let them go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.orders.events import HoldLifted, HoldPlaced
from packhaus.orders.locks import lock_orders
from packhaus.orders.services.blocks import refresh_blocks

REASONS = ("fraud", "address", "payment", "credit", "manual", "recall")

_PLACE = """
INSERT INTO orders_orderhold (merchant_id, order_id, reason, placed_at, placed_by, lifted_by)
SELECT o.merchant_id, o.id, %(reason)s, %(now)s, %(actor_id)s, '' FROM orders_order AS o
WHERE o.id = ANY(%(ids)s::uuid[]) AND o.stage IN ('draft', 'placed', 'in_progress', 'partially_shipped')
ON CONFLICT (order_id, reason) WHERE lifted_at IS NULL DO NOTHING
RETURNING order_id, merchant_id
"""

_LIFT = """
UPDATE orders_orderhold SET lifted_at = %(now)s, lifted_by = %(actor_id)s
WHERE order_id = ANY(%(ids)s::uuid[]) AND reason = %(reason)s AND lifted_at IS NULL
RETURNING order_id, merchant_id
"""

_REFRESH = """
UPDATE orders_order AS o SET is_held = EXISTS (
    SELECT FROM orders_orderhold AS h WHERE h.order_id = o.id AND h.lifted_at IS NULL)
WHERE o.id = ANY(%(ids)s::uuid[])
"""


def place_hold(
    *, scope: Scope, order_ids: Sequence[UUID], reason: str, now: datetime, actor: Actor
) -> list[UUID]:
    """Hold open orders for a reason and return those that were not held for it already.

    What is released goes on; what is planned stays. Locks: orders. Emits: HoldPlaced. Raises: OrderNotFound, Invalid.
    """
    return _change(scope, _PLACE, HoldPlaced, order_ids, reason, now, actor)


def lift_hold(
    *, scope: Scope, order_ids: Sequence[UUID], reason: str, now: datetime, actor: Actor
) -> list[UUID]:
    """Lift a reason and return the orders that had it; an order with another reason stays held.

    Locks: orders. Emits: HoldLifted. Raises: OrderNotFound, Invalid.
    """
    return _change(scope, _LIFT, HoldLifted, order_ids, reason, now, actor)


@again_when_busy
def _change(
    scope: Scope,
    statement: str,
    fact: type[HoldPlaced | HoldLifted],
    order_ids: Sequence[UUID],
    reason: str,
    now: datetime,
    actor: Actor,
) -> list[UUID]:
    if reason not in REASONS:
        raise Invalid([FieldProblem("reason", "unknown", f"is one of {', '.join(REASONS)}")])
    with transaction(scope):
        lock_orders(order_ids)
        parameters = {"ids": list(order_ids), "reason": reason, "now": now, "actor_id": actor.id}
        changed = rows.fetch_tuples(statement, parameters)
        rows.execute(_REFRESH, {"ids": list(order_ids)})
        refresh_blocks(order_ids=order_ids)
        if changed:
            record(
                [
                    fact(merchant_id=merchant_id, aggregate_id=order_id, reason=reason)
                    for order_id, merchant_id in changed
                ],
                happened_at=now,
                actor=actor,
            )
    return [order_id for order_id, _ in changed]
