-- What was ordered, and what left.
INSERT INTO orders_orderline (id, merchant_id, order_id, position, sku_id, sku_kind, ordered, cancelled, backordered,
    promised, allocated, picked, packed, shipped, returned, unit_price_minor, discount_minor, tax_minor, total_minor)
SELECT id, :merchant, order_id, position, sku_id, 'stock', 2, 0, 0, 0, 0, 0, 0, 2, 0, 250, 0, 0, 500 FROM past_line;
INSERT INTO orders_fulfillmentorder (id, merchant_id, order_id, site_id, number, status, request_status, is_blocked,
    cancel_requested, priority, ship_by, carrier_code, service_code, line_count, unit_count, explanation, placed_at,
    released_at, packed_at, dispatched_at)
SELECT fulfillment_id, :merchant, order_id, :site, 'PAST-' || n || '-1', 'dispatched', 'none', false, false, 50,
       placed_at + interval '1 day', '', '', 3, 6, '[]', placed_at, placed_at, placed_at, placed_at + interval '1 day'
FROM past;
INSERT INTO orders_fulfillmentline (merchant_id, fulfillment_id, line_id, sku_id, site_id, promised, allocated, picked,
    packed, shipped)
SELECT :merchant, fulfillment_id, id, sku_id, :site, 0, 0, 0, 0, 2 FROM past_line;
