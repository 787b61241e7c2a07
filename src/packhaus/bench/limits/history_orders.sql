-- Who ordered, and when.
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
INSERT INTO journal_entry (happened_at, kind, merchant_id, aggregate_kind, aggregate_id, actor_kind, actor_id, data)
SELECT placed_at, 'order_placed', :merchant, 'order', order_id::text, 'system', 'bench', '{"lines": 3}' FROM past;
