"""How often each item is picked at a site, as A, B and C."""

from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.counting import classify
from packhaus.kernel import rows

LOOKED_BACK = timedelta(days=90)

_PICKS = """
SELECT s.id, s.sku_id, s.merchant_id, coalesce(m.picks, 0)::bigint
FROM inventory_sitestock AS s
LEFT JOIN (
    SELECT sku_id, count(*) AS picks FROM inventory_movement
    WHERE site_id = %(site_id)s AND reason = 'pick' AND happened_at > %(since)s AND happened_at <= %(now)s
      AND recorded_on >= %(since)s::date
    GROUP BY sku_id
) AS m USING (sku_id)
WHERE s.site_id = %(site_id)s AND s.owner_id = s.merchant_id
ORDER BY s.id
"""
_WRITE = """
INSERT INTO inventory_skuclass AS k (merchant_id, site_id, sku_id, abc, picks)
SELECT c.merchant_id, %(site_id)s, c.sku_id, c.abc, c.picks
FROM unnest(%(merchant_ids)s::uuid[], %(sku_ids)s::uuid[], %(classes)s::text[], %(picks)s::bigint[])
    AS c(merchant_id, sku_id, abc, picks)
ORDER BY c.sku_id
ON CONFLICT (site_id, sku_id) DO UPDATE SET abc = excluded.abc, picks = excluded.picks
WHERE (k.abc, k.picks) IS DISTINCT FROM (excluded.abc, excluded.picks)
"""


def refresh_classes(*, scope: Scope, site_id: UUID, now: datetime) -> int:
    """Class the items of a site anew by the picks of the last 90 days; return how many changed. Queries: 2."""
    with transaction(scope):
        found = rows.fetch_tuples(_PICKS, {"site_id": site_id, "since": now - LOOKED_BACK, "now": now})
        if not found:
            return 0
        classes = classify({id_: picks for id_, _, _, picks in found})
        return rows.execute(
            _WRITE,
            {
                "site_id": site_id,
                "merchant_ids": [merchant_id for _, _, merchant_id, _ in found],
                "sku_ids": [sku_id for _, sku_id, _, _ in found],
                "classes": [classes[id_] for id_, _, _, _ in found],
                "picks": [picks for _, _, _, picks in found],
            },
        )
