"""What must be true of what comes in."""

from packhaus.inbound.queries.expected import IS_EXPECTED, UNITS_LEFT
from packhaus.kernel.differences import Check

_INBOUND = f"""
SELECT concat_ws(' ', coalesce(s.code, t.site_id::text), coalesce(k.code, t.sku_id::text)) AS key,
       sum(t.announced) AS expected, sum(t.stated) AS found
FROM (
    SELECT a.site_id, l.sku_id, {UNITS_LEFT} AS announced, 0 AS stated
    FROM inbound_asn AS a JOIN inbound_asnline AS l ON l.asn_id = a.id
    WHERE {IS_EXPECTED}
    UNION ALL
    SELECT site_id, sku_id, 0, inbound FROM inventory_sitestock WHERE inbound <> 0
) AS t
LEFT JOIN network_site AS s ON s.id = t.site_id
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
GROUP BY t.site_id, s.code, t.sku_id, k.code
HAVING sum(t.announced) <> sum(t.stated)
"""  # noqa: S608 - constants

# What came in under a delivery's number, less what was taken out again, is what its receipts say.
_RECEIPTS = """
SELECT concat_ws(' ', coalesce(a.number, t.number), coalesce(k.code, t.sku_id::text), t.condition) AS key,
       sum(t.booked) AS expected, sum(t.moved) AS found
FROM (
    SELECT r.merchant_id, a.number, l.sku_id,
           CASE r.damage_reason WHEN '' THEN 'sellable' ELSE 'damaged' END AS condition,
           r.quantity AS booked, 0 AS moved
    FROM inbound_receipt AS r JOIN inbound_asnline AS l ON l.id = r.line_id JOIN inbound_asn AS a ON a.id = r.asn_id
    WHERE r.rolled_back_at IS NULL
    UNION ALL
    SELECT merchant_id, document_id, sku_id, CASE to_condition WHEN 'damaged' THEN 'damaged' ELSE 'sellable' END, 0,
           CASE reason WHEN 'rolled_back' THEN -quantity ELSE quantity END
    FROM inventory_movement WHERE document_kind = 'asn'
) AS t
LEFT JOIN inbound_asn AS a ON a.merchant_id = t.merchant_id AND a.number = t.number
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
GROUP BY t.merchant_id, t.number, a.number, t.sku_id, k.code, t.condition
HAVING sum(t.booked) <> sum(t.moved)
"""

_COUNTED = """
SELECT concat_ws(' ', a.number, 'line', l.position) AS key,
       concat_ws('/', coalesce(sum(r.quantity) FILTER (WHERE r.damage_reason = ''), 0),
                 coalesce(sum(r.quantity) FILTER (WHERE r.damage_reason <> ''), 0)) AS expected,
       concat_ws('/', l.received, l.damaged) AS found
FROM inbound_asnline AS l
JOIN inbound_asn AS a ON a.id = l.asn_id
LEFT JOIN inbound_receipt AS r ON r.line_id = l.id AND r.rolled_back_at IS NULL
GROUP BY l.id, a.number
HAVING coalesce(sum(r.quantity) FILTER (WHERE r.damage_reason = ''), 0) <> l.received
    OR coalesce(sum(r.quantity) FILTER (WHERE r.damage_reason <> ''), 0) <> l.damaged
"""

# What was put away of a delivery is what its tasks say that they did.
_PUT_AWAY = """
SELECT coalesce(a.number, t.number) AS key, sum(t.done) AS expected, sum(t.moved) AS found
FROM (
    SELECT p.merchant_id, d.number, p.quantity AS done, 0 AS moved
    FROM inbound_putawaytask AS p JOIN inbound_asn AS d ON d.id = p.asn_id WHERE p.status = 'done'
    UNION ALL
    SELECT merchant_id, document_id, 0, quantity FROM inventory_movement WHERE document_kind = 'put_away'
) AS t
LEFT JOIN inbound_asn AS a ON a.merchant_id = t.merchant_id AND a.number = t.number
GROUP BY t.merchant_id, t.number, a.number
HAVING sum(t.done) <> sum(t.moved)
"""

_ASKED = """
SELECT a.number AS key, 'at most ' || came.units AS expected, asked.units AS found
FROM inbound_asn AS a
JOIN (SELECT asn_id, sum(quantity) AS units FROM inbound_putawaytask WHERE status <> 'cancelled' GROUP BY 1) AS asked
  ON asked.asn_id = a.id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(r.quantity), 0) AS units FROM inbound_receipt AS r
    WHERE r.asn_id = a.id AND r.rolled_back_at IS NULL
) AS came
WHERE asked.units > came.units
"""

# Units under a check are those of its receipts; sampled ones are among them.
_QUALITY = """
SELECT concat_ws(' ', a.number, k.code, c.status) AS key, coalesce(sum(r.quantity), 0) AS expected,
       c.quantity AS found
FROM inbound_qualitycheck AS c
JOIN inbound_asn AS a ON a.id = c.asn_id
JOIN catalog_sku AS k ON k.id = c.sku_id
LEFT JOIN inbound_receipt AS r ON r.quality_check_id = c.id
    AND (r.rolled_back_at IS NULL OR c.status NOT IN ('open', 'claimed', 'cancelled'))
GROUP BY c.id, a.number, k.code
HAVING coalesce(sum(r.quantity), 0) <> c.quantity OR c.checked > c.quantity
"""

CHECKS = (
    Check("announced deliveries add up to what sites expect", _INBOUND),
    Check("receipts add up to the movements of their deliveries", _RECEIPTS),
    Check("lines of deliveries count their receipts", _COUNTED),
    Check("put-away tasks add up to the movements of their deliveries", _PUT_AWAY),
    Check("put-away tasks ask for no more than came in", _ASKED),
    Check("quality checks count their receipts", _QUALITY),
)
