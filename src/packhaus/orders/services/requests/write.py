"""Take units out of promises, and promise or owe them at other sites, in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.services.free_units import PromiseGone

# The rows of site_stock are locked by who planned over them. A partner's feed keeps no ledger: what it says it has not
# is taken off its figure until its next feed.
_WRITE = """
WITH cut AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(fulfillment_ids)s::uuid[], %(quantities)s::bigint[])
        AS c(id, fulfillment_id, quantity)
), stock AS (
    UPDATE inventory_sitestock AS s
    SET promised = s.promised + c.promised,
        on_hand = s.on_hand - CASE WHEN s.policy = 'feed' THEN c.gone ELSE 0 END,
        backordered = s.backordered + c.owed,
        backorder_limit = greatest(s.backorder_limit, s.backordered + c.owed)
    FROM unnest(%(stock_ids)s::bigint[], %(promises)s::bigint[], %(owes)s::bigint[], %(gones)s::bigint[])
        AS c(id, promised, owed, gone)
    WHERE s.id = c.id
), counted AS (
    UPDATE orders_orderline AS l SET promised = l.promised - o.quantity, backordered = l.backordered + o.quantity
    FROM unnest(%(line_ids)s::bigint[], %(line_owes)s::bigint[]) AS o(id, quantity) WHERE l.id = o.id
), sized AS (
    UPDATE orders_fulfillmentorder AS f SET unit_count = f.unit_count - c.units
    FROM (SELECT fulfillment_id, sum(quantity) AS units FROM cut GROUP BY 1) AS c WHERE f.id = c.fulfillment_id
), lines AS (
    UPDATE orders_fulfillmentline AS f SET promised = f.promised - cut.quantity
    FROM cut WHERE f.id = cut.id AND f.promised >= cut.quantity RETURNING 1
)
SELECT count(*) FROM lines
"""


def write_cuts(
    *,
    lines: Sequence[tuple[int, UUID, int]],
    leaving: Sequence[tuple[int, int, int]],
    promised: Sequence[tuple[int, int]],
    owed: Sequence[tuple[int, int, int]],
) -> None:
    """Move units between promises of sites, and from promised to owed.

    Shapes: lines = (fulfillment line, fulfillment order, units); leaving = (site stock, units, of which are not there);
    promised = (site stock, units); owed = (site stock, order line, units).
    Locks: the orders and the rows of site stock must be locked. Queries: 1. Raises: PromiseGone.
    """
    stock: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    by_line: defaultdict[int, int] = defaultdict(int)
    for stock_id, units, gone in leaving:
        stock[stock_id][0] -= units
        stock[stock_id][2] += gone
    for stock_id, units in promised:
        stock[stock_id][0] += units
    for stock_id, line_id, units in owed:
        stock[stock_id][1] += units
        by_line[line_id] += units
    written = rows.fetch_value(
        _WRITE,
        {
            "ids": [id_ for id_, _, _ in lines],
            "fulfillment_ids": [fulfillment_id for _, fulfillment_id, _ in lines],
            "quantities": [units for _, _, units in lines],
            "stock_ids": list(stock),
            "promises": [figures[0] for figures in stock.values()],
            "owes": [figures[1] for figures in stock.values()],
            "gones": [figures[2] for figures in stock.values()],
            "line_ids": list(by_line),
            "line_owes": list(by_line.values()),
        },
    )
    if written != len(lines):
        raise PromiseGone("units are no longer promised where they were", lines=[id_ for id_, _, _ in lines])
