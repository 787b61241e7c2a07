"""A purchase order is done when all that is wanted of it has come, and open again when a receipt is taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inbound.events import PurchaseFact, PurchaseReceived, PurchaseReopened
from packhaus.inbound.locks import lock_purchases
from packhaus.inbound.queries.purchases.delivered import PurchaseState, list_states
from packhaus.inbound.states import CANCEL_PURCHASE, FINISH_PURCHASE, REOPEN_PURCHASE
from packhaus.journal.services import record
from packhaus.kernel.states import Transition, apply_transition

TABLE = "inbound_purchaseorder"


def settle_purchases(*, order_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Move purchase orders to the state that their deliveries say, in the caller's transaction.

    Locks: the orders. Emits: PurchaseReceived, PurchaseReopened. Queries: 2 to 4.
    """
    if not order_ids:
        return
    lock_purchases(order_ids)
    facts: list[PurchaseFact] = []
    for state in list_states(order_ids=order_ids):
        move = _choose(state)
        if move is None:
            continue
        apply_transition(move, table=TABLE, ids=[state.id])
        named: dict[str, Any] = {
            "merchant_id": state.merchant_id,
            "aggregate_id": state.id,
            "number": state.number,
        }
        if move is FINISH_PURCHASE:
            facts.append(PurchaseReceived(**named))
        elif move is REOPEN_PURCHASE:
            facts.append(PurchaseReopened(**named))
    if facts:
        record(facts, happened_at=now, actor=actor)


def _choose(state: PurchaseState) -> Transition | None:
    if state.status == "open" and not state.missing:
        return FINISH_PURCHASE if state.wanted else CANCEL_PURCHASE
    return REOPEN_PURCHASE if state.status == "received" and state.missing else None
