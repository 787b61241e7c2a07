"""What a shipment's carrier collects: to the minor unit what the order comes to, over all its shipments."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.types import Counter

_LEAVING = {
    counter: f"""
SELECT f.order_id, f.id, l.line_id, l.{counter.value}
FROM orders_fulfillmentline AS l JOIN orders_fulfillmentorder AS f ON f.id = l.fulfillment_id
WHERE f.id = ANY(%(ids)s::uuid[]) AND l.{counter.value} > 0 ORDER BY f.id, l.id
"""  # noqa: S608 - names of columns
    for counter in (Counter.PICKED, Counter.PROMISED)
}

# Parts of a kit carry its price, split exactly. What has no stock goes with the first parcel, like the shipping.
_DUE = """
SELECT l.order_id, l.id, l.total_minor + l.tax_minor, l.ordered, l.packed + l.shipped,
       o.shipping_minor + coalesce((
           SELECT sum((n.total_minor + n.tax_minor) * (n.ordered - n.cancelled) / n.ordered) FROM orders_orderline AS n
           WHERE n.order_id = o.id AND n.parent_line_id IS NULL AND n.sku_kind NOT IN ('stock', 'kit')), 0)::bigint,
       coalesce((
           SELECT sum(s.cod_minor) FROM orders_fulfillmentorder AS f
           JOIN shipping_shipment AS s ON s.fulfillment_id = f.id AND s.status <> 'voided'
           WHERE f.order_id = o.id), 0)::bigint
FROM orders_order AS o JOIN orders_orderline AS l ON l.order_id = o.id AND l.sku_kind = 'stock'
WHERE o.id IN (SELECT order_id FROM orders_fulfillmentorder WHERE id = ANY(%(ids)s::uuid[]))
"""


class _Line(NamedTuple):
    """A line with what its order is due beside lines, and what live shipments of the order collect already."""

    order_id: UUID
    line_id: int
    total_minor: int
    ordered: int
    packed: int
    extra_minor: int
    collected_minor: int


def share_cash(*, fulfillment_ids: Sequence[UUID], counter: Counter = Counter.PICKED) -> dict[UUID, int]:
    """Return what to collect with each fulfillment order that is about to be packed, or sent. Queries: 0 or 2.

    `counter`: where the units of what leaves now still are; a partner sends what is promised, and packs it unseen.
    Each takes what the packed units of the order come to by then, less what its other shipments collect: rounding
    never loses or invents a unit, whatever is packed together, cancelled, or unpacked and packed again.
    """
    if not fulfillment_ids:
        return {}
    ids = {"ids": list(fulfillment_ids)}
    orders: defaultdict[UUID, dict[int, _Line]] = defaultdict(dict)
    for row in rows.fetch_tuples(_DUE, ids):
        orders[row[0]][row[1]] = _Line._make(row)
    packed = {line.line_id: line.packed for lines in orders.values() for line in lines.values()}
    collected = {order_id: next(iter(lines.values())).collected_minor for order_id, lines in orders.items()}
    picked: defaultdict[tuple[UUID, UUID], list[tuple[int, int]]] = defaultdict(list)
    for order_id, fulfillment_id, line_id, units in rows.fetch_tuples(_LEAVING[counter], ids):
        picked[order_id, fulfillment_id].append((line_id, units))
    shares: dict[UUID, int] = {}
    for (order_id, fulfillment_id), parts in picked.items():
        for line_id, units in parts:
            packed[line_id] += units
        due = _sum_due(list(orders[order_id].values()), packed)
        shares[fulfillment_id] = max(0, due - collected[order_id])
        collected[order_id] += shares[fulfillment_id]
    return shares


def _sum_due(lines: Sequence[_Line], packed: dict[int, int]) -> int:
    return lines[0].extra_minor + sum(
        line.total_minor * packed[line.line_id] // line.ordered for line in lines
    )
