-- Orders of a year, three lines each, shipped long ago: what stands in the tables of an installation that has grown.
CREATE TEMP TABLE past ON COMMIT DROP AS
SELECT n, uuidv7() AS order_id, uuidv7() AS contact_id, uuidv7() AS address_id, uuidv7() AS fulfillment_id,
       now() - interval '1 year' + n * (interval '364 days' / :orders) AS placed_at
FROM generate_series(1, :orders) AS n;
CREATE TEMP TABLE item ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, (SELECT count(*) FROM catalog_sku) AS skus FROM catalog_sku;
INSERT INTO parties_contact (id, merchant_id, name, company, email, phone, language, reference, created_at)
SELECT contact_id, :merchant, 'Person ' || n, '', 'past' || n || '@example.com', '', 'en', '', placed_at FROM past;
INSERT INTO parties_address (id, merchant_id, contact_id, lines, district, subdistrict, city, region, postal_code,
    country, latitude, longitude, precision, created_at)
SELECT address_id, :merchant, contact_id, '{Torstraße 1}', '', '', 'Berlin', '', '10119', 'DE', 52.5, 13.4, 'postal',
       placed_at FROM past;
INSERT INTO orders_order (id, merchant_id, number, channel, external_number, contact_id, address_id, country, language,
    stage, is_held, policy, priority, payment_term, payment_status, tracking_status, return_status, currency,
    goods_minor, discount_minor, shipping_minor, tax_minor, total_minor, cod_minor, tax_source, service_code, tags,
    tracking_token, placed_at, ship_by, shipped_at)
SELECT order_id, :merchant, 'PAST-' || n, 'bench', 'past-' || n, contact_id, address_id, 'DE', 'en', 'shipped', false,
       'ship_available', 50, 'prepaid', 'paid', 'pending', 'none', 'EUR', 1500, 0, 0, 0, 1500, 0, 'none', '', '{}',
       replace(gen_random_uuid()::text, '-', ''), placed_at, placed_at + interval '1 day', placed_at + interval '1 day'
FROM past;
CREATE TEMP TABLE past_line ON COMMIT DROP AS
SELECT p.n * 3 + k AS id, p.order_id, p.fulfillment_id, k + 1 AS position, item.id AS sku_id
FROM past AS p CROSS JOIN generate_series(0, 2) AS k JOIN item ON item.n = (p.n * 7 + k * 331) % item.skus;
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
INSERT INTO journal_entry (happened_at, kind, merchant_id, aggregate_kind, aggregate_id, actor_kind, actor_id, data)
SELECT placed_at, 'order_placed', :merchant, 'order', order_id::text, 'system', 'bench', '{"lines": 3}' FROM past;
-- Orders of today take their lines' ids, a thousand to a block, behind these.
SELECT setval('orders_line_block', max(id) / 1000 + 1) FROM past_line
