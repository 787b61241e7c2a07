"""End a recall: what is in quarantine because of it is released or scrapped."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.quarantine import Paper, settle_quarantine
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import apply_transition
from packhaus.recalls.events import RecallEnded
from packhaus.recalls.queries.list_recalls import get_recall
from packhaus.recalls.queries.recalled import RecalledBalance, list_recalled
from packhaus.recalls.services.sweep import DOCUMENT_KIND, lift_others
from packhaus.recalls.states import CLOSE_RECALL, END_RECALL
from packhaus.recalls.types import OUTCOMES

TABLE = "recalls_recall"
_END = """
UPDATE recalls_recall SET status = %(target)s, outcome = %(outcome)s, ended_at = %(now)s, ended_by = %(actor_id)s
WHERE id = %(id)s AND status = ANY(%(sources)s::text[]) RETURNING id
"""
_ENDING = "SELECT r.id, r.number, r.outcome FROM recalls_recall AS r WHERE r.status = 'ending' ORDER BY r.id LIMIT 100"

# What this recall put into quarantine and has not settled yet, by site, item, lot and serial number.
_OWN = """
SELECT m.site_id, m.sku_id, m.lot_id, m.serial,
       sum(CASE WHEN m.reason = 'quarantine' THEN m.quantity ELSE -m.quantity END)::bigint
FROM inventory_movement AS m
WHERE m.document_id = %(number)s AND m.document_kind = 'recall' AND m.merchant_id = %(merchant_id)s
GROUP BY 1, 2, 3, 4
"""


def end_recall(*, scope: Scope, number: str, outcome: str, now: datetime, actor: Actor) -> None:
    """Release or scrap what the recall put into quarantine; what was there for another reason stays.

    Held orders go on. What is cut off is finished by upkeep. Locks: the recall; then orders, site_stock, balances.
    Emits: RecallEnded, QuarantineEnded, StockFreed, HoldLifted. Raises: RecallNotFound, IllegalTransition, Invalid.
    """
    if outcome not in OUTCOMES:
        raise Invalid([FieldProblem("outcome", "unknown", f"is one of {', '.join(OUTCOMES)}")])
    recall = get_recall(scope, number=number)
    with transaction(scope):
        parameters = {
            "id": recall.id, "target": END_RECALL.target, "sources": list(END_RECALL.sources), "outcome": outcome,
            "now": now, "actor_id": actor.id[:40],
        }  # fmt: skip
        if not rows.fetch_tuples(_END, parameters):
            apply_transition(END_RECALL, table=TABLE, ids=[recall.id])
        fact = RecallEnded(
            merchant_id=recall.merchant_id, aggregate_id=recall.id, number=recall.number, outcome=outcome
        )
        record([fact], happened_at=now, actor=actor)
    _settle(scope, recall.id, recall.merchant_id, recall.number, outcome, now, actor)


def finish_ending(*, scope: Scope, now: datetime, actor: Actor) -> int:
    """Finish recalls whose end was cut off, and return how many."""
    with transaction(scope):
        found = rows.fetch_tuples(_ENDING, {})
    for _, number, outcome in found:
        recall = get_recall(scope, number=number)
        _settle(scope, recall.id, recall.merchant_id, number, outcome, now, actor)
    return len(found)


def _settle(
    scope: Scope, recall_id: UUID, merchant_id: UUID, number: str, outcome: str, now: datetime, actor: Actor
) -> None:
    lying = [one for one in list_recalled(scope, recall_id=recall_id) if one.condition == "quarantine"]
    with transaction(scope):
        own = rows.fetch_tuples(_OWN, {"number": number, "merchant_id": merchant_id})
    units = _share({tuple(key): count for *key, count in own}, lying)
    paper = Paper(DOCUMENT_KIND, number)
    if units:
        settle_quarantine(scope=scope, units=units, outcome=outcome, paper=paper, now=now, actor=actor)
    lift_others(scope=scope, now=now, actor=actor)
    with transaction(scope):
        apply_transition(CLOSE_RECALL, table=TABLE, ids=[recall_id])


def _share(own: dict[tuple[object, ...], int], lying: Sequence[RecalledBalance]) -> dict[int, int]:
    """Return how many units of each place are this recall's: no more than it put there, wherever they lie by now."""
    units: dict[int, int] = {}
    for one in lying:
        key = (one.site_id, one.sku_id, one.lot_id, one.serial)
        count = min(own.get(key, 0), one.on_hand)
        if count > 0:
            units[one.id] = count
            own[key] -= count
    return units
