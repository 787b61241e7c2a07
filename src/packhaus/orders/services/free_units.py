"""Take units out of promises: the shared half of cancelling, demoting and refusing at the floor."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.errors import Conflict


class PromiseCut(NamedTuple):
    """Units of one fulfillment line that stop being promised."""

    fulfillment_line_id: int
    fulfillment_id: UUID
    line_id: int
    order_id: UUID
    sku_id: UUID
    site_id: UUID
    quantity: int


class PromiseGone(Conflict):
    """The units are no longer where they were read; nothing was written."""

    code = "promise_gone"


_CUT = """
WITH cut AS (
    SELECT * FROM unnest(%(fulfillment_line_ids)s::bigint[], %(fulfillment_ids)s::uuid[], %(line_ids)s::bigint[],
        %(sku_ids)s::uuid[], %(site_ids)s::uuid[], %(quantities)s::bigint[])
        AS c(fulfillment_line_id, fulfillment_id, line_id, sku_id, site_id, quantity)
), locked AS MATERIALIZED (
    SELECT s.id, c.units FROM inventory_sitestock AS s
    JOIN (SELECT sku_id, site_id, sum(quantity) AS units FROM cut GROUP BY 1, 2) AS c USING (sku_id, site_id)
    WHERE s.owner_id = s.merchant_id
    ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
), freed AS (
    UPDATE inventory_sitestock AS s
    SET promised = s.promised - locked.units,
        backordered = s.backordered + CASE WHEN %(is_owed)s THEN locked.units ELSE 0 END,
        backorder_limit = CASE WHEN %(is_owed)s THEN greatest(s.backorder_limit, s.backordered + locked.units)
                               ELSE s.backorder_limit END
    FROM locked WHERE s.id = locked.id
), lines AS (
    UPDATE orders_fulfillmentline AS f SET promised = f.promised - cut.quantity
    FROM cut WHERE f.id = cut.fulfillment_line_id AND f.promised >= cut.quantity
    RETURNING 1
), counted AS (
    UPDATE orders_orderline AS l
    SET promised = l.promised - c.units,
        cancelled = l.cancelled + CASE WHEN %(is_owed)s THEN 0 ELSE c.units END,
        backordered = l.backordered + CASE WHEN %(is_owed)s THEN c.units ELSE 0 END
    FROM (SELECT line_id, sum(quantity) AS units FROM cut GROUP BY 1) AS c WHERE l.id = c.line_id
), sized AS (
    UPDATE orders_fulfillmentorder AS f SET unit_count = f.unit_count - c.units
    FROM (SELECT fulfillment_id, sum(quantity) AS units FROM cut GROUP BY 1) AS c WHERE f.id = c.fulfillment_id
)
SELECT count(*) FROM lines
"""

_CLOSE_EMPTY = """
UPDATE orders_fulfillmentorder AS f SET status = 'cancelled'
WHERE f.id = ANY(%(ids)s::uuid[]) AND f.status IN ('planned', 'released', 'picking', 'picked')
  AND NOT EXISTS (
    SELECT FROM orders_fulfillmentline AS l
    WHERE l.fulfillment_id = f.id AND l.promised + l.allocated + l.picked + l.packed + l.shipped > 0)
"""


def cut_promises(*, cuts: Sequence[PromiseCut], is_owed: bool) -> None:
    """Take units out of promises and give the stock free; the line's units become cancelled, or owed as a backorder.

    A limit on backorders never refuses a truth: it is raised with what is owed. Empty fulfillment orders close.
    Locks: the orders must be locked; site_stock, ascending. Queries: 2. Raises: PromiseGone.
    """
    assert cuts
    columns = list(zip(*cuts, strict=True))
    written = rows.fetch_value(
        _CUT,
        {
            "fulfillment_line_ids": list(columns[0]),
            "fulfillment_ids": list(columns[1]),
            "line_ids": list(columns[2]),
            "sku_ids": list(columns[4]),
            "site_ids": list(columns[5]),
            "quantities": list(columns[6]),
            "is_owed": is_owed,
        },
    )
    if written != len(cuts):
        raise PromiseGone("units are no longer promised where they were", lines=[cut.line_id for cut in cuts])
    close_empty({cut.fulfillment_id for cut in cuts})


def close_empty(fulfillment_ids: Collection[UUID]) -> None:
    """Close those fulfillment orders that have no unit left. Queries: 1."""
    rows.execute(_CLOSE_EMPTY, {"ids": list(fulfillment_ids)})
