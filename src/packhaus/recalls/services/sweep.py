"""Keep what is recalled away from shoppers: on shelves, in hands, and what comes in later."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.quarantine import Paper, quarantine_stock
from packhaus.kernel import rows
from packhaus.orders.services.holds import lift_hold, place_hold
from packhaus.recalls.queries.recalled import ORDERS_SENT, list_leaving, list_recalled

HOLD = "recall"
DOCUMENT_KIND = "recall"

_OPEN = """
SELECT r.id, r.number FROM recalls_recall AS r
WHERE r.status = 'open' AND (cardinality(%(sku_ids)s::uuid[]) = 0 OR EXISTS (
    SELECT FROM recalls_recallscope AS s WHERE s.recall_id = r.id AND s.sku_id = ANY(%(sku_ids)s)))
ORDER BY r.id LIMIT 1000
"""

_KEEP_ORDERS = """
INSERT INTO recalls_recallorder AS k (merchant_id, recall_id, order_id, quantity)
SELECT r.merchant_id, r.id, t.order_id, t.quantity
FROM recalls_recall AS r, unnest(%(order_ids)s::uuid[], %(quantities)s::bigint[]) AS t(order_id, quantity)
WHERE r.id = %(recall_id)s
ON CONFLICT (recall_id, order_id) DO UPDATE SET quantity = excluded.quantity
WHERE k.quantity < excluded.quantity
"""

# Held for a recall, and nothing of any open recall is in its totes and cartons any more.
_HELD = """
SELECT h.order_id FROM orders_orderhold AS h
WHERE h.reason = 'recall' AND h.lifted_at IS NULL AND h.order_id <> ALL(%(held)s::uuid[]) ORDER BY h.order_id
"""


def sweep_recalls(*, scope: Scope, sku_ids: Sequence[UUID] = (), now: datetime, actor: Actor) -> int:
    """Quarantine what has come of open recalls, of these items or all; return how many units.

    Orders that have recalled units in a tote or carton are held until those are out of it; what was sent is listed.
    Twice does nothing more. Locks: orders, site_stock, balances. Emits: StockQuarantined, HoldPlaced, HoldLifted.
    """
    with transaction(scope):
        found = rows.fetch_tuples(_OPEN, {"sku_ids": list(sku_ids)})
    if not found and sku_ids:
        return 0
    swept = [_sweep(scope, recall_id, number, now, actor) for recall_id, number in found]
    if not sku_ids:
        _lift_others(scope, {order for _, held in swept for order in held}, now, actor)
    return sum(units for units, _ in swept)


def sweep_recall(*, scope: Scope, recall_id: UUID, number: str, now: datetime, actor: Actor) -> int:
    """Do the same for one recall that is open."""
    return _sweep(scope, recall_id, number, now, actor)[0]


def lift_others(*, scope: Scope, now: datetime, actor: Actor) -> None:
    """Let orders go on that are held for a recall and have nothing recalled in hand any more."""
    with transaction(scope):
        found = rows.fetch_tuples(_OPEN, {"sku_ids": []})
    held: set[UUID] = set()
    for recall_id, _ in found:
        balances = list_recalled(scope, recall_id=recall_id)
        held |= {one.order_id for one in list_leaving(scope, balances=balances)}
    _lift_others(scope, held, now, actor)


def _sweep(scope: Scope, recall_id: UUID, number: str, now: datetime, actor: Actor) -> tuple[int, set[UUID]]:
    balances = list_recalled(scope, recall_id=recall_id)
    ids = [one.id for one in balances if one.condition == "sellable" and not one.is_leaving]
    paper = Paper(DOCUMENT_KIND, number)
    units = quarantine_stock(scope=scope, balance_ids=ids, reason="recall", paper=paper, now=now, actor=actor)
    held = {one.order_id for one in list_leaving(scope, balances=balances)}
    if held:
        place_hold(scope=scope, order_ids=sorted(held), reason=HOLD, now=now, actor=actor)
    with transaction(scope):
        keep_orders(recall_id=recall_id)
    return units, held


def keep_orders(*, recall_id: UUID) -> None:
    """List the orders that were sent recalled goods, in the running transaction. Queries: 2, or 1 without any."""
    sent = rows.fetch_tuples(ORDERS_SENT, {"recall_id": recall_id})
    if sent:
        order_ids, quantities = rows.as_columns(sent, 2)
        rows.execute(_KEEP_ORDERS, {"recall_id": recall_id, "order_ids": order_ids, "quantities": quantities})


def _lift_others(scope: Scope, held: set[UUID], now: datetime, actor: Actor) -> None:
    with transaction(scope):
        free = [id_ for (id_,) in rows.fetch_tuples(_HELD, {"held": sorted(held)})]
    if free:
        lift_hold(scope=scope, order_ids=free, reason=HOLD, now=now, actor=actor)
