"""What must be true of stock: the ledger, the balances and the sites' sums say the same."""

from packhaus.kernel.differences import Check

_VIRTUAL = "('supplier', 'customer', 'in_transit', 'adjustment')"

# Grouped, not joined: the key has NULLs, and a full join needs a hashable equality.
_LEDGER = f"""
SELECT concat_ws(' ', l.code, coalesce(k.code, t.sku_id::text), t.condition, 'lot ' || t.lot_id, 'serial ' || t.serial,
                 'unit ' || t.unit_id, 'owner ' || t.owner_id) AS key,
       sum(t.moved) AS expected, sum(t.balance) AS found
FROM (
    SELECT to_location_id AS location_id, merchant_id, sku_id, owner_id, lot_id, serial, to_unit_id AS unit_id,
           to_condition AS condition, quantity AS moved, 0 AS balance
    FROM inventory_movement
    UNION ALL
    SELECT from_location_id, merchant_id, sku_id, owner_id, lot_id, serial, from_unit_id, from_condition, -quantity, 0
    FROM inventory_movement
    UNION ALL
    SELECT location_id, merchant_id, sku_id, owner_id, lot_id, serial, handling_unit_id, condition, 0, on_hand
    FROM inventory_balance
) AS t
JOIN inventory_location AS l ON l.id = t.location_id AND l.kind NOT IN {_VIRTUAL}
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
GROUP BY l.code, l.id, t.merchant_id, t.sku_id, k.code, t.owner_id, t.lot_id, t.serial, t.unit_id, t.condition
HAVING sum(t.moved) <> sum(t.balance)
"""  # noqa: S608 - constants

_ON_HAND = """
SELECT concat_ws(' ', coalesce(s.code, t.site_id::text), coalesce(k.code, t.sku_id::text), 'owner ' || t.owner_id)
           AS key,
       sum(t.counted) AS expected, sum(t.stated) AS found
FROM (
    SELECT l.site_id, b.merchant_id, b.sku_id, b.owner_id, b.on_hand AS counted, 0 AS stated
    FROM inventory_balance AS b
    JOIN inventory_location AS l ON l.id = b.location_id AND l.counts_as_on_hand
    WHERE b.condition = 'sellable' AND NOT EXISTS (
        SELECT FROM inventory_sitestock AS other
        WHERE other.sku_id = b.sku_id AND other.site_id = l.site_id AND other.owner_id = b.owner_id
          AND other.policy <> 'own'
    )
    UNION ALL
    SELECT site_id, merchant_id, sku_id, owner_id, 0, on_hand FROM inventory_sitestock WHERE policy = 'own'
) AS t
LEFT JOIN network_site AS s ON s.id = t.site_id
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
GROUP BY t.site_id, s.code, t.merchant_id, t.sku_id, k.code, t.owner_id
HAVING sum(t.counted) <> sum(t.stated)
"""

_HELD = """
SELECT concat_ws(' ', t.site_id, t.sku_id) AS key, sum(t.lines) AS expected, sum(t.stated) AS found
FROM (
    SELECT h.site_id, h.sku_id, h.quantity AS lines, 0 AS stated
    FROM inventory_holdline AS h JOIN inventory_hold AS o ON o.id = h.hold_id AND o.status = 'open'
    UNION ALL
    SELECT site_id, sku_id, 0, held FROM inventory_sitestock
) AS t
GROUP BY t.site_id, t.sku_id
HAVING sum(t.lines) <> sum(t.stated)
"""

_VIRTUAL_BALANCES = f"""
SELECT concat_ws(' ', l.code, b.sku_id) AS key, 'no balance' AS expected, b.on_hand AS found
FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
WHERE l.kind IN {_VIRTUAL}
"""  # noqa: S608 - constants

_BALANCE_KEYS = """
SELECT 'balance ' || b.id AS key, 'location and SKU of its merchant' AS expected,
       concat_ws(' ', 'location', b.location_id, 'SKU', b.sku_id) AS found
FROM inventory_balance AS b
WHERE NOT EXISTS (SELECT FROM inventory_location AS l WHERE l.id = b.location_id)
   OR NOT EXISTS (SELECT FROM catalog_sku AS k WHERE k.id = b.sku_id AND k.merchant_id = b.merchant_id)
   OR b.lot_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM inventory_lot AS t WHERE t.id = b.lot_id AND t.sku_id = b.sku_id
      )
"""

_MOVEMENT_KEYS = """
SELECT 'movement ' || m.id AS key, 'locations and SKU of its merchant' AS expected,
       concat_ws(' ', m.from_location_id, 'to', m.to_location_id, 'SKU', m.sku_id) AS found
FROM inventory_movement AS m
WHERE NOT EXISTS (SELECT FROM inventory_location AS l WHERE l.id = m.from_location_id)
   OR NOT EXISTS (SELECT FROM inventory_location AS l WHERE l.id = m.to_location_id)
   OR NOT EXISTS (SELECT FROM catalog_sku AS k WHERE k.id = m.sku_id AND k.merchant_id = m.merchant_id)
"""

