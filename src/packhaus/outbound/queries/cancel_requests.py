"""Wishes to cancel that the floor has not answered."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class CancelWish:
    """Units of one line to stop: `to_leave` are not picked yet, `to_take_out` lie in the tote and go to `back_to`."""

    id: int
    fulfillment_id: UUID
    order_number: str
    slot: int
    tote_code: str
    sku_code: str
    sku_name: str
    quantity: int
    to_leave: int
    to_take_out: int
    back_to: str


# Partners answer for themselves.
_OPEN = """
SELECT r.id FROM orders_cancelrequest AS r JOIN orders_fulfillmentorder AS f ON f.id = r.fulfillment_id
WHERE r.status = 'open' AND f.request_status <> 'cancel_requested' ORDER BY r.requested_at, r.id LIMIT %(limit)s
"""

_WISHES = """
SELECT r.id, r.fulfillment_id, o.number AS order_number,
       (
           SELECT min(x.slot) FROM outbound_batchslot AS x WHERE x.batch_id = s.batch_id AND x.tote_id = s.tote_id
       )::int AS slot,
       u.code AS tote_code, k.code AS sku_code,
       k.name AS sku_name, r.quantity, least(r.quantity, l.allocated) AS to_leave,
       least(r.quantity - least(r.quantity, l.allocated), l.picked) AS to_take_out,
       coalesce((
           SELECT string_agg(DISTINCT p.code, ', ') FROM outbound_allocation AS a
           JOIN inventory_balance AS b ON b.id = a.balance_id JOIN inventory_location AS p ON p.id = b.location_id
           WHERE a.fulfillment_line_id = l.id AND a.picked > 0
       ), '') AS back_to
FROM orders_cancelrequest AS r
JOIN orders_fulfillmentline AS l ON l.id = r.fulfillment_line_id
JOIN orders_fulfillmentorder AS f ON f.id = r.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN catalog_sku AS k ON k.id = l.sku_id
JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id
JOIN inventory_handlingunit AS u ON u.id = s.tote_id
WHERE r.status = 'open' AND (s.batch_id = %(batch_id)s::uuid OR r.fulfillment_id = %(fulfillment_id)s::uuid)
ORDER BY o.number, r.id LIMIT 200
"""


def list_open_requests(*, limit: int = 500) -> list[int]:
    """Return the open requests, the oldest first. Queries: 1. Runs in the operator's transaction."""
    return [id_ for (id_,) in rows.fetch_tuples(_OPEN, {"limit": limit})]


def list_cancel_wishes(
    *, scope: Scope, batch_id: UUID | None = None, fulfillment_id: UUID | None = None
) -> list[CancelWish]:
    """Return what a walk, or one order on the bench, has been asked to stop. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(CancelWish, _WISHES, {"batch_id": batch_id, "fulfillment_id": fulfillment_id})
