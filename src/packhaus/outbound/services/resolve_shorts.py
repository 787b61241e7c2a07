"""Close shorts that a person has looked into."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.outbound.events import ShortResolved
from packhaus.outbound.locks import lock_site_stock
from packhaus.outbound.services.doubts import settle_doubts


@dataclass(frozen=True, slots=True)
class _Resolved:
    merchant_id: UUID
    fulfillment_id: UUID
    order_id: UUID
    sku_id: UUID
    site_id: UUID
    id: int


_KEYS = """
SELECT DISTINCT sku_id, site_id FROM outbound_short WHERE id = ANY(%(ids)s::bigint[]) AND resolved_at IS NULL
"""

_RESOLVE = """
UPDATE outbound_short AS s SET resolved_at = %(now)s
FROM orders_fulfillmentorder AS f
WHERE s.id = ANY(%(ids)s::bigint[]) AND s.resolved_at IS NULL AND f.id = s.fulfillment_id
RETURNING s.merchant_id, s.fulfillment_id, f.order_id, s.sku_id, s.site_id, s.id
"""


def resolve_shorts(*, short_ids: Sequence[int], now: datetime, actor: Actor) -> int:
    """Close those of these shorts that are open, and return how many. Emits: ShortResolved. Queries: 6.

    What is free of their SKUs is promised to those who wait: the bin is no longer in doubt.
    Locks: site_stock, ascending.
    """
    with transaction(Scope.operator()):
        # First: a short that is booked in the same bin has its stock locked and rewrites what this one doubts.
        lock_site_stock(rows.fetch_tuples(_KEYS, {"ids": list(short_ids)}))
        found = rows.fetch_rows(_Resolved, _RESOLVE, {"ids": list(short_ids), "now": now})
        facts = [
            ShortResolved(
                merchant_id=short.merchant_id,
                aggregate_id=short.order_id,
                fulfillment_id=str(short.fulfillment_id),
                short_id=short.id,
                sku_id=str(short.sku_id),
            )
            for short in found
        ]
        settle_doubts(keys=[(short.sku_id, short.site_id) for short in found])
        record(facts, happened_at=now, actor=actor)
    return len(found)


_COUNTED = """
SELECT s.id FROM outbound_short AS s
JOIN unnest(%(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(counted_ats)s::timestamptz[])
    AS c(location_id, sku_id, counted_at) ON c.location_id = s.location_id AND c.sku_id = s.sku_id
WHERE s.resolved_at IS NULL AND s.happened_at <= c.counted_at ORDER BY s.id
"""


def resolve_counted_shorts(*, bins: Sequence[tuple[int, UUID, datetime]], now: datetime, actor: Actor) -> int:
    """Close the open shorts of SKUs at locations that were counted since, and return how many. Queries: 1 or 7."""
    location_ids, sku_ids, counted_ats = (list(column) for column in zip(*bins, strict=True))
    parameters = {"location_ids": location_ids, "sku_ids": sku_ids, "counted_ats": counted_ats}
    with transaction(Scope.operator()):
        ids = [id_ for (id_,) in rows.fetch_tuples(_COUNTED, parameters)]
        return resolve_shorts(short_ids=ids, now=now, actor=actor) if ids else 0
