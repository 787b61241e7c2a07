"""The one statement that reserves and writes: everything, or nothing when stock moved meanwhile.

Stock rows are locked in the global order before they are changed; every insert selects FROM ok, which has a row only if
each reservation held. Records come as JSON: one parameter a table costs Python a tenth of one array a column. Stock
comes as arrays: the planner expects ten rows of an array and looks each up, of a JSON it expects a hundred and scans.
Most orders owe and hold nothing: their statement leaves both tables out, which saves opening them and their indexes.
"""

_PLACE = """
WITH demand AS (
    SELECT * FROM unnest(%(stock_ids)s::bigint[], %(takes)s::bigint[], %(owes)s::bigint[]) AS d(id, take, owe)
), locked AS MATERIALIZED (
    SELECT s.id, demand.take, demand.owe
    FROM inventory_sitestock AS s JOIN demand USING (id)
    ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
), reserved AS (
    UPDATE inventory_sitestock AS s
    SET promised = s.promised + locked.take, backordered = s.backordered + locked.owe
    FROM locked
    WHERE s.id = locked.id AND s.backordered + locked.owe <= s.backorder_limit
      AND (locked.take = 0 OR s.policy = 'unlimited'
           OR s.on_hand - s.promised - s.held - s.safety >= locked.take)
    RETURNING 1
), ok AS MATERIALIZED (
    SELECT 1 WHERE (SELECT count(*) FROM reserved) = %(stock_count)s
), contact AS (
    INSERT INTO parties_contact (id, merchant_id, name, company, email, phone, language, reference, created_at)
    SELECT r.id, %(merchant_id)s, r.name, r.company, r.email, r.phone, r.language, r.reference, %(now)s
    FROM ok, json_to_recordset(%(contacts)s::json)
      AS r(id uuid, name text, company text, email text, phone text, language text, reference text)
), address AS (
    INSERT INTO parties_address (id, merchant_id, contact_id, lines, district, subdistrict, city, region,
        postal_code, country, latitude, longitude, precision, created_at)
    SELECT r.id, %(merchant_id)s, r.contact_id, r.lines, r.district, r.subdistrict, r.city, r.region,
        r.postal_code, r.country, r.latitude, r.longitude, r.precision, %(now)s
    FROM ok, json_to_recordset(%(addresses)s::json)
      AS r(id uuid, contact_id uuid, lines text[], district text, subdistrict text, city text, region text,
           postal_code text, country text, latitude float, longitude float, precision text)
), placed AS (
    INSERT INTO orders_order (id, merchant_id, number, channel, external_number, contact_id, address_id, country,
        language, stage, is_held, policy, priority, payment_term, payment_status, tracking_status, return_status,
        currency, goods_minor, discount_minor, shipping_minor, tax_minor, total_minor, cod_minor, tax_source,
        service_code, tags, tracking_token, placed_at, ship_by)
    SELECT r.id, %(merchant_id)s, r.number, r.channel, r.external_number, r.contact_id,
        r.address_id, r.country, r.language, r.stage, r.is_held, r.policy, r.priority, r.payment_term,
        r.payment_status, 'pending', 'none', r.currency, r.goods, r.discount, r.shipping, r.tax, r.total, r.cod,
        r.tax_source, r.service_code, r.tags, r.token, r.placed_at, r.ship_by
    FROM ok, json_to_recordset(%(orders)s::json)
      AS r(id uuid, number text, channel text, external_number text, contact_id uuid, address_id uuid, country text,
           language text, stage text, is_held boolean, policy text, priority smallint, payment_term text,
           payment_status text, currency text, goods bigint, discount bigint, shipping bigint, tax bigint,
           total bigint, cod bigint, tax_source text, service_code text, tags text[], token text,
           placed_at timestamptz, ship_by timestamptz)
), line AS (
    INSERT INTO orders_orderline (id, merchant_id, order_id, position, sku_id, sku_kind, parent_line_id, ordered,
        cancelled, backordered, promised, allocated, picked, packed, shipped, returned, unit_price_minor,
        discount_minor, tax_minor, tax_rate, total_minor)
    SELECT r.id, %(merchant_id)s, r.o, r.n, r.sku, r.kind, r.parent, r.qty, 0, r.owe, r.take, 0, 0, 0, r.out, 0,
        r.price, r.discount, r.tax, r.rate, r.total
    FROM ok, json_to_recordset(%(lines)s::json)
      AS r(id bigint, o uuid, n smallint, sku uuid, kind text, parent bigint, qty bigint, owe bigint, take bigint,
           out bigint, price bigint, discount bigint, tax bigint, rate numeric, total bigint)
), fulfillment AS (
    INSERT INTO orders_fulfillmentorder (id, merchant_id, order_id, site_id, number, status, request_status,
        answer_by, is_blocked, cancel_requested, priority, ship_by, carrier_code, service_code, line_count,
        unit_count, explanation, placed_at)
    SELECT r.id, %(merchant_id)s, r.o, r.site, r.number, 'planned', r.request, r.answer_by,
        r.is_blocked, false, r.priority, r.ship_by, r.carrier, r.service, r.lines, r.units, r.why, r.placed_at
    FROM ok, json_to_recordset(%(fulfillments)s::json)
      AS r(id uuid, o uuid, site uuid, number text, request text, answer_by timestamptz, is_blocked boolean,
           priority smallint, ship_by timestamptz, carrier text, service text, lines int, units bigint, why jsonb,
           placed_at timestamptz)
), promise AS (
    INSERT INTO orders_fulfillmentline (merchant_id, fulfillment_id, line_id, sku_id, site_id, promised,
        allocated, picked, packed, shipped)
    SELECT %(merchant_id)s, r.f, r.line, r.sku, r.site, r.qty, 0, 0, 0, 0
    FROM ok, json_to_recordset(%(promises)s::json) AS r(f uuid, line bigint, sku uuid, site uuid, qty bigint)
{rare}), fact AS (
    INSERT INTO journal_entry (happened_at, kind, merchant_id, aggregate_kind, aggregate_id, actor_kind, actor_id,
        data)
    SELECT %(now)s, r.kind, %(merchant_id)s, 'order', r.id, %(actor_kind)s, %(actor_id)s, r.data
    FROM ok, json_to_recordset(%(facts)s::json) AS r(kind text, id text, data jsonb)
)
SELECT count(*) FROM ok
"""

_RARE = """), owed AS (
    INSERT INTO orders_backorderdemand (merchant_id, order_id, line_id, sku_id, site_id, quantity, priority,
        promised_on, date_source, pegged_to, placed_at)
    SELECT %(merchant_id)s, r.o, r.line, r.sku, r.site, r.qty, r.priority, NULL, 'unknown', '', r.placed_at
    FROM ok, json_to_recordset(%(demands)s::json)
      AS r(o uuid, line bigint, sku uuid, site uuid, qty bigint, priority smallint, placed_at timestamptz)
), held AS (
    INSERT INTO orders_orderhold (merchant_id, order_id, reason, placed_at, placed_by, lifted_by)
    SELECT %(merchant_id)s, r.o, r.reason, %(now)s, %(actor_id)s, ''
    FROM ok, json_to_recordset(%(holds)s::json) AS r(o uuid, reason text)
"""

PLACE = _PLACE.replace("{rare}", "")
PLACE_WITH_DEMANDS_OR_HOLDS = _PLACE.replace("{rare}", _RARE)
