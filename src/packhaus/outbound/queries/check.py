"""What must be true of the floor: allocations, bins and counters say the same."""

from packhaus.kernel.differences import Check

# Off the shelf (tote, packing, staging, dock) the allocation has travelled with the units and has no row of its own.
_BINS = """
SELECT concat_ws(' ', l.code, coalesce(k.code, t.sku_id::text), 'balance ' || t.balance_id) AS key,
       sum(t.wanted) AS expected, sum(t.stated) AS found
FROM (
    SELECT balance_id, sku_id, quantity - picked AS wanted, 0 AS stated
    FROM outbound_allocation WHERE quantity > picked
    UNION ALL
    SELECT b.id, b.sku_id, 0, b.allocated
    FROM inventory_balance AS b
    JOIN inventory_location AS l ON l.id = b.location_id AND l.can_be_allocated
    WHERE b.allocated > 0
) AS t
LEFT JOIN inventory_balance AS b ON b.id = t.balance_id
LEFT JOIN inventory_location AS l ON l.id = b.location_id
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
GROUP BY l.code, k.code, t.sku_id, t.balance_id
HAVING sum(t.wanted) <> sum(t.stated)
"""

_LINES = """
SELECT 'fulfillment line ' || t.id AS key, sum(t.bins) AS expected, sum(t.stated) AS found
FROM (
    SELECT fulfillment_line_id AS id, quantity - picked AS bins, 0 AS stated
    FROM outbound_allocation WHERE quantity > picked
    UNION ALL
    SELECT id, 0, allocated FROM orders_fulfillmentline WHERE allocated > 0
) AS t
GROUP BY t.id
HAVING sum(t.bins) <> sum(t.stated)
"""

_KEYS = """
SELECT 'allocation ' || a.id AS key, 'wave, fulfillment line and SKU that belong together' AS expected,
       concat_ws(' ', 'wave', a.wave_id, 'fulfillment line', a.fulfillment_line_id, 'SKU', a.sku_id) AS found
FROM outbound_allocation AS a
WHERE NOT EXISTS (SELECT FROM outbound_wave AS w WHERE w.id = a.wave_id)
   OR NOT EXISTS (
        SELECT FROM orders_fulfillmentline AS f
        WHERE f.id = a.fulfillment_line_id AND f.line_id = a.line_id AND f.sku_id = a.sku_id
          AND f.merchant_id = a.merchant_id
      )
"""

_TASK_KEYS = """
SELECT 'pick task ' || t.id AS key, 'batch and allocation that exist' AS expected,
       concat_ws(' ', 'batch', t.batch_id, 'allocation', t.allocation_id) AS found
FROM outbound_picktask AS t
WHERE NOT EXISTS (SELECT FROM outbound_pickbatch AS b WHERE b.id = t.batch_id)
   OR NOT EXISTS (SELECT FROM outbound_allocation AS a WHERE a.id = t.allocation_id)
"""

_PARCELS = """
SELECT 'parcel item ' || i.id AS key, 'a parcel of its merchant' AS expected, i.parcel_id AS found
FROM shipping_parcelitem AS i
WHERE NOT EXISTS (SELECT FROM shipping_parcel AS p WHERE p.id = i.parcel_id AND p.merchant_id = i.merchant_id)
"""

_SHIPMENTS = """
SELECT s.order_number AS key, 'a fulfillment order of its merchant' AS expected, s.fulfillment_id AS found
FROM shipping_shipment AS s
WHERE NOT EXISTS (
    SELECT FROM orders_fulfillmentorder AS f WHERE f.id = s.fulfillment_id AND f.merchant_id = s.merchant_id
)
"""

_DOUBTED = """
SELECT concat_ws(' ', coalesce(s.code, t.site_id::text), coalesce(k.code, t.sku_id::text)) AS key,
       sum(t.shorts) AS expected, sum(t.stated) AS found
FROM (
    SELECT site_id, sku_id, merchant_id, doubted AS shorts, 0 AS stated FROM outbound_short
    WHERE resolved_at IS NULL AND reason <> 'damaged'
    UNION ALL
    SELECT site_id, sku_id, merchant_id, 0, doubted FROM inventory_sitestock
) AS t
LEFT JOIN network_site AS s ON s.id = t.site_id
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
GROUP BY t.site_id, s.code, t.merchant_id, t.sku_id, k.code
HAVING sum(t.shorts) <> sum(t.stated)
"""

_FACES = """
SELECT 'pick face ' || f.id AS key, 'a pick face of the site and an item of the merchant' AS expected,
       concat_ws(' ', 'location', f.location_id, 'SKU', f.sku_id) AS found
FROM outbound_pickface AS f
WHERE NOT EXISTS (SELECT FROM inventory_location AS l WHERE l.id = f.location_id AND l.site_id = f.site_id)
   OR NOT EXISTS (SELECT FROM catalog_sku AS k WHERE k.id = f.sku_id AND k.merchant_id = f.merchant_id)
"""

