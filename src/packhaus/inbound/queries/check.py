"""What must be true of what comes in."""

from packhaus.kernel.differences import Check

_INBOUND = """
SELECT concat_ws(' ', coalesce(s.code, t.site_id::text), coalesce(k.code, t.sku_id::text)) AS key,
       sum(t.announced) AS expected, sum(t.stated) AS found
FROM (
    SELECT a.site_id, l.sku_id, l.expected AS announced, 0 AS stated
    FROM inbound_asn AS a JOIN inbound_asnline AS l ON l.asn_id = a.id
    WHERE a.status IN ('announced', 'arriving', 'receiving')
    UNION ALL
    SELECT site_id, sku_id, 0, inbound FROM inventory_sitestock WHERE inbound <> 0
) AS t
LEFT JOIN network_site AS s ON s.id = t.site_id
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
GROUP BY t.site_id, s.code, t.sku_id, k.code
HAVING sum(t.announced) <> sum(t.stated)
"""

CHECKS = (Check("announced deliveries add up to what sites expect", _INBOUND),)
