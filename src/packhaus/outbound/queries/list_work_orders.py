"""Work orders as people read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_WORK = """
SELECT w.id, w.number, w.kind, w.status, m.code AS merchant, n.code AS site, k.code AS sku, k.name AS sku_name,
       w.quantity, w.done, l.code AS place, w.instruction, w.minutes, w.priority, w.created_at, w.claimed_at,
       w.done_at,
       array(SELECT p.quantity || ' × ' || c.code FROM outbound_workpart AS p JOIN catalog_sku AS c ON c.id = p.sku_id
             WHERE p.work_order_id = w.id ORDER BY c.code) AS parts
FROM outbound_workorder AS w
JOIN catalog_sku AS k ON k.id = w.sku_id
JOIN access_merchant AS m ON m.id = w.merchant_id
JOIN network_site AS n ON n.id = w.site_id
JOIN inventory_location AS l ON l.id = w.to_location_id
WHERE (%(site_id)s::uuid IS NULL OR w.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR w.merchant_id = %(merchant_id)s::uuid)
  AND (NOT %(is_open)s OR w.status IN ('open', 'claimed'))
ORDER BY w.status IN ('open', 'claimed') DESC, w.priority, w.id LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class WorkOrderRow:
    """Units to be put together or taken apart, and how far it is."""

    id: UUID
    number: str
    kind: str
    status: str
    merchant: str
    site: str
    sku: str
    sku_name: str
    quantity: int
    done: int
    place: str
    instruction: str
    minutes: int
    priority: int
    created_at: datetime
    claimed_at: datetime | None
    done_at: datetime | None
    parts: list[str]


def list_work_orders(
    *, scope: Scope, site_id: UUID | None = None, merchant_id: UUID | None = None, is_open: bool = False
) -> list[WorkOrderRow]:
    """Return the 200 work orders that come first, open ones before others. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(
            WorkOrderRow, _WORK, {"site_id": site_id, "merchant_id": merchant_id, "is_open": is_open}
        )
