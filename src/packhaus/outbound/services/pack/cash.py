"""What a parcel's carrier collects: the value of what is in it, to the minor unit over all shipments of the order."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows

# Shares are differences of running totals, so that rounding never loses or invents a unit over several shipments.
_VALUES = """
SELECT l.fulfillment_id, o.id,
       sum((ol.total_minor + ol.tax_minor) * (ol.packed + ol.shipped + l.picked) / ol.ordered
           - (ol.total_minor + ol.tax_minor) * (ol.packed + ol.shipped) / ol.ordered)::bigint,
       o.shipping_minor
FROM orders_fulfillmentline AS l
JOIN orders_orderline AS ol ON ol.id = l.line_id
JOIN orders_order AS o ON o.id = ol.order_id
WHERE l.fulfillment_id = ANY(%(ids)s::uuid[]) AND l.picked > 0
GROUP BY l.fulfillment_id, o.id, o.shipping_minor
"""

_SHIPPED_BEFORE = """
SELECT DISTINCT f.order_id FROM orders_fulfillmentorder AS f
WHERE f.order_id = ANY(%(ids)s::uuid[]) AND f.status IN ('packed', 'dispatched', 'delivered')
  AND f.id <> ALL(%(fulfillment_ids)s::uuid[])
"""


def share_cash(*, fulfillment_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return what to collect with each fulfillment order; shipping costs go with the order's first. Queries: 0 or 2."""
    if not fulfillment_ids:
        return {}
    values = rows.fetch_tuples(_VALUES, {"ids": list(fulfillment_ids)})
    order_ids = list({order_id for _, order_id, *_ in values})
    begun = {
        order_id
        for (order_id,) in rows.fetch_tuples(
            _SHIPPED_BEFORE, {"ids": order_ids, "fulfillment_ids": list(fulfillment_ids)}
        )
    }
    shares: defaultdict[UUID, int] = defaultdict(int)
    for fulfillment_id, order_id, goods, shipping in values:
        shares[fulfillment_id] = goods + (0 if order_id in begun else shipping)
        begun.add(order_id)
    return shares
