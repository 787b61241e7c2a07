"""What no bin covers goes back: whole fulfillment orders to planned, part of one into a new planned one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.services.promise_more import NewPromise, add_promises
from packhaus.orders.states import UNRELEASE

# Allocations of a ship-complete order that is short are given back with it.
_RETURN = """
WITH freed AS (
    DELETE FROM outbound_allocation AS a USING orders_fulfillmentline AS l
    WHERE l.fulfillment_id = ANY(%(ids)s::uuid[]) AND a.fulfillment_line_id = l.id AND a.wave_id = %(wave_id)s
      AND a.picked = 0
    RETURNING a.balance_id, a.quantity
), bins AS (
    UPDATE inventory_balance AS b SET allocated = b.allocated - f.units
    FROM (SELECT balance_id, sum(quantity) AS units FROM freed GROUP BY 1) AS f WHERE b.id = f.balance_id
), returned AS (
    UPDATE orders_fulfillmentorder AS f SET status = %(target)s, wave_id = NULL, released_at = NULL
    WHERE f.id = ANY(%(ids)s::uuid[]) AND f.status = ANY(%(sources)s::text[])
    RETURNING f.id
), gone AS (
    SELECT count(DISTINCT l.fulfillment_id) AS orders, count(*) AS lines, coalesce(sum(l.promised), 0)::bigint AS units
    FROM returned AS r JOIN orders_fulfillmentline AS l ON l.fulfillment_id = r.id WHERE l.promised > 0
), lowered AS (
    UPDATE outbound_wave AS w SET order_count = w.order_count - gone.orders, line_count = w.line_count - gone.lines,
        unit_count = w.unit_count - gone.units
    FROM gone WHERE w.id = %(wave_id)s AND w.order_count > gone.orders
)
DELETE FROM outbound_wave AS w USING gone WHERE w.id = %(wave_id)s AND w.order_count <= gone.orders
"""

_TAKE_OUT = """
WITH part AS (
    SELECT * FROM unnest(%(fulfillment_line_ids)s::bigint[], %(quantities)s::bigint[]) AS p(id, quantity)
), lowered AS (
    UPDATE orders_fulfillmentline AS l SET promised = l.promised - p.quantity
    FROM part AS p WHERE l.id = p.id RETURNING l.fulfillment_id, p.quantity
)
UPDATE orders_fulfillmentorder AS f SET unit_count = f.unit_count - l.units
FROM (SELECT fulfillment_id, sum(quantity) AS units FROM lowered GROUP BY 1) AS l WHERE f.id = l.fulfillment_id
"""


def return_fulfillments(*, wave_id: UUID, fulfillment_ids: Sequence[UUID]) -> None:
    """Plan fulfillment orders again whose lines have not been counted as allocated yet; a wave left empty goes.

    Locks: the orders must be locked. Queries: 1.
    """
    if fulfillment_ids:
        rows.execute(
            _RETURN,
            {
                "ids": list(fulfillment_ids),
                "wave_id": wave_id,
                "target": UNRELEASE.target,
                "sources": list(UNRELEASE.sources),
            },
        )


def set_apart(*, promises: Sequence[tuple[int, NewPromise]], now: datetime) -> None:
    """Move promised units out of fulfillment orders on the floor into planned ones of the same order and site.

    Each promise comes with its fulfillment line. Locks: the orders must be locked. Queries: 3, 0 without any.
    """
    if promises:
        rows.execute(
            _TAKE_OUT,
            {
                "fulfillment_line_ids": [line for line, _ in promises],
                "quantities": [promise.quantity for _, promise in promises],
            },
        )
        add_promises(promises=[promise for _, promise in promises], now=now)
