"""Stock came, was counted or went to orders: the plans of its faces follow."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.outbound.services.replenish.plan import plan_replenishment

_RELEASED = """
SELECT DISTINCT f.site_id, l.sku_id
FROM orders_fulfillmentorder AS f JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id
WHERE f.id = ANY(%(ids)s::uuid[])
  AND EXISTS (SELECT FROM outbound_pickface AS p WHERE p.site_id = f.site_id AND p.sku_id = l.sku_id)
"""

_COUNTED = """
UPDATE outbound_replenishmenttask AS t SET resolved_at = c.at
FROM unnest(%(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(ats)s::timestamptz[]) AS c(location_id, sku_id, at)
WHERE t.from_location_id = c.location_id AND t.sku_id = c.sku_id AND t.status = 'short' AND t.resolved_at IS NULL
  AND t.done_at <= c.at
"""


def follow_stock(*, keys: Iterable[tuple[UUID, UUID]], now: datetime) -> None:
    """Plan the faces of (site, SKU) pairs anew. Queries: those of one plan a site."""
    by_site: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for site_id, sku_id in keys:
        by_site[site_id].add(sku_id)
    for site_id in sorted(by_site):
        plan_replenishment(site_id=site_id, sku_ids=sorted(by_site[site_id]), now=now)


def follow_release(*, fulfillment_ids: Sequence[UUID], now: datetime) -> None:
    """Plan the faces of what fulfillment orders take anew. Queries: 1, and those of one plan a site with faces."""
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(_RELEASED, {"ids": list(fulfillment_ids)})
    follow_stock(keys=found, now=now)


def resolve_counted(*, bins: Sequence[tuple[int, UUID, datetime]]) -> None:
    """Send people again to bins that were counted since they were found short. Queries: 1."""
    columns = rows.as_columns(bins, 3)
    with transaction(Scope.operator()):
        rows.execute(_COUNTED, dict(zip(("location_ids", "sku_ids", "ats"), columns, strict=True)))
