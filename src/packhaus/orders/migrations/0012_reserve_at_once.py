"""Stock is looked up, locked and reserved in one pass, and the rows of an order are written by one statement.

A lock of its own would write each row of stock twice; a statement for each table costs its start and its end.
"""

import importlib

from django.db import migrations

# What every order writes; `skus` has its SKUs by their places.
_ROWS = """
    WITH contact AS (
        INSERT INTO parties_contact (id, merchant_id, name, company, email, phone, language, reference, created_at)
        SELECT r.id, p_merchant_id, r.name, r.company, r.email, r.phone, r.language, r.reference, p_now
        FROM json_to_recordset(p_contacts)
          AS r(id uuid, name text, company text, email text, phone text, language text, reference text)
    ), address AS (
        INSERT INTO parties_address (id, merchant_id, contact_id, lines, district, subdistrict, city, region,
            postal_code, country, latitude, longitude, precision, created_at)
        SELECT r.id, p_merchant_id, r.contact_id, r.lines, r.district, r.subdistrict, r.city, r.region,
            r.postal_code, r.country, r.latitude, r.longitude, r.precision, p_now
        FROM json_to_recordset(p_addresses)
          AS r(id uuid, contact_id uuid, lines text[], district text, subdistrict text, city text, region text,
               postal_code text, country text, latitude float, longitude float, precision text)
    ), header AS (
        INSERT INTO orders_order (id, merchant_id, number, channel, external_number, contact_id, address_id, country,
            language, stage, is_held, policy, priority, payment_term, payment_status, tracking_status, return_status,
            currency, goods_minor, discount_minor, shipping_minor, tax_minor, total_minor, cod_minor, tax_source,
            service_code, tags, tracking_token, placed_at, ship_by)
        SELECT r.id, p_merchant_id, r.number, r.channel, r.external_number, r.contact_id,
            r.address_id, r.country, r.language, r.stage, r.is_held, r.policy, r.priority, r.payment_term,
            r.payment_status, 'pending', 'none', r.currency, r.goods, r.discount, r.shipping, r.tax, r.total, r.cod,
            r.tax_source, r.service_code, r.tags, r.token, r.placed_at, r.ship_by
        FROM json_to_recordset(p_orders)
          AS r(id uuid, number text, channel text, external_number text, contact_id uuid, address_id uuid, country text,
               language text, stage text, is_held boolean, policy text, priority smallint, payment_term text,
               payment_status text, currency text, goods bigint, discount bigint, shipping bigint, tax bigint,
               total bigint, cod bigint, tax_source text, service_code text, tags text[], token text,
               placed_at timestamptz, ship_by timestamptz)
    ), line AS (
        INSERT INTO orders_orderline (id, merchant_id, order_id, position, sku_id, sku_kind, parent_line_id, ordered,
            cancelled, backordered, promised, allocated, picked, packed, shipped, returned, unit_price_minor,
            discount_minor, tax_minor, tax_rate, total_minor)
        SELECT r.id, p_merchant_id, r.o, r.n, {skus}[r.sku], r.kind, r.parent, r.qty, 0, r.owe, r.take, 0, 0, 0, r.out,
            0, r.price, r.discount, r.tax, r.rate, r.total
        FROM json_to_recordset(p_lines)
          AS r(id bigint, o uuid, n smallint, sku int, kind text, parent bigint, qty bigint, owe bigint, take bigint,
               out bigint, price bigint, discount bigint, tax bigint, rate numeric, total bigint)
    ), fulfillment AS (
        INSERT INTO orders_fulfillmentorder (id, merchant_id, order_id, site_id, number, status, request_status,
            answer_by, is_blocked, cancel_requested, priority, ship_by, carrier_code, service_code, line_count,
            unit_count, explanation, placed_at)
        SELECT r.id, p_merchant_id, r.o, r.site, r.number, 'planned', r.request, r.answer_by,
            r.is_blocked, false, r.priority, r.ship_by, r.carrier, r.service, r.lines, r.units, r.why, r.placed_at
        FROM json_to_recordset(p_fulfillments)
          AS r(id uuid, o uuid, site uuid, number text, request text, answer_by timestamptz, is_blocked boolean,
               priority smallint, ship_by timestamptz, carrier text, service text, lines int, units bigint, why jsonb,
               placed_at timestamptz)
    ), promise AS (
        INSERT INTO orders_fulfillmentline (merchant_id, fulfillment_id, line_id, sku_id, site_id, promised, allocated,
            picked, packed, shipped)
        SELECT p_merchant_id, r.f, r.line, {skus}[r.sku], r.site, r.qty, 0, 0, 0, 0
        FROM json_to_recordset(p_promises) AS r(f uuid, line bigint, sku int, site uuid, qty bigint)
    )
    INSERT INTO journal_entry (happened_at, kind, merchant_id, aggregate_kind, aggregate_id, actor_kind, actor_id,
        data)
    SELECT p_now, r.kind, p_merchant_id, 'order', r.id, p_actor_kind, p_actor_id, r.data
    FROM json_to_recordset(p_facts) AS r(kind text, id text, data jsonb);
"""

