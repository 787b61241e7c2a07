-- One chunk of a file, set-based, into the product's own tables: what was copied into staging becomes contacts,
-- addresses, orders, lines, fulfillment orders, promises, facts and reservations.
WITH head AS MATERIALIZED (
    SELECT number, uuidv7() AS order_id, uuidv7() AS contact_id, uuidv7() AS address_id, uuidv7() AS fulfillment_id,
           sum(quantity * price) AS total, sum(quantity) AS units, count(*) AS lines
    FROM staging GROUP BY number
), item AS MATERIALIZED (
    SELECT nextval('limit_line') AS id, h.order_id, h.fulfillment_id, s.position, k.id AS sku_id, k.merchant_id,
           s.quantity, s.price, w.id AS stock_id, w.site_id
    FROM staging AS s JOIN head AS h USING (number) JOIN catalog_sku AS k ON k.code = 'SKU-' || s.sku_id
    JOIN inventory_sitestock AS w ON w.sku_id = k.id
), wanted AS (
    SELECT stock_id, sum(quantity) AS quantity FROM item GROUP BY 1
), locked AS MATERIALIZED (
    SELECT s.id, w.quantity FROM inventory_sitestock AS s JOIN wanted AS w ON w.stock_id = s.id
    ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
), reserved AS (
    UPDATE inventory_sitestock AS s SET promised = s.promised + l.quantity FROM locked AS l
    WHERE s.id = l.id AND s.on_hand - s.promised - s.held - s.safety >= l.quantity RETURNING s.id
), ok AS MATERIALIZED (
    SELECT merchant_id, site_id FROM item WHERE (SELECT count(*) FROM reserved) = (SELECT count(*) FROM wanted) LIMIT 1
), contact AS (
    INSERT INTO parties_contact (id, merchant_id, name, company, email, phone, language, reference, created_at)
    SELECT contact_id, merchant_id, 'Person ' || number, '', 'p' || number || '@example.com', '', 'en', '', now()
    FROM ok, head
), address AS (
    INSERT INTO parties_address (id, merchant_id, contact_id, lines, district, subdistrict, city, region, postal_code,
        country, latitude, longitude, precision, created_at)
    SELECT address_id, merchant_id, contact_id, '{Street}', '', '', 'Berlin', '', '10119', 'DE', 52.5, 13.4, 'postal',
           now() FROM ok, head
), placed AS (
    INSERT INTO orders_order (id, merchant_id, number, channel, external_number, contact_id, address_id, country,
        language, stage, is_held, policy, priority, payment_term, payment_status, tracking_status, return_status,
        currency, goods_minor, discount_minor, shipping_minor, tax_minor, total_minor, cod_minor, tax_source,
        service_code, tags, tracking_token, placed_at, ship_by)
    SELECT order_id, merchant_id, 'LIMIT-' || number, 'limit', number, contact_id, address_id, 'DE', 'en', 'placed',
        false, 'ship_available', 50, 'prepaid', 'paid', 'pending', 'none', 'EUR', total, 0, 0, 0, total, 0, 'none', '',
        '{}', replace(order_id::text, '-', ''), now(), now() FROM ok, head
), line AS (
    INSERT INTO orders_orderline (id, merchant_id, order_id, position, sku_id, sku_kind, ordered, cancelled,
        backordered, promised, allocated, picked, packed, shipped, returned, unit_price_minor, discount_minor,
        tax_minor, total_minor)
    SELECT id, ok.merchant_id, order_id, position, sku_id, 'stock', quantity, 0, 0, quantity, 0, 0, 0, 0, 0, price, 0, 0,
        quantity * price FROM ok, item
), fulfillment AS (
    INSERT INTO orders_fulfillmentorder (id, merchant_id, order_id, site_id, number, status, request_status,
        is_blocked, cancel_requested, priority, ship_by, carrier_code, service_code, line_count, unit_count,
        explanation, placed_at)
    SELECT fulfillment_id, merchant_id, order_id, site_id, 'LIMIT-' || number || '-1', 'planned', 'none', false, false,
        50, now(), '', '', lines, units, '[]', now() FROM ok, head
), promise AS (
    INSERT INTO orders_fulfillmentline (merchant_id, fulfillment_id, line_id, sku_id, site_id, promised, allocated,
        picked, packed, shipped)
    SELECT ok.merchant_id, fulfillment_id, id, sku_id, item.site_id, quantity, 0, 0, 0, 0 FROM ok, item
)
INSERT INTO journal_entry (happened_at, kind, merchant_id, aggregate_kind, aggregate_id, actor_kind, actor_id, data)
SELECT now(), 'order_placed', merchant_id, 'order', order_id::text, 'system', 'limit', jsonb_build_object('lines', lines)
FROM ok, head
