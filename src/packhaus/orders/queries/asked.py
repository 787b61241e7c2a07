"""What was asked of partners' sites, as it stands under the orders' locks."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.errors import RequestNotFound


class Request(NamedTuple):
    """A fulfillment order at a partner's site."""

    id: UUID
    merchant_id: UUID
    order_id: UUID
    number: str
    site_code: str
    status: str
    request_status: str
    answer_by: datetime
    unit_count: int


class AskedLine(NamedTuple):
    """Units of a line that the partner is asked for.

    Of a kit's part: the kit's line, how many kits and how many of this part were ordered, and how many parts it has.
    """

    id: int
    fulfillment_id: UUID
    merchant_id: UUID
    order_id: UUID
    line_id: int
    sku_id: UUID
    site_id: UUID
    promised: int
    kit_line_id: int | None
    ordered: int
    kits_ordered: int
    kit_parts: int


_REQUESTS = """
SELECT f.id, f.merchant_id, f.order_id, f.number, s.code, f.status, f.request_status, f.answer_by, f.unit_count
FROM orders_fulfillmentorder AS f JOIN network_site AS s ON s.id = f.site_id
WHERE f.id = ANY(%(ids)s::uuid[]) AND f.request_status <> 'none' ORDER BY f.id
"""

_LINES = """
SELECT l.id, l.fulfillment_id, l.merchant_id, o.order_id, l.line_id, l.sku_id, l.site_id, l.promised, o.parent_line_id,
       o.ordered, coalesce(k.ordered, 0),
       (SELECT count(*) FROM orders_orderline AS p WHERE p.order_id = o.order_id AND p.parent_line_id = k.id)
FROM orders_fulfillmentline AS l
JOIN orders_orderline AS o ON o.id = l.line_id
LEFT JOIN orders_orderline AS k ON k.id = o.parent_line_id
WHERE l.fulfillment_id = ANY(%(ids)s::uuid[]) AND l.promised > 0 ORDER BY l.fulfillment_id, l.id
"""


def get_requests(fulfillment_ids: Sequence[UUID]) -> dict[UUID, Request]:
    """Return them by id. Queries: 1. Raises: RequestNotFound naming each that no partner was asked for."""
    found = {
        row[0]: Request._make(row) for row in rows.fetch_tuples(_REQUESTS, {"ids": list(fulfillment_ids)})
    }
    absent = [id_ for id_ in fulfillment_ids if id_ not in found]
    if absent:
        raise RequestNotFound("no partner was asked for this", fulfillment_ids=absent)
    return found


def list_asked_lines(fulfillment_ids: Sequence[UUID]) -> list[AskedLine]:
    """Return their lines with units, in order. Queries: 1."""
    return [AskedLine._make(row) for row in rows.fetch_tuples(_LINES, {"ids": list(fulfillment_ids)})]