# Orders with whatever they wait for and are held by: many at once, or one that stock had to be read for.
WRITE = """
CREATE FUNCTION orders_write(
    p_merchant_id uuid, p_skus uuid[], p_contacts json, p_addresses json, p_orders json, p_lines json,
    p_fulfillments json, p_promises json, p_demands json, p_holds json, p_facts json, p_now timestamptz,
    p_actor_kind text, p_actor_id text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    {rows}
    IF p_demands IS NOT NULL THEN
        INSERT INTO orders_backorderdemand (merchant_id, order_id, line_id, sku_id, site_id, quantity, priority,
            promised_on, date_source, pegged_to, placed_at)
        SELECT p_merchant_id, r.o, r.line, p_skus[r.sku], r.site, r.qty, r.priority, NULL, 'unknown', '', r.placed_at
        FROM json_to_recordset(p_demands)
          AS r(o uuid, line bigint, sku int, site uuid, qty bigint, priority smallint, placed_at timestamptz);
    END IF;

    IF p_holds IS NOT NULL THEN
        INSERT INTO orders_orderhold (merchant_id, order_id, reason, placed_at, placed_by, lifted_by)
        SELECT p_merchant_id, r.o, r.reason, p_now, p_actor_id, ''
        FROM json_to_recordset(p_holds) AS r(o uuid, reason text);
    END IF;
END
$$
""".replace("{rows}", _ROWS.strip().replace("{skus}", "p_skus"))

# Orders that one site ships whole: scope, look-up, reservation and rows in one call, which is its transaction.
# Returns the codes that are not simply there, NULL without any; with any of them nothing is changed. Pairs of site and
# code are different.
# The update follows `wanted` row by row, with no other way left to plan it, and so locks in the order of SKU and site.
# What it reserved in vain it gives back.
PLACE_WHOLE = """
CREATE FUNCTION orders_place_whole(
    p_merchants text, p_operator text, p_sites uuid[], p_codes text[], p_units bigint[], p_merchant_id uuid,
    p_contacts json, p_addresses json, p_orders json, p_lines json, p_fulfillments json, p_promises json,
    p_facts json, p_now timestamptz, p_actor_kind text, p_actor_id text
) RETURNS json LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    skus uuid[];
    stock_ids bigint[];
    places bigint[];
BEGIN
    PERFORM set_config('packhaus.merchants', p_merchants, true), set_config('packhaus.operator', p_operator, true);
    WITH wanted AS MATERIALIZED (
        SELECT w.n, k.id AS sku_id, w.site_id, w.units
        FROM unnest(p_sites, p_codes, p_units) WITH ORDINALITY AS w(site_id, code, units, n)
        JOIN catalog_sku AS k
          ON k.merchant_id = p_merchant_id AND k.code = w.code AND k.kind = 'stock' AND k.is_active
        ORDER BY k.id, w.site_id
    ), reserved AS (
        UPDATE inventory_sitestock AS s SET promised = s.promised + w.units
        FROM wanted AS w
        WHERE s.sku_id = w.sku_id AND s.site_id = w.site_id AND s.owner_id = p_merchant_id
          AND (s.policy = 'unlimited' OR s.on_hand - s.promised - s.held - s.safety >= w.units)
        RETURNING w.n, s.sku_id, s.id
    )
    SELECT array_agg(r.sku_id ORDER BY r.n), array_agg(r.id ORDER BY r.n), array_agg(r.n ORDER BY r.n)
    INTO skus, stock_ids, places
    FROM reserved AS r;
    IF cardinality(places) IS DISTINCT FROM cardinality(p_codes) THEN
        UPDATE inventory_sitestock AS s SET promised = s.promised - p_units[w.n]
        FROM unnest(stock_ids, places) AS w(id, n) WHERE s.id = w.id;
        RETURN (
            SELECT json_agg(w.code) FROM unnest(p_codes) WITH ORDINALITY AS w(code, n)
            WHERE w.n <> ALL (coalesce(places, '{}'))
        );
    END IF;
    {rows}
    RETURN NULL;
END
$$
""".replace("{rows}", _ROWS.strip().replace("{skus}", "skus"))

_written_before = importlib.import_module("packhaus.orders.migrations.0007_place").WRITE
_placed_before = importlib.import_module("packhaus.orders.migrations.0008_place_together").PLACE_WHOLE


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_looked_up_by_key")]
    operations = [
        migrations.RunSQL(
            ["DROP FUNCTION orders_place_whole", "DROP FUNCTION orders_write", WRITE, PLACE_WHOLE],
            ["DROP FUNCTION orders_place_whole", "DROP FUNCTION orders_write", _written_before, _placed_before],
        ),
    ]
