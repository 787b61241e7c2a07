"""What a site expects of each item: the units that are announced and not here yet."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from packhaus.inventory import locks
from packhaus.kernel import rows
from packhaus.terms.queries.agreed_limit import write_agreed_limit

# Rows that are only named are locked with the others: what the ledger locks next is then locked already, in order.
_CHANGE = f"""
WITH change AS (
    SELECT * FROM unnest(%(site_ids)s::uuid[], %(sku_ids)s::uuid[], %(units)s::bigint[]) AS c(site_id, sku_id, units)
), locked AS MATERIALIZED (
    SELECT s.id, c.units FROM inventory_sitestock AS s JOIN change AS c USING (sku_id, site_id)
    WHERE s.owner_id = %(merchant_id)s
    {locks.SITE_STOCK_IN_ORDER}
), changed AS (
    UPDATE inventory_sitestock AS s SET inbound = s.inbound + locked.units
    FROM locked WHERE s.id = locked.id AND locked.units <> 0
)
INSERT INTO inventory_sitestock (merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held,
    backordered, backorder_limit, safety, inbound)
SELECT %(merchant_id)s, c.site_id, c.sku_id, %(merchant_id)s, n.stock_policy, 0, 0, 0, 0,
       {write_agreed_limit(merchant="%(merchant_id)s::uuid")}, 0, c.units
FROM change AS c JOIN network_site AS n ON n.id = c.site_id
WHERE c.units > 0 AND NOT EXISTS (
    SELECT FROM inventory_sitestock AS s
    WHERE s.sku_id = c.sku_id AND s.site_id = c.site_id AND s.owner_id = %(merchant_id)s)
ORDER BY c.sku_id, c.site_id
ON CONFLICT (sku_id, site_id, owner_id) DO UPDATE SET inbound = inventory_sitestock.inbound + excluded.inbound
"""  # noqa: S608 - made of constants


def change_inbound(*, merchant_id: UUID, changes: Mapping[tuple[UUID, UUID], int], now: datetime) -> None:
    """Raise or lower what sites expect, by (site, SKU), in the caller's transaction.

    Locks: site_stock of every key, ascending, those that do not change too. Queries: 1, or 0 without keys.
    """
    if changes:
        columns = rows.as_columns([(*key, changes[key]) for key in sorted(changes)], 3)
        names = ("site_ids", "sku_ids", "units")
        parameters = {"merchant_id": merchant_id, "agreed_at": now}
        rows.execute(_CHANGE, {**dict(zip(names, columns, strict=True)), **parameters})