# What a count says that the record was is what the ledger adds up to at the position of the count. One that was not
# planned is booked at once, and its position is behind its own booking.
_COUNT_POSITIONS = """
SELECT concat_ws(' ', c.number, k.code) AS key, sum(m.moved) AS expected, w.known AS found
FROM inventory_countline AS l
JOIN inventory_count AS c ON c.id = l.count_id
CROSS JOIN LATERAL (SELECT l.recorded + CASE c.trigger WHEN 'by_hand' THEN l.posted ELSE 0 END AS known) AS w
LEFT JOIN catalog_sku AS k ON k.id = l.sku_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE WHEN m.to_location_id = c.location_id AND m.to_condition = l.condition
            AND m.to_unit_id IS NOT DISTINCT FROM l.handling_unit_id THEN m.quantity ELSE 0 END
          - CASE WHEN m.from_location_id = c.location_id AND m.from_condition = l.condition
            AND m.from_unit_id IS NOT DISTINCT FROM l.handling_unit_id THEN m.quantity ELSE 0 END), 0) AS moved
    FROM inventory_movement AS m
    WHERE m.sku_id = l.sku_id AND m.site_id = c.site_id AND m.id <= l.position AND m.owner_id = l.owner_id
      AND m.lot_id IS NOT DISTINCT FROM l.lot_id AND m.serial IS NOT DISTINCT FROM l.serial
      AND c.location_id IN (m.from_location_id, m.to_location_id)
) AS m
GROUP BY l.id, c.number, k.code, w.known HAVING sum(m.moved) <> w.known
"""

_COUNTS_POSTED = """
SELECT concat_ws(' ', t.document_id, coalesce(k.code, t.sku_id::text)) AS key, sum(t.posted) AS expected,
       sum(t.moved) AS found
FROM (
    SELECT c.document_id, l.sku_id, c.location_id, l.posted, 0 AS moved
    FROM inventory_countline AS l JOIN inventory_count AS c ON c.id = l.count_id AND l.round = c.round
    WHERE l.posted <> 0
    UNION ALL
    SELECT m.document_id, m.sku_id, CASE f.kind WHEN 'adjustment' THEN m.to_location_id ELSE m.from_location_id END, 0,
           CASE f.kind WHEN 'adjustment' THEN m.quantity ELSE -m.quantity END
    FROM inventory_movement AS m JOIN inventory_location AS f ON f.id = m.from_location_id
    WHERE m.document_kind = 'count' AND EXISTS (
        SELECT FROM inventory_count AS c WHERE c.document_id = m.document_id)
) AS t
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
GROUP BY t.document_id, t.sku_id, k.code, t.location_id HAVING sum(t.posted) <> sum(t.moved)
"""

_COUNT_WALKS = """
SELECT c.number AS key, CASE WHEN c.status IN ('planned', 'recount') THEN 'open'
         WHEN c.status = 'counting' THEN 'claimed' ELSE 'none' END AS expected,
       coalesce(t.status, 'none') AS found
FROM inventory_count AS c
LEFT JOIN inventory_counttask AS t ON t.count_id = c.id AND t.status IN ('open', 'claimed')
WHERE coalesce(t.status, 'none') <> CASE WHEN c.status IN ('planned', 'recount') THEN 'open'
         WHEN c.status = 'counting' THEN 'claimed' ELSE 'none' END
"""

_NESTED_UNITS = """
SELECT 'unit ' || u.code AS key, 'the place of the open unit that it stands in' AS expected,
       concat_ws(' ', 'location', u.location_id, 'in', p.code) AS found
FROM inventory_handlingunit AS u LEFT JOIN inventory_handlingunit AS p ON p.id = u.parent_id
WHERE u.parent_id IS NOT NULL AND u.is_open AND (p.id IS NULL OR p.location_id <> u.location_id)
"""

CHECKS = (
    Check("movements add up to balances", _LEDGER),
    Check("balances add up to the site's on hand", _ON_HAND),
    Check("carts add up to what is held", _HELD),
    Check("nothing lies in a virtual location", _VIRTUAL_BALANCES),
    Check("nested units stand where the outer one stands", _NESTED_UNITS),
    Check("balances name locations, lots and SKUs that exist", _BALANCE_KEYS),
    Check("movements name locations and SKUs that exist", _MOVEMENT_KEYS),
    Check("counts know what the ledger had when they were taken", _COUNT_POSITIONS),
    Check("counts add up to their movements", _COUNTS_POSTED),
    Check("open counts have one walk each, closed ones none", _COUNT_WALKS),
)
