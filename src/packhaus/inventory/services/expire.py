"""What has expired is set apart by itself, every day at every site."""

from datetime import datetime, timedelta

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.queries.balances import ON_THE_WAY
from packhaus.inventory.services.quarantine import Paper, quarantine_stock
from packhaus.kernel import rows

AT_A_TIME = 1_000

# Units last until the end of their day, by the clock of their site. What lasts too little to be sent to anybody, by the
# item's own rule, is set apart too: nobody could be promised it truly.
_EXPIRED = """
SELECT b.id, b.expires_on < (%(now)s::timestamptz AT TIME ZONE n.timezone)::date
FROM inventory_balance AS b
JOIN inventory_location AS l ON l.id = b.location_id
JOIN network_site AS n ON n.id = l.site_id
JOIN catalog_sku AS k ON k.id = b.sku_id
WHERE b.expires_on IS NOT NULL AND b.condition = 'sellable' AND b.on_hand > 0
  AND b.expires_on < %(tomorrow)s::date + (SELECT coalesce(max(minimum_shelf_life_days), 0) FROM catalog_sku)
  AND b.expires_on < (%(now)s::timestamptz AT TIME ZONE n.timezone)::date + k.minimum_shelf_life_days
  AND l.kind <> ALL(%(on_the_way)s::text[])
ORDER BY b.id LIMIT %(limit)s
"""


def quarantine_expired(*, scope: Scope, now: datetime, actor: Actor) -> int:
    """In quarantine what has expired, or is too short-lived for its item, at most AT_A_TIME balances; return the units.

    Locks: orders, site_stock, balances. Emits: StockQuarantined. Queries: 1, and those of `quarantine_stock`.
    """
    parameters = {
        "now": now,
        "tomorrow": now.date() + timedelta(days=1),
        "limit": AT_A_TIME,
        "on_the_way": [kind.value for kind in ON_THE_WAY],
    }
    with transaction(scope):
        found = rows.fetch_tuples(_EXPIRED, parameters)
    paper = Paper("expiry", now.date().isoformat())
    return sum(
        quarantine_stock(
            scope=scope, balance_ids=[id_ for id_, is_over in found if is_over is wanted], reason=reason, paper=paper,
            now=now, actor=actor,
        )
        for wanted, reason in ((True, "expiry"), (False, "short_life"))
    )  # fmt: skip
