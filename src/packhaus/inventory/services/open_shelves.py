"""An item that no site has ever had may wait for stock at one: the row that counts what is owed there is made."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.terms.queries.agreed_limit import write_agreed_limit

# A row that somebody made meanwhile is left as it is.
_OPEN = f"""
INSERT INTO inventory_sitestock AS s (merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held,
    backordered, backorder_limit, safety, inbound)
SELECT %(merchant_id)s, n.id, u.sku_id, %(merchant_id)s, n.stock_policy, 0, 0, 0, 0,
       {write_agreed_limit(merchant="%(merchant_id)s::uuid")}, 0, 0
FROM unnest(%(site_ids)s::uuid[], %(sku_ids)s::uuid[]) AS u(site_id, sku_id)
JOIN network_site AS n ON n.id = u.site_id
ORDER BY u.sku_id, u.site_id
ON CONFLICT (sku_id, site_id, owner_id) DO UPDATE SET backordered = s.backordered
RETURNING s.site_id::text, s.sku_id::text, s.id
"""  # noqa: S608 - made of constants


def open_shelves(
    *, merchant_id: UUID, keys: Sequence[tuple[str, str]], now: datetime
) -> dict[tuple[str, str], int]:
    """Make the site stock of (site, SKU) pairs that have none, without a unit; return the rows' ids by pair.

    What may be owed there is as the merchant's terms say. Runs in the caller's transaction. Queries: 1.
    """
    found = rows.fetch_tuples(
        _OPEN,
        {
            "merchant_id": merchant_id,
            "site_ids": [site for site, _ in keys],
            "sku_ids": [sku for _, sku in keys],
            "agreed_at": now,
        },
    )
    return {(site, sku): id_ for site, sku, id_ in found}
