"""Take open units off allocations and their stops."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows

# A stop that has nothing left to take is cancelled, or done if some was taken.
_UNALLOCATE = """
WITH cut AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(quantities)s::bigint[]) AS c(id, quantity)
), allocation AS (
    UPDATE outbound_allocation AS a SET quantity = a.quantity - c.quantity
    FROM cut AS c WHERE a.id = c.id RETURNING a.balance_id, c.quantity
), bin AS (
    UPDATE inventory_balance AS b SET allocated = b.allocated - a.units
    FROM (SELECT balance_id, sum(quantity) AS units FROM allocation GROUP BY 1) AS a WHERE b.id = a.balance_id
)
UPDATE outbound_picktask AS t
SET quantity = CASE WHEN t.quantity - c.quantity > 0 THEN t.quantity - c.quantity ELSE t.quantity END,
    status = CASE WHEN t.quantity - c.quantity > t.picked THEN t.status
                  WHEN t.picked > 0 THEN 'done' ELSE 'cancelled' END
FROM cut AS c
WHERE t.allocation_id = c.id AND t.fulfillment_id = ANY(%(fulfillment_ids)s::uuid[]) AND t.status IN ('open', 'claimed')
"""


def unallocate(*, cuts: Sequence[tuple[int, int]], fulfillment_ids: Sequence[UUID]) -> None:
    """Lower allocations (id, units) and what their stops ask for. Queries: 1.

    Locks: the orders of these fulfillment orders must be locked. The caller moves the counters.
    """
    rows.execute(
        _UNALLOCATE,
        {
            "ids": [id_ for id_, _ in cuts],
            "quantities": [units for _, units in cuts],
            "fulfillment_ids": list(fulfillment_ids),
        },
    )
