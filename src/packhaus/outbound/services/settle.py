"""Where fulfillment orders, batches and totes stand after stops went away without being picked."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.states import FINISH_PICKING

# Services that somebody has in hand go with their units: there is nothing left to do them to.
# Orders without an open stop are picked if anything was; one that has nothing left closes and gives its tote back.
_SETTLE = """
WITH emptied AS (
    SELECT f.id FROM orders_fulfillmentorder AS f
    WHERE f.id = ANY(%(ids)s::uuid[]) AND f.status IN ('released', 'picking', 'picked', 'cancelled') AND NOT EXISTS (
        SELECT FROM orders_fulfillmentline AS l
        WHERE l.fulfillment_id = f.id AND l.promised + l.allocated + l.picked + l.packed + l.shipped > 0)
), closed AS (
    UPDATE orders_fulfillmentorder AS f SET status = 'cancelled'
    FROM emptied AS e WHERE f.id = e.id AND f.status <> 'cancelled'
), finished AS (
    UPDATE orders_fulfillmentorder AS f SET status = %(target)s
    WHERE f.id = ANY(%(ids)s::uuid[]) AND f.status = ANY(%(sources)s::text[])
      AND EXISTS (SELECT FROM orders_fulfillmentline AS l WHERE l.fulfillment_id = f.id AND l.picked > 0)
      AND NOT EXISTS (SELECT FROM orders_fulfillmentline AS l WHERE l.fulfillment_id = f.id AND l.allocated > 0)
      AND NOT EXISTS (
        SELECT FROM outbound_picktask AS t WHERE t.fulfillment_id = f.id AND t.status IN ('open', 'claimed'))
), service AS (
    DELETE FROM outbound_vastask AS v
    WHERE v.fulfillment_id = ANY(%(ids)s::uuid[]) AND v.status = 'claimed'
      AND (v.fulfillment_id IN (SELECT id FROM emptied) OR EXISTS (
        SELECT FROM orders_fulfillmentline AS l
        WHERE l.fulfillment_id = v.fulfillment_id AND l.line_id = v.line_id
          AND l.promised + l.allocated + l.picked + l.packed + l.shipped = 0))
), tote AS (
    UPDATE inventory_handlingunit AS u SET merchant_id = NULL
    FROM outbound_batchslot AS s JOIN emptied AS e ON e.id = s.fulfillment_id
    WHERE u.id = s.tote_id AND NOT EXISTS (SELECT FROM inventory_balance AS b WHERE b.handling_unit_id = u.id)
      AND NOT EXISTS (
        SELECT FROM outbound_batchslot AS o JOIN orders_fulfillmentorder AS x ON x.id = o.fulfillment_id
        WHERE o.batch_id = s.batch_id AND o.tote_id = s.tote_id AND o.fulfillment_id <> ALL(%(ids)s::uuid[])
          AND x.status IN ('released', 'picking', 'picked'))
)
UPDATE outbound_pickbatch AS p SET status = 'done', done_at = p.last_scan_at
WHERE p.id IN (SELECT batch_id FROM outbound_batchslot WHERE fulfillment_id = ANY(%(ids)s::uuid[]))
  AND p.status IN ('open', 'claimed') AND NOT EXISTS (
    SELECT FROM outbound_picktask AS t WHERE t.batch_id = p.id AND t.status IN ('open', 'claimed'))
"""


def settle_fulfillments(*, fulfillment_ids: Sequence[UUID]) -> None:
    """Finish what has no open stop left, close what has no units left and free its totes and its services. Queries: 1.

    Locks: the orders must be locked.
    """
    if fulfillment_ids:
        rows.execute(
            _SETTLE,
            {
                "ids": list(fulfillment_ids),
                "target": FINISH_PICKING.target,
                "sources": list(FINISH_PICKING.sources),
            },
        )
