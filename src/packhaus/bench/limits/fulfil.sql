-- The least that writes the same movements and states for the orders in `chunk`: one statement a step, set-based.
-- allocate
CREATE TEMP TABLE walk ON COMMIT DROP AS
SELECT l.id AS fulfillment_line_id, l.fulfillment_id, l.line_id, l.merchant_id, l.sku_id, l.site_id, l.promised AS units,
       b.id AS balance_id, b.location_id, c.order_id, c.tote_id, c.carton_id, c.shipment_id, c.parcel_id
FROM chunk AS c JOIN orders_fulfillmentline AS l ON l.fulfillment_id = c.fulfillment_id
JOIN LATERAL (SELECT id, location_id FROM inventory_balance AS b
              WHERE b.sku_id = l.sku_id AND b.handling_unit_id IS NULL ORDER BY id LIMIT 1) AS b ON true;
INSERT INTO outbound_allocation (merchant_id, wave_id, fulfillment_line_id, line_id, sku_id, balance_id, quantity, picked)
SELECT merchant_id, shipment_id, fulfillment_line_id, line_id, sku_id, balance_id, units, units FROM walk;
UPDATE orders_fulfillmentorder AS f SET status = 'picking', released_at = now() FROM chunk AS c WHERE f.id = c.fulfillment_id;
-- pick
UPDATE inventory_balance AS b SET on_hand = b.on_hand - w.units
FROM (SELECT balance_id, sum(units) AS units FROM walk GROUP BY 1) AS w WHERE b.id = w.balance_id;
INSERT INTO inventory_balance (merchant_id, location_id, sku_id, owner_id, handling_unit_id, condition, on_hand, allocated,
    grams, received_on)
SELECT merchant_id, :totes, sku_id, merchant_id, tote_id, 'sellable', sum(units), sum(units), 0, current_date
FROM walk GROUP BY merchant_id, sku_id, tote_id;
INSERT INTO inventory_movement (happened_at, merchant_id, site_id, sku_id, owner_id, from_location_id, to_location_id,
    to_unit_id, from_condition, to_condition, quantity, grams, reason, document_kind, document_id, actor_kind, actor_id)
SELECT now(), merchant_id, site_id, sku_id, merchant_id, location_id, :totes, tote_id, 'sellable', 'sellable', units, 0,
       'pick', 'limit', '', 'system', 'limit' FROM walk;
UPDATE orders_fulfillmentline AS l SET promised = 0, picked = w.units FROM walk AS w WHERE l.id = w.fulfillment_line_id;
UPDATE orders_orderline AS l SET promised = 0, picked = w.units FROM walk AS w WHERE l.id = w.line_id;
UPDATE orders_order AS o SET stage = 'in_progress' FROM chunk AS c WHERE o.id = c.order_id;
-- pack
DELETE FROM inventory_balance AS b USING chunk AS c WHERE b.handling_unit_id = c.tote_id;
INSERT INTO inventory_balance (merchant_id, location_id, sku_id, owner_id, handling_unit_id, condition, on_hand, allocated,
    grams, received_on)
SELECT merchant_id, :staging, sku_id, merchant_id, carton_id, 'sellable', sum(units), sum(units), 0, current_date
FROM walk GROUP BY merchant_id, sku_id, carton_id;
INSERT INTO inventory_movement (happened_at, merchant_id, site_id, sku_id, owner_id, from_location_id, to_location_id,
    from_unit_id, to_unit_id, from_condition, to_condition, quantity, grams, reason, document_kind, document_id,
    actor_kind, actor_id)
SELECT now(), merchant_id, site_id, sku_id, merchant_id, :totes, :staging, tote_id, carton_id, 'sellable', 'sellable',
       units, 0, 'pack', 'limit', '', 'system', 'limit' FROM walk;
UPDATE orders_fulfillmentline AS l SET picked = 0, packed = w.units FROM walk AS w WHERE l.id = w.fulfillment_line_id;
UPDATE orders_orderline AS l SET picked = 0, packed = w.units FROM walk AS w WHERE l.id = w.line_id;
UPDATE orders_fulfillmentorder AS f SET status = 'packed', packed_at = now() FROM chunk AS c WHERE f.id = c.fulfillment_id;
INSERT INTO shipping_shipment (id, merchant_id, fulfillment_id, order_number, site_id, address_id, service_code,
    carrier_code, status, cost_minor, currency, cod_minor, cod_currency, created_at)
SELECT c.shipment_id, o.merchant_id, c.fulfillment_id, o.number, f.site_id, o.address_id, 'LIMIT', 'LIMIT', 'labelled', 0,
       'EUR', 0, '', now()
FROM chunk AS c JOIN orders_order AS o ON o.id = c.order_id JOIN orders_fulfillmentorder AS f ON f.id = c.fulfillment_id;
INSERT INTO shipping_parcel (id, merchant_id, shipment_id, handling_unit_id, number, carton_code, sscc, pallet_sscc,
    tracking_number, tracking_status, length_mm, width_mm, height_mm, weight_grams, label_count)
SELECT c.parcel_id, o.merchant_id, c.shipment_id, c.carton_id, 1, 'C', '', '', c.parcel_id::text, 'pending', 1, 1, 1, 1, 0
FROM chunk AS c JOIN orders_order AS o ON o.id = c.order_id;
INSERT INTO shipping_parcelitem (merchant_id, parcel_id, line_id, sku_id, quantity)
SELECT merchant_id, parcel_id, line_id, sku_id, units FROM walk;
-- dispatch
UPDATE inventory_sitestock AS s SET on_hand = s.on_hand - w.units, promised = s.promised - w.units
FROM (SELECT sku_id, site_id, sum(units) AS units FROM walk GROUP BY 1, 2) AS w
WHERE s.sku_id = w.sku_id AND s.site_id = w.site_id;
DELETE FROM inventory_balance AS b USING chunk AS c WHERE b.handling_unit_id = c.carton_id;
INSERT INTO inventory_movement (happened_at, merchant_id, site_id, sku_id, owner_id, from_location_id, to_location_id,
    from_unit_id, from_condition, to_condition, quantity, grams, reason, document_kind, document_id, actor_kind, actor_id)
SELECT now(), merchant_id, site_id, sku_id, merchant_id, :staging, :customer, carton_id, 'sellable', 'sellable', units, 0,
       'dispatch', 'limit', '', 'system', 'limit' FROM walk;
UPDATE orders_fulfillmentline AS l SET packed = 0, shipped = w.units FROM walk AS w WHERE l.id = w.fulfillment_line_id;
UPDATE orders_orderline AS l SET packed = 0, shipped = w.units FROM walk AS w WHERE l.id = w.line_id;
UPDATE orders_fulfillmentorder AS f SET status = 'dispatched', dispatched_at = now() FROM chunk AS c
WHERE f.id = c.fulfillment_id;
UPDATE shipping_shipment AS s SET status = 'dispatched', dispatched_at = now() FROM chunk AS c WHERE s.id = c.shipment_id;
UPDATE orders_order AS o SET stage = 'shipped', shipped_at = now() FROM chunk AS c WHERE o.id = c.order_id;
INSERT INTO journal_entry (happened_at, kind, merchant_id, aggregate_kind, aggregate_id, actor_kind, actor_id, data)
SELECT now(), 'shipment_dispatched', o.merchant_id, 'order', c.order_id::text, 'system', 'limit', '{}'
FROM chunk AS c JOIN orders_order AS o ON o.id = c.order_id
