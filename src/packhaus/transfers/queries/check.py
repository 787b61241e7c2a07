"""What must be true of what is on its way between sites."""

from packhaus.kernel.differences import Check

# What left, less what came, is what the ledger has in transit under the transfer and the deliveries that bring it.
_IN_TRANSIT = """
SELECT concat_ws(' ', coalesce(t.number, x.transfer_id::text), coalesce(k.code, x.sku_id::text)) AS key,
       sum(x.stated) AS expected, sum(x.moved) AS found
FROM (
    SELECT l.transfer_id, l.sku_id,
           CASE WHEN a.id IS NULL THEN l.shipped - l.settled
                ELSE l.shipped - l.settled - coalesce((SELECT sum(i.received + i.damaged) FROM inbound_asnline AS i
                                                       WHERE i.asn_id = a.id AND i.sku_id = l.sku_id), 0) END AS stated,
           0 AS moved
    FROM transfers_transferline AS l JOIN transfers_transfer AS t ON t.id = l.transfer_id
    LEFT JOIN inbound_asn AS a ON a.id = t.asn_id
    UNION ALL
    SELECT t.id, m.sku_id, 0,
           CASE WHEN f.kind = 'in_transit' THEN -m.quantity ELSE 0 END
           + CASE WHEN o.kind = 'in_transit' THEN m.quantity ELSE 0 END
    FROM transfers_transfer AS t
    JOIN inventory_movement AS m ON m.merchant_id = t.merchant_id AND m.document_kind = 'transfer'
        AND m.document_id = t.number
    JOIN inventory_location AS f ON f.id = m.from_location_id
    JOIN inventory_location AS o ON o.id = m.to_location_id
    UNION ALL
    SELECT t.id, m.sku_id, 0,
           CASE WHEN f.kind = 'in_transit' THEN -m.quantity ELSE 0 END
           + CASE WHEN o.kind = 'in_transit' THEN m.quantity ELSE 0 END
    FROM transfers_transfer AS t
    JOIN inbound_asn AS a ON a.id = t.asn_id
    JOIN inventory_movement AS m ON m.merchant_id = t.merchant_id AND m.document_kind = 'asn'
        AND m.document_id = a.number
    JOIN transfers_transferline AS l ON l.transfer_id = t.id AND l.sku_id = m.sku_id
    JOIN inventory_location AS f ON f.id = m.from_location_id
    JOIN inventory_location AS o ON o.id = m.to_location_id
) AS x
LEFT JOIN transfers_transfer AS t ON t.id = x.transfer_id
LEFT JOIN catalog_sku AS k ON k.id = x.sku_id
GROUP BY x.transfer_id, t.number, x.sku_id, k.code
HAVING sum(x.stated) <> sum(x.moved)
"""
_PICKED = """
SELECT concat_ws(' ', t.number, 'line', l.position) AS key, l.picked AS expected,
       coalesce(sum(p.quantity), 0) AS found
FROM transfers_transferline AS l JOIN transfers_transfer AS t ON t.id = l.transfer_id
LEFT JOIN transfers_transferpicked AS p ON p.line_id = l.id AND p.put_back_at IS NULL
GROUP BY t.number, l.id HAVING l.picked <> coalesce(sum(p.quantity), 0)
"""

CHECKS = (
    Check("transfers on their way are what the ledger has in transit", _IN_TRANSIT),
    Check("lines of transfers count their picks", _PICKED),
)
