"""Stops for allocations that came after the walk was planned."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows

# Behind the last stop: the picker is somewhere on the way already.
_APPEND = """
WITH fresh AS (
    SELECT s.batch_id, s.slot, a.merchant_id, s.fulfillment_id, a.fulfillment_line_id, a.id AS allocation_id,
           b.location_id, a.sku_id, a.quantity - a.picked AS quantity,
           row_number() OVER (PARTITION BY s.batch_id ORDER BY p.walk_sequence, a.id) AS place
    FROM outbound_batchslot AS s
    JOIN orders_fulfillmentline AS l ON l.fulfillment_id = s.fulfillment_id
    JOIN outbound_allocation AS a ON a.fulfillment_line_id = l.id
    JOIN inventory_balance AS b ON b.id = a.balance_id
    JOIN inventory_location AS p ON p.id = b.location_id
    WHERE s.fulfillment_id = ANY(%(ids)s::uuid[]) AND a.quantity > a.picked AND NOT EXISTS (
        SELECT FROM outbound_picktask AS t WHERE t.fulfillment_id = s.fulfillment_id AND t.allocation_id = a.id)
), batch AS (
    UPDATE outbound_pickbatch AS b SET stop_count = b.stop_count + f.stops,
        status = CASE WHEN b.status = 'done' THEN 'open' ELSE b.status END, done_at = NULL
    FROM (SELECT batch_id, count(*) AS stops FROM fresh GROUP BY 1) AS f WHERE b.id = f.batch_id
), reopened AS (
    UPDATE orders_fulfillmentorder AS o SET status = 'picking'
    WHERE o.id IN (SELECT fulfillment_id FROM fresh) AND o.status = 'picked'
)
INSERT INTO outbound_picktask (batch_id, sequence, slot, merchant_id, fulfillment_id, fulfillment_line_id,
    allocation_id, location_id, sku_id, quantity, picked, status, short_reason)
SELECT f.batch_id, f.place + (SELECT max(t.sequence) FROM outbound_picktask AS t WHERE t.batch_id = f.batch_id), f.slot,
       f.merchant_id, f.fulfillment_id, f.fulfillment_line_id, f.allocation_id, f.location_id, f.sku_id, f.quantity, 0,
       'open', ''
FROM fresh AS f
"""


def append_tasks(*, fulfillment_ids: Sequence[UUID]) -> int:
    """Add a stop at the end of the walk for each allocation that has none, and return how many; no batch, no stop.

    Locks: the orders must be locked. Queries: 1.
    """
    return rows.execute(_APPEND, {"ids": list(fulfillment_ids)})
