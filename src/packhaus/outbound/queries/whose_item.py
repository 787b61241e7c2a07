"""Whose an item is that was found in another order's tote."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class ItemOwner:
    """An order on the floor that has such an item, and its tote or compartment."""

    order_number: str
    tote_code: str


# Of the same walk first: there it was put into the wrong tote.
_OWNER = """
SELECT o.number AS order_number, u.code AS tote_code
FROM orders_fulfillmentorder AS own
JOIN orders_fulfillmentorder AS f ON f.site_id = own.site_id AND f.id <> own.id AND f.status IN ('picking', 'picked')
JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id AND l.sku_id = ANY(%(sku_ids)s::uuid[]) AND l.picked > 0
JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id
JOIN inventory_handlingunit AS u ON u.id = s.tote_id
JOIN orders_order AS o ON o.id = f.order_id
WHERE own.id = %(id)s::uuid
ORDER BY s.batch_id = (SELECT x.batch_id FROM outbound_batchslot AS x WHERE x.fulfillment_id = own.id) DESC,
         f.ship_by, f.id
LIMIT 1
"""


def find_item_owner(*, scope: Scope, fulfillment_id: UUID, sku_ids: Sequence[UUID]) -> ItemOwner | None:
    """Return which other order of the site has been picked such an item, the nearest first. Queries: 1."""
    if not sku_ids:
        return None
    with transaction(scope):
        return rows.find_row(ItemOwner, _OWNER, {"id": fulfillment_id, "sku_ids": list(sku_ids)})
