"""Every morning somebody counts the bins in which a picker found too little the day before."""

from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.demo.world import OPERATOR
from packhaus.inventory.services.counts.by_hand import Counted, count_balances
from packhaus.kernel import rows

# What pickers missed is missing, and most of it was written off at once; whatever else the record says is there. Units
# of several lots are missing from the largest one.
_DOUBTED = """
WITH doubted AS (
    SELECT location_id, sku_id, merchant_id, sum(missing - written_off)::bigint AS missing
    FROM outbound_short WHERE resolved_at IS NULL AND reason <> 'damaged'
    GROUP BY location_id, sku_id, merchant_id
)
SELECT b.id, b.on_hand - CASE WHEN row_number() OVER bin = 1 THEN least(d.missing, b.on_hand) ELSE 0 END, b.on_hand
FROM doubted AS d
JOIN inventory_balance AS b
  ON b.location_id = d.location_id AND b.sku_id = d.sku_id AND b.owner_id = d.merchant_id AND b.condition = 'sellable'
WINDOW bin AS (PARTITION BY b.location_id, b.sku_id ORDER BY b.on_hand DESC, b.id)
ORDER BY b.id
"""


def count_doubted_bins(*, now: datetime) -> int:
    """Count what is in doubt, and return how many balances that was."""
    with transaction(Scope.operator()):
        counts = [Counted(*row) for row in rows.fetch_tuples(_DOUBTED)]
    if counts:
        count_balances(
            scope=OPERATOR, counts=counts, document_id=f"COUNT-{now:%Y%m%d}", now=now, actor=SYSTEM
        )
    return len(counts)
