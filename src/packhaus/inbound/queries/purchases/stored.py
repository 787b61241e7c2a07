"""Purchase orders as they were ordered, to compare and to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.inbound.types import PurchaseDraft, PurchaseLineDraft
from packhaus.kernel import rows

_HEADS = """
SELECT o.id, o.number, o.site_id, c.code, c.name
FROM inbound_purchaseorder AS o JOIN parties_company AS c ON c.id = o.supplier_id
WHERE o.merchant_id = %(merchant_id)s AND o.number = ANY(%(numbers)s::text[])
"""
_LINES = """
SELECT l.order_id, k.code, l.units / l.pack_units, l.expected_on, l.pack_code
FROM inbound_purchaseline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.order_id = ANY(%(ids)s::uuid[]) ORDER BY l.order_id, l.position, l.id
"""


@dataclass(frozen=True, slots=True)
class StoredPurchase:
    """A purchase order as it was ordered, with what was cancelled since."""

    id: UUID
    draft: PurchaseDraft


def read_stored_purchases(*, merchant_id: UUID, numbers: Sequence[str]) -> dict[str, StoredPurchase]:
    """Return what a merchant ordered, by number, in the caller's transaction. Queries: 2."""
    heads = rows.fetch_tuples(_HEADS, {"merchant_id": merchant_id, "numbers": list(numbers)})
    lines: dict[UUID, list[PurchaseLineDraft]] = {}
    for order_id, *values in rows.fetch_tuples(_LINES, {"ids": [head[0] for head in heads]}):
        lines.setdefault(order_id, []).append(PurchaseLineDraft(*values))
    return {
        number: StoredPurchase(id_, PurchaseDraft(number, site_id, code, tuple(lines.get(id_, [])), name))
        for id_, number, site_id, code, name in heads
    }
