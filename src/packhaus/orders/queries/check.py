"""What must be true of orders: lines, fulfillment orders, demands and the sites' promises say the same."""

from packhaus.kernel.differences import Check

_NAMED = """
LEFT JOIN network_site AS s ON s.id = t.site_id
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
GROUP BY t.site_id, s.code, t.sku_id, k.code
"""
_NAME = "concat_ws(' ', coalesce(s.code, t.site_id::text), coalesce(k.code, t.sku_id::text)) AS key"

_PROMISED = f"""
SELECT {_NAME}, sum(t.open) AS expected, sum(t.stated) AS found
FROM (
    SELECT site_id, sku_id, promised + allocated + picked + packed AS open, 0 AS stated FROM orders_fulfillmentline
    UNION ALL
    SELECT site_id, sku_id, 0, promised FROM inventory_sitestock
) AS t
{_NAMED}
HAVING sum(t.open) <> sum(t.stated)
"""  # noqa: S608 - constants

_BACKORDERED = f"""
SELECT {_NAME}, sum(t.owed) AS expected, sum(t.stated) AS found
FROM (
    SELECT site_id, sku_id, quantity AS owed, 0 AS stated FROM orders_backorderdemand
    UNION ALL
    SELECT site_id, sku_id, 0, backordered FROM inventory_sitestock
) AS t
{_NAMED}
HAVING sum(t.owed) <> sum(t.stated)
"""  # noqa: S608 - constants

_LINE_DEMAND = """
SELECT 'line ' || t.line_id AS key, sum(t.owed) AS expected, sum(t.stated) AS found
FROM (
    SELECT line_id, quantity AS owed, 0 AS stated FROM orders_backorderdemand
    UNION ALL
    SELECT id, 0, backordered FROM orders_orderline WHERE backordered > 0
) AS t
GROUP BY t.line_id
HAVING sum(t.owed) <> sum(t.stated)
"""

_COUNTERS = """
SELECT 'line ' || t.line_id AS key,
       concat_ws('/', sum(t.promised), sum(t.allocated), sum(t.picked), sum(t.packed), sum(t.shipped)) AS expected,
       concat_ws('/', sum(t.line_promised), sum(t.line_allocated), sum(t.line_picked), sum(t.line_packed),
                 sum(t.line_shipped)) AS found
FROM (
    SELECT line_id, promised, allocated, picked, packed, shipped,
           0 AS line_promised, 0 AS line_allocated, 0 AS line_picked, 0 AS line_packed, 0 AS line_shipped
    FROM orders_fulfillmentline
    UNION ALL
    SELECT id, 0, 0, 0, 0, 0, promised, allocated, picked, packed, shipped
    FROM orders_orderline WHERE sku_kind = 'stock'
) AS t
GROUP BY t.line_id
HAVING (sum(t.promised), sum(t.allocated), sum(t.picked), sum(t.packed), sum(t.shipped))
    <> (sum(t.line_promised), sum(t.line_allocated), sum(t.line_picked), sum(t.line_packed), sum(t.line_shipped))
"""

_STAGE = """
SELECT o.number AS key, c.stage AS expected, o.stage AS found
FROM orders_order AS o
JOIN LATERAL (
    SELECT orders_stage_of(o.stage, o.tracking_status, sum(l.ordered), sum(l.cancelled),
                           sum(l.allocated + l.picked + l.packed), sum(l.shipped)) AS stage
    FROM orders_orderline AS l WHERE l.order_id = o.id
) AS c ON c.stage <> o.stage
"""

_HOLDS = """
SELECT o.number AS key, h.is_held AS expected, o.is_held AS found
FROM orders_order AS o
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM orders_orderhold AS h WHERE h.order_id = o.id AND h.lifted_at IS NULL) AS is_held
) AS h
WHERE h.is_held <> o.is_held
"""

_CLOSED = """
SELECT f.number AS key, 'no open units' AS expected,
       sum(l.promised + l.allocated + l.picked + l.packed) || ' in ' || f.status AS found
FROM orders_fulfillmentorder AS f
JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id
WHERE f.status IN ('dispatched', 'delivered', 'cancelled', 'rejected')
GROUP BY f.id, f.number, f.status
HAVING sum(l.promised + l.allocated + l.picked + l.packed) > 0
"""

