"""What is to be packed, under the orders' locks."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.outbound.queries.vas_work import RULE_FITS

_FULFILLMENTS = f"""
SELECT f.id, f.merchant_id, f.order_id, f.site_id, f.status, f.number, f.wave_id,
       CASE WHEN o.is_held THEN 'held' WHEN f.cancel_requested THEN 'cancel_requested'
            WHEN EXISTS (SELECT FROM outbound_packproblem AS b WHERE b.fulfillment_id = f.id AND b.solved_at IS NULL)
                THEN 'set_aside'
            WHEN o.policy <> 'ship_available' AND EXISTS (
                SELECT FROM orders_orderline AS l WHERE l.order_id = o.id AND l.backordered > 0) THEN 'incomplete'
            ELSE '' END,
       o.number, o.address_id, o.country, o.currency, o.service_code,
       o.payment_term = 'cod' AND o.cod_minor > 0, o.deliver_by, o.total_minor, s.tote_id,
       EXISTS (SELECT FROM catalog_vasoption AS x WHERE x.merchant_id = f.merchant_id),
       coalesce((SELECT r.carton_codes FROM catalog_vasrule AS r
                 WHERE r.merchant_id = f.merchant_id AND r.option_id IS NULL AND {RULE_FITS}
                   AND (r.skus = '{{}}' OR EXISTS (
                       SELECT FROM orders_fulfillmentline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
                       WHERE l.fulfillment_id = f.id AND l.picked > 0 AND k.code = ANY(r.skus)))
                 ORDER BY r.position LIMIT 1), '{{}}')
FROM orders_fulfillmentorder AS f
JOIN orders_order AS o ON o.id = f.order_id
LEFT JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id
WHERE f.id = ANY(%(ids)s::uuid[])
"""  # noqa: S608 - constants

_LINES = """
SELECT l.fulfillment_id, l.id, l.line_id, l.sku_id, l.picked, k.length_mm, k.width_mm, k.height_mm, k.weight_grams,
       k.must_stay_upright, coalesce(k.carries_grams, CASE WHEN k.is_fragile THEN 0 END), k.hazard
FROM orders_fulfillmentline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.fulfillment_id = ANY(%(ids)s::uuid[]) AND l.picked > 0
ORDER BY l.fulfillment_id, l.id
"""

_CONTENTS = """
SELECT s.fulfillment_id, b.sku_id, b.id, b.on_hand
FROM outbound_batchslot AS s JOIN inventory_balance AS b ON b.handling_unit_id = s.tote_id
WHERE s.fulfillment_id = ANY(%(ids)s::uuid[]) AND b.condition = 'sellable'
ORDER BY s.fulfillment_id, b.sku_id, b.expires_on, b.id
"""


class PackHeader(NamedTuple):
    """One fulfillment order with what the shipment takes from its order.

    `carton_codes`: what the merchant's rule says that it is packed in; none: anything.
    """

    id: UUID
    merchant_id: UUID
    order_id: UUID
    site_id: UUID
    status: str
    number: str
    wave_id: UUID | None
    stopped_by: str
    order_number: str
    address_id: UUID
    country: str
    currency: str
    service_code: str
    is_cod: bool
    deliver_by: datetime | None
    total_minor: int
    tote_id: UUID | None
    may_have_vas: bool
    carton_codes: list[str]


class PackLine(NamedTuple):
    """Picked units of one line; measures of one unit, zero where nobody has measured yet.

    `carries_grams` is what may stand on one unit; None: anything.
    """

    fulfillment_id: UUID
    id: int
    line_id: int
    sku_id: UUID
    picked: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    must_stay_upright: bool
    carries_grams: int | None
    hazard: str


class ToteContent(NamedTuple):
    """Units of one key in the tote."""

    fulfillment_id: UUID
    sku_id: UUID
    balance_id: int
    on_hand: int


class PackWork(NamedTuple):
    """Everything about one fulfillment order that is to be packed."""

    header: PackHeader
    lines: list[PackLine]
    contents: list[ToteContent]


def read_pack_work(*, fulfillment_ids: Sequence[UUID]) -> dict[UUID, PackWork]:
    """Return headers, picked lines and what lies in the totes. Queries: 3."""
    parameters = {"ids": list(fulfillment_ids)}
    headers = [PackHeader._make(row) for row in rows.fetch_tuples(_FULFILLMENTS, parameters)]
    lines: defaultdict[UUID, list[PackLine]] = defaultdict(list)
    for row in rows.fetch_tuples(_LINES, parameters):
        lines[row[0]].append(PackLine._make(row))
    contents: defaultdict[UUID, list[ToteContent]] = defaultdict(list)
    for row in rows.fetch_tuples(_CONTENTS, parameters):
        contents[row[0]].append(ToteContent._make(row))
    return {header.id: PackWork(header, lines[header.id], contents[header.id]) for header in headers}
