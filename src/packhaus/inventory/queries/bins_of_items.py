"""Where items lie that are to be counted."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.types import NOT_COUNTED, CountWant
from packhaus.kernel import rows

BINS_AT_ONCE = 2_000
_BINS = """
SELECT DISTINCT b.location_id, b.sku_id FROM inventory_balance AS b
JOIN inventory_location AS l ON l.id = b.location_id AND NOT l.kind = ANY(%(not_counted)s::text[])
WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND b.on_hand > 0
  AND (%(site_id)s::uuid IS NULL OR l.site_id = %(site_id)s)
ORDER BY b.location_id, b.sku_id LIMIT %(limit)s
"""


def list_bins_of_items(*, scope: Scope, sku_ids: Sequence[UUID], site_id: UUID | None) -> list[CountWant]:
    """Return each bin in which one of these items lies, with the item; at most BINS_AT_ONCE. Queries: 1."""
    chosen = {
        "sku_ids": list(sku_ids),
        "site_id": site_id,
        "not_counted": sorted(kind.value for kind in NOT_COUNTED),
        "limit": BINS_AT_ONCE,
    }
    with transaction(scope):
        return [
            CountWant(location_id, sku_id=sku_id) for location_id, sku_id in rows.fetch_tuples(_BINS, chosen)
        ]