_REQUESTS = """
SELECT f.number AS key, 'rejected as request and as work' AS expected,
       f.request_status || ' as request, ' || f.status || ' as work' AS found
FROM orders_fulfillmentorder AS f WHERE (f.status = 'rejected') <> (f.request_status = 'rejected')
"""

_LINE_KEYS = """
SELECT 'line ' || l.id AS key, 'order and SKU of its merchant' AS expected,
       concat_ws(' ', 'order', l.order_id, 'SKU', l.sku_id) AS found
FROM orders_orderline AS l
WHERE NOT EXISTS (SELECT FROM orders_order AS o WHERE o.id = l.order_id AND o.merchant_id = l.merchant_id)
   OR NOT EXISTS (SELECT FROM catalog_sku AS k WHERE k.id = l.sku_id AND k.merchant_id = l.merchant_id)
   OR l.parent_line_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM orders_orderline AS p WHERE p.id = l.parent_line_id AND p.order_id = l.order_id
      )
"""

_FULFILLMENT_KEYS = """
SELECT 'fulfillment line ' || f.id AS key, 'fulfillment order, line, SKU and site that belong together' AS expected,
       concat_ws(' ', 'fulfillment', f.fulfillment_id, 'line', f.line_id, 'SKU', f.sku_id) AS found
FROM orders_fulfillmentline AS f
WHERE NOT EXISTS (
    SELECT FROM orders_fulfillmentorder AS o
    JOIN orders_orderline AS l ON l.order_id = o.order_id AND l.id = f.line_id AND l.sku_id = f.sku_id
    WHERE o.id = f.fulfillment_id AND o.site_id = f.site_id AND o.merchant_id = f.merchant_id
      AND l.merchant_id = f.merchant_id
)
"""

_DEMAND_KEYS = """
SELECT 'demand ' || d.id AS key, 'line and SKU of its order' AS expected,
       concat_ws(' ', 'order', d.order_id, 'line', d.line_id) AS found
FROM orders_backorderdemand AS d
WHERE NOT EXISTS (
    SELECT FROM orders_orderline AS l
    WHERE l.id = d.line_id AND l.order_id = d.order_id AND l.sku_id = d.sku_id AND l.merchant_id = d.merchant_id
)
"""

_CANCEL_KEYS = """
SELECT 'cancel request ' || r.id AS key, 'fulfillment line of its fulfillment order' AS expected,
       concat_ws(' ', 'fulfillment line', r.fulfillment_line_id) AS found
FROM orders_cancelrequest AS r
WHERE NOT EXISTS (
    SELECT FROM orders_fulfillmentline AS f
    WHERE f.id = r.fulfillment_line_id AND f.fulfillment_id = r.fulfillment_id AND f.line_id = r.line_id
)
"""

_ASK_KEYS = """
SELECT 'service asked for ' || a.id AS key, 'an order, a line of it and an option of its merchant' AS expected,
       concat_ws(' ', 'order', a.order_id, 'line', a.line_id, 'option', a.option_id) AS found
FROM orders_vasask AS a
WHERE NOT EXISTS (SELECT FROM orders_order AS o WHERE o.id = a.order_id AND o.merchant_id = a.merchant_id)
   OR NOT EXISTS (SELECT FROM catalog_vasoption AS x WHERE x.id = a.option_id AND x.merchant_id = a.merchant_id)
   OR a.line_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM orders_orderline AS l WHERE l.id = a.line_id AND l.order_id = a.order_id)
"""

CHECKS = (
    Check("fulfillment lines add up to what sites have promised", _PROMISED),
    Check("demands add up to what sites owe", _BACKORDERED),
    Check("demands add up to what lines owe", _LINE_DEMAND),
    Check("fulfillment lines add up to the lines' counters", _COUNTERS),
    Check("the counters add up to the order's stage", _STAGE),
    Check("an order is held while it has a hold", _HOLDS),
    Check("closed fulfillment orders have no open units", _CLOSED),
    Check("what a partner rejected is nobody's work", _REQUESTS),
    Check("lines name orders and SKUs that exist", _LINE_KEYS),
    Check("fulfillment lines belong to their order, line and site", _FULFILLMENT_KEYS),
    Check("demands belong to their order and line", _DEMAND_KEYS),
    Check("cancel requests belong to their fulfillment line", _CANCEL_KEYS),
    Check("services are asked for of orders and lines that exist", _ASK_KEYS),
)
