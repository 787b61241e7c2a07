"""What of some orders could be sent to the floor now, and what stands in the way of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_PARTS = """
SELECT f.id, f.order_id, f.site_id, f.status, f.line_count,
       f.status = 'planned' AND NOT f.is_blocked AND NOT f.cancel_requested AND f.unit_count > 0
           AND (f.request_status = 'none'
                OR f.request_status IN ('accepted', 'cancel_refused') AND n.stock_policy = 'own')
           AS can_be_released
FROM orders_fulfillmentorder AS f JOIN network_site AS n ON n.id = f.site_id
WHERE f.order_id = ANY(%(order_ids)s::uuid[]) AND f.status NOT IN ('cancelled', 'rejected')
ORDER BY f.site_id, f.order_id, f.id
"""


@dataclass(frozen=True, slots=True)
class ReleasablePart:
    """What one site does of an order, and whether it may go to the floor."""

    id: UUID
    order_id: UUID
    site_id: UUID
    status: str
    line_count: int
    can_be_released: bool


def list_releasable(scope: Scope, *, order_ids: Sequence[UUID]) -> list[ReleasablePart]:
    """Return the parts of orders that are not cancelled, by site. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ReleasablePart, _PARTS, {"order_ids": list(order_ids)})
