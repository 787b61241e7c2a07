"""Intake of a merchant learns how many orders a site has for a day, of all merchants together."""

from django.db import migrations

LOAD_OF_SITE = """
CREATE FUNCTION orders_load_of_site(p_site_id uuid, p_from timestamptz, p_until timestamptz) RETURNS bigint
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public AS $$
    SELECT (SELECT count(*) FROM orders_fulfillmentorder AS f
            WHERE f.site_id = p_site_id AND f.status = 'planned' AND NOT f.is_blocked
              AND f.ship_by >= p_from AND f.ship_by < p_until)
         + (SELECT count(*) FROM orders_fulfillmentorder AS f
            WHERE f.site_id = p_site_id AND f.status IN ('released', 'picking', 'picked', 'packed')
              AND f.ship_by >= p_from AND f.ship_by < p_until)
         + (SELECT count(*) FROM orders_order AS o JOIN orders_fulfillmentorder AS f ON f.order_id = o.id
            WHERE o.stage IN ('partially_shipped', 'shipped', 'delivered') AND o.ship_by >= p_from
              AND f.site_id = p_site_id AND f.status IN ('dispatched', 'delivered')
              AND f.ship_by >= p_from AND f.ship_by < p_until)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0017_fresh_way"), ("network", "0003_handling")]
    operations = [migrations.RunSQL(LOAD_OF_SITE, "DROP FUNCTION orders_load_of_site")]
