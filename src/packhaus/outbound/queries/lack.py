"""How many units a site will not have for those it promised them to."""

from uuid import UUID

from packhaus.kernel import rows

_LACK = """
SELECT s.promised + s.held - (s.on_hand - %(units)s) FROM inventory_sitestock AS s
WHERE s.site_id = %(site_id)s AND s.sku_id = %(sku_id)s AND s.owner_id = s.merchant_id AND s.policy <> 'unlimited'
"""


def count_lack(*, site_id: UUID, sku_id: UUID, units: int) -> int:
    """Count the promised and held units that a site cannot keep once `units` are gone. Queries: 1."""
    found = rows.fetch_value(_LACK, {"units": units, "site_id": site_id, "sku_id": sku_id})
    return min(units, max(0, found or 0))
