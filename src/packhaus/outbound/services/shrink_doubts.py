"""Units of a doubted bin that were picked were there: what is kept back falls with what the bin has by the record."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import StockFreed
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.outbound.services.doubts import settle_doubts

_DOUBTED = """
SELECT DISTINCT s.sku_id, s.site_id FROM orders_fulfillmentline AS l
JOIN outbound_short AS s ON s.sku_id = l.sku_id AND s.site_id = l.site_id AND s.doubted > 0
WHERE l.fulfillment_id = ANY(%(ids)s::uuid[])
"""


def shrink_doubts(*, fulfillment_ids: Sequence[UUID], now: datetime, actor: Actor) -> int:
    """Keep back no more of what these fulfillment orders took than still lies in doubted bins; return the units freed.

    Locks: site_stock, ascending. Emits: StockFreed. Queries: 1 without a doubt, else 3 or 4.
    """
    with transaction(Scope.operator()):
        keys = rows.fetch_tuples(_DOUBTED, {"ids": list(fulfillment_ids)})
        freed = [
            StockFreed(
                merchant_id=one.merchant_id,
                aggregate_id=one.sku_id,
                site_id=str(one.site_id),
                units=one.fewer,
            )
            for one in settle_doubts(keys=keys)
            if one.fewer > 0
        ]
        record(freed, happened_at=now, actor=actor)
    return sum(fact.units for fact in freed)
