"""Have an item counted wherever it lies."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.counts.plan import plan_counts
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
_PLANNED = "SELECT location_id FROM inventory_count WHERE id = ANY(%(ids)s::uuid[])"


def plan_item_counts(
    *, scope: Scope, sku_ids: Sequence[UUID], site_id: UUID | None, now: datetime, actor: Actor
) -> Mapping[UUID, int]:
    """Plan a count of each bin in which one of these items lies, of that item alone; return new ones per item.

    A bin with several of the items is counted whole; one that is to be counted already is none of the new ones. At
    most BINS_AT_ONCE bins. Locks and facts: as `plan_counts`.
    """
    with transaction(scope):
        bins = rows.fetch_tuples(
            _BINS,
            {
                "sku_ids": list(sku_ids),
                "site_id": site_id,
                "not_counted": sorted(kind.value for kind in NOT_COUNTED),
                "limit": BINS_AT_ONCE,
            },
        )
        wants = [CountWant(location_id, sku_id=sku_id) for location_id, sku_id in bins]
        made = plan_counts(scope=scope, wants=wants, now=now, actor=actor)
        planned = {location_id for (location_id,) in rows.fetch_tuples(_PLANNED, {"ids": made})}
    return Counter(sku_id for location_id, sku_id in bins if location_id in planned)
