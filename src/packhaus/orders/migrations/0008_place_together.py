"""Orders that come at the same moment are written by one call: each names the site that ships it."""

import importlib

from django.db import migrations

# Orders that one site each ships whole: scope, look-up, reservation and rows in one statement, which is its transaction.
# Returns the codes that are not simply there, NULL without any; with any of them nothing is changed. Pairs of site and code are different.
PLACE_WHOLE = """
CREATE FUNCTION orders_place_whole(
    p_merchants text, p_operator text, p_sites uuid[], p_codes text[], p_units bigint[], p_merchant_id uuid,
    p_contacts json, p_addresses json, p_orders json, p_lines json, p_fulfillments json, p_promises json,
    p_facts json, p_now timestamptz, p_actor_kind text, p_actor_id text
) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
    skus uuid[];
    stock_ids bigint[];
    lacking json;
BEGIN
    PERFORM set_config('packhaus.merchants', p_merchants, true), set_config('packhaus.operator', p_operator, true);
    WITH locked AS MATERIALIZED (
        SELECT w.n, k.id AS sku_id, s.id,
               s.policy = 'unlimited' OR s.on_hand - s.promised - s.held - s.safety >= w.units AS is_there
        FROM unnest(p_sites, p_codes, p_units) WITH ORDINALITY AS w(site_id, code, units, n)
        JOIN catalog_sku AS k
          ON k.merchant_id = p_merchant_id AND k.code = w.code AND k.kind = 'stock' AND k.is_active
        JOIN inventory_sitestock AS s
          ON s.sku_id = k.id AND s.site_id = w.site_id AND s.owner_id = p_merchant_id
        ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
    )
    SELECT array_agg(l.sku_id ORDER BY w.n), array_agg(l.id ORDER BY w.n),
           json_agg(w.code) FILTER (WHERE l.is_there IS NOT TRUE)
    INTO skus, stock_ids, lacking
    FROM unnest(p_codes) WITH ORDINALITY AS w(code, n) LEFT JOIN locked AS l USING (n);
    IF lacking IS NOT NULL THEN
        RETURN lacking;
    END IF;
    UPDATE inventory_sitestock AS s SET promised = s.promised + w.units
    FROM unnest(stock_ids, p_units) AS w(id, units) WHERE s.id = w.id;
    PERFORM orders_write(p_merchant_id, skus, p_contacts, p_addresses, p_orders, p_lines, p_fulfillments,
                         p_promises, NULL, NULL, p_facts, p_now, p_actor_kind, p_actor_id);
    RETURN NULL;
END
$$
"""

_before = importlib.import_module("packhaus.orders.migrations.0007_place").PLACE_WHOLE


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_place")]
    operations = [
        migrations.RunSQL(
            ["DROP FUNCTION orders_place_whole", PLACE_WHOLE], ["DROP FUNCTION orders_place_whole", _before]
        ),
    ]
