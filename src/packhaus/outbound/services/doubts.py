"""What a bin's record still says after a picker found fewer is not promised until somebody counts.

Whether the short was covered from elsewhere does not matter: it is the record that proved wrong. Who was promised units
before keeps the promise; allocation takes other bins first and the doubted one last (`allocate.bins.IS_DOUBTED`).
"""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.outbound.locks import lock_site_stock

# A bin's first open short carries what is doubted there. It begins as everything that is free by the record; what comes
# in later was seen by somebody, and what went out is gone.
_SETTLE = """
WITH asked AS (
    SELECT DISTINCT sku_id, site_id FROM unnest(%(sku_ids)s::uuid[], %(site_ids)s::uuid[]) AS a(sku_id, site_id)
), short AS MATERIALIZED (
    SELECT s.id, s.sku_id, s.site_id, s.location_id, s.merchant_id, s.doubted,
           s.id = ANY(%(begun)s::bigint[]) AS begins,
           CASE WHEN s.resolved_at IS NULL AND s.reason <> 'damaged' THEN s.id END AS open_id
    FROM outbound_short AS s JOIN asked USING (sku_id, site_id) WHERE s.resolved_at IS NULL OR s.doubted > 0
), bin AS MATERIALIZED (
    SELECT s.sku_id, s.site_id, min(s.open_id) AS short_id,
           (CASE WHEN bool_or(s.begins) THEN there.units ELSE least(there.units, sum(s.doubted)) END)::bigint AS units
    FROM short AS s CROSS JOIN LATERAL (
        SELECT coalesce(sum(b.on_hand - b.allocated), 0) AS units FROM inventory_balance AS b
        WHERE b.location_id = s.location_id AND b.sku_id = s.sku_id AND b.owner_id = s.merchant_id
          AND b.condition = 'sellable'
    ) AS there
    GROUP BY s.sku_id, s.site_id, s.location_id, there.units HAVING count(s.open_id) > 0
), carried AS (
    UPDATE outbound_short AS s SET doubted = coalesce(bin.units, 0)
    FROM short LEFT JOIN bin ON bin.short_id = short.id
    WHERE s.id = short.id AND s.doubted <> coalesce(bin.units, 0)
), total AS (
    SELECT a.sku_id, a.site_id, coalesce(sum(bin.units), 0)::bigint AS units
    FROM asked AS a LEFT JOIN bin USING (sku_id, site_id) GROUP BY 1, 2
)
UPDATE inventory_sitestock AS s SET safety = s.safety - s.doubted + total.units, doubted = total.units
FROM total
WHERE s.sku_id = total.sku_id AND s.site_id = total.site_id AND s.owner_id = s.merchant_id AND s.doubted <> total.units
RETURNING s.merchant_id, s.sku_id, s.site_id, old.doubted - new.doubted
"""


class Settled(NamedTuple):
    """How many units fewer than before are kept back of a SKU at a site; negative when there are more."""

    merchant_id: UUID
    sku_id: UUID
    site_id: UUID
    fewer: int


def settle_doubts(*, keys: Iterable[tuple[UUID, UUID]], begun: Iterable[int] = ()) -> list[Settled]:
    """Keep back what is doubted of these (SKU, site) pairs and return what changed.

    `begun` are shorts that have just been booked. What is free in a bin with an open short is not promised; damage says
    nothing about the units beside it. Locks: site_stock, ascending. Queries: 2. Twice changes nothing more.
    """
    pairs = sorted(set(keys))
    if not pairs:
        return []
    lock_site_stock(pairs)
    found = rows.fetch_tuples(
        _SETTLE,
        {
            "sku_ids": [sku_id for sku_id, _ in pairs],
            "site_ids": [site_id for _, site_id in pairs],
            "begun": list(begun),
        },
    )
    return [Settled._make(row) for row in found]
