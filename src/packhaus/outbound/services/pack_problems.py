"""A tote that cannot be packed as it is: set aside with its reason, and taken up again."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.errors import FulfillmentNotFound
from packhaus.outbound.events import PackProblemReported, PackProblemSolved

_PICKED = "SELECT merchant_id, order_id FROM orders_fulfillmentorder WHERE id = %(id)s AND status = 'picked'"
_REPORT = """
INSERT INTO outbound_packproblem (fulfillment_id, merchant_id, reason, reported_by, reported_at)
VALUES (%(id)s, %(merchant_id)s, %(reason)s, %(actor_id)s, %(now)s)
ON CONFLICT (fulfillment_id) DO UPDATE SET reason = excluded.reason, reported_by = excluded.reported_by,
    reported_at = excluded.reported_at, solved_at = NULL
"""
_SOLVE = (
    "UPDATE outbound_packproblem SET solved_at = %(now)s WHERE fulfillment_id = %(id)s AND solved_at IS NULL"
)


class PackProblemReason(StrEnum):
    """Why a tote is set aside at the packing bench."""

    MISSING = "missing"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    DOES_NOT_FIT = "does_not_fit"
    OTHER = "other"


def report_pack_problem(
    *, scope: Scope, fulfillment_id: UUID, reason: PackProblemReason, now: datetime, actor: Actor
) -> None:
    """Set a picked order aside: it is not packed until the problem is solved; another report replaces the first.

    Locks: the order. Emits: PackProblemReported. Queries: 4. Raises: FulfillmentNotFound when it is not picked.
    """
    with transaction(scope, savepoint=True):
        merchant_id, order_id = _lock_picked(fulfillment_id)
        parameters = {
            "id": fulfillment_id, "merchant_id": merchant_id, "reason": reason.value, "actor_id": actor.id[:40],
            "now": now,
        }  # fmt: skip
        rows.execute(_REPORT, parameters)
        fact = PackProblemReported(
            merchant_id=merchant_id,
            aggregate_id=order_id,
            fulfillment_id=str(fulfillment_id),
            reason=reason.value,
        )
        record([fact], happened_at=now, actor=actor)


def solve_pack_problem(*, scope: Scope, fulfillment_id: UUID, now: datetime, actor: Actor) -> None:
    """Take an order up again; twice is once.

    Locks: the order. Emits: PackProblemSolved. Queries: 3 or 4. Raises: FulfillmentNotFound when it is not picked.
    """
    with transaction(scope, savepoint=True):
        merchant_id, order_id = _lock_picked(fulfillment_id)
        if rows.execute(_SOLVE, {"id": fulfillment_id, "now": now}):
            fact = PackProblemSolved(
                merchant_id=merchant_id, aggregate_id=order_id, fulfillment_id=str(fulfillment_id)
            )
            record([fact], happened_at=now, actor=actor)


def _lock_picked(fulfillment_id: UUID) -> tuple[UUID, UUID]:
    lock_fulfillments([fulfillment_id])
    found = rows.fetch_tuples(_PICKED, {"id": fulfillment_id})
    if not found:
        raise FulfillmentNotFound(
            "this order is not picked, or packed already", fulfillment_id=fulfillment_id
        )
    merchant_id, order_id = found[0]
    return merchant_id, order_id
