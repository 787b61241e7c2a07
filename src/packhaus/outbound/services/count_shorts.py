"""Where a picker found too few, nobody knows what is left until somebody counts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from packhaus.kernel import rows

FIRST = 20
"""Before what is planned by the clock, and before recounts: an order may wait for what is still there."""

_OPEN = """
SELECT DISTINCT s.location_id, s.sku_id FROM outbound_short AS s
JOIN unnest(%(location_ids)s::bigint[], %(sku_ids)s::uuid[]) AS b(location_id, sku_id) USING (location_id, sku_id)
WHERE s.resolved_at IS NULL AND s.reason <> 'damaged'
ORDER BY 1, 2
"""


def count_shorts(*, bins: Sequence[tuple[int, UUID]], now: datetime, actor: Actor) -> list[UUID]:
    """Plan a count of those of the (location, SKU) pairs that have an open short; return the ids of the new ones.

    Queries: 1, then as `plan_counts`. Emits: CountsPlanned.
    """
    with transaction(Scope.operator()):
        location_ids, sku_ids = rows.as_columns(sorted(set(bins)), 2)
        found = rows.fetch_tuples(_OPEN, {"location_ids": location_ids, "sku_ids": sku_ids})
        wants = [CountWant(location_id, "short", sku_id, FIRST) for location_id, sku_id in found]
        return plan_counts(scope=Scope.operator(), wants=wants, now=now, actor=actor)