_REPLENISHED = """
SELECT 'replenishment ' || t.key AS key, sum(t.moved) AS expected, sum(t.entered) AS found
FROM (
    SELECT id::text AS key, moved, 0 AS entered FROM outbound_replenishmenttask WHERE moved > 0
    UNION ALL
    SELECT document_id, 0, quantity FROM inventory_movement WHERE document_kind = 'replenishment'
) AS t
GROUP BY t.key
HAVING sum(t.moved) <> sum(t.entered)
"""

_PACKAGING = """
SELECT 'packaging of ' || u.unit_id AS key, 'a parcel of its merchant' AS expected, u.code AS found
FROM outbound_packaginguse AS u
WHERE NOT EXISTS (
    SELECT FROM shipping_parcel AS p WHERE p.handling_unit_id = u.unit_id AND p.merchant_id = u.merchant_id)
"""

_WORK = """
SELECT 'work order ' || t.key AS key, sum(t.done) AS expected, sum(t.entered) AS found
FROM (
    SELECT id::text AS key, done, 0 AS entered FROM outbound_workorder WHERE done > 0
    UNION ALL
    SELECT v.document_id, 0, v.quantity FROM inventory_movement AS v
    LEFT JOIN outbound_workorder AS w ON w.id::text = v.document_id
    WHERE v.document_kind = 'work_order' AND (w.sku_id = v.sku_id OR w.id IS NULL)
) AS t
GROUP BY t.key
HAVING sum(t.done) <> sum(t.entered)
"""

_SORTED = """
SELECT 'sort task ' || t.id AS key, 'a line of its order, and a compartment of its wall' AS expected,
       concat_ws(' ', 'line', t.fulfillment_line_id, 'compartment', t.slot_id) AS found
FROM outbound_sorttask AS t
WHERE NOT EXISTS (
        SELECT FROM orders_fulfillmentline AS l
        WHERE l.id = t.fulfillment_line_id AND l.fulfillment_id = t.fulfillment_id AND l.sku_id = t.sku_id)
   OR t.slot_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM outbound_wallslot AS s WHERE s.id = t.slot_id AND s.wall_id = t.wall_id)
"""

_COMPARTMENTS = """
SELECT u.code AS key, 'one order at a time' AS expected, count(DISTINCT t.fulfillment_id) AS found
FROM outbound_sorttask AS t
JOIN outbound_wallslot AS s ON s.id = t.slot_id JOIN inventory_handlingunit AS u ON u.id = s.unit_id
WHERE t.status IN ('open', 'claimed') GROUP BY u.code HAVING count(DISTINCT t.fulfillment_id) > 1
"""

_LEGS = """
SELECT b.number AS key, 'its tote waits in a zone' AS expected, 'in none' AS found
FROM outbound_pickbatch AS b
WHERE b.method = 'zone' AND b.status IN ('open', 'claimed') AND NOT EXISTS (
    SELECT FROM outbound_zoneleg AS g WHERE g.batch_id = b.id AND g.done_at IS NULL)
UNION ALL
SELECT 'leg ' || g.id, 'a walk by zones of its site', coalesce(b.method, 'none')
FROM outbound_zoneleg AS g LEFT JOIN outbound_pickbatch AS b ON b.id = g.batch_id
WHERE b.method IS DISTINCT FROM 'zone' OR b.site_id <> g.site_id
"""

_VAS = """
SELECT 'service ' || t.id AS key, 'an order of its site, and an option and a line of it' AS expected,
       concat_ws(' ', 'fulfillment', t.fulfillment_id, 'option', t.option_id, 'line', t.line_id) AS found
FROM outbound_vastask AS t
WHERE NOT EXISTS (
    SELECT FROM orders_fulfillmentorder AS f
    JOIN catalog_vasoption AS x ON x.id = t.option_id AND x.merchant_id = f.merchant_id
    WHERE f.id = t.fulfillment_id AND f.merchant_id = t.merchant_id AND f.site_id = t.site_id
      AND (t.line_id IS NULL OR EXISTS (
          SELECT FROM orders_orderline AS l WHERE l.id = t.line_id AND l.order_id = f.order_id)))
"""

CHECKS = (
    Check("allocations add up to the bins' allocated units", _BINS),
    Check("allocations add up to the lines' allocated units", _LINES),
    Check("allocations name waves and lines that exist", _KEYS),
    Check("sort tasks name lines and compartments that belong together", _SORTED),
    Check("a compartment is sorted into for one order", _COMPARTMENTS),
    Check("totes picked by zones wait in one zone", _LEGS),
    Check("pick tasks name batches and allocations that exist", _TASK_KEYS),
    Check("open shorts add up to what sites doubt", _DOUBTED),
    Check("parcel items lie in parcels that exist", _PARCELS),
    Check("packaging was used for parcels that exist", _PACKAGING),
    Check("work orders add up to their movements", _WORK),
    Check("services are done to orders and lines that exist", _VAS),
    Check("shipments belong to fulfillment orders", _SHIPMENTS),
    Check("pick faces name places and items that exist", _FACES),
    Check("replenishments add up to their movements", _REPLENISHED),
)
