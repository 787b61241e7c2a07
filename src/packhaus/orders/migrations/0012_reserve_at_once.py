"""Stock is looked up, locked and reserved in one pass: a lock of its own would write each row twice."""

import importlib

from django.db import migrations

# Orders that one site each ships whole: scope, look-up, reservation and rows in one statement, which is its transaction.
# Returns the codes that are not simply there, NULL without any; with any of them nothing is changed. Pairs of site and code are different.
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
    PERFORM orders_write(p_merchant_id, skus, p_contacts, p_addresses, p_orders, p_lines, p_fulfillments,
                         p_promises, NULL, NULL, p_facts, p_now, p_actor_kind, p_actor_id);
    RETURN NULL;
END
$$
"""

_before = importlib.import_module("packhaus.orders.migrations.0008_place_together").PLACE_WHOLE


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_looked_up_by_key")]
    operations = [
        migrations.RunSQL(
            ["DROP FUNCTION orders_place_whole", PLACE_WHOLE], ["DROP FUNCTION orders_place_whole", _before]
        ),
    ]
