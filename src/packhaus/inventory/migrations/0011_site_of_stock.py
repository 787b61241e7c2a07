"""Where a merchant's units count as on hand: their site, without the floor's places, which are the operator's.

It runs as the owner, so that whoever plans an order for a merchant may ask it; it tells nothing else of a place.
"""

from django.db import migrations

SITE_OF_STOCK = """
CREATE FUNCTION inventory_site_of_stock(p_location_id bigint) RETURNS uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public AS $$
    SELECT l.site_id FROM inventory_location AS l WHERE l.id = p_location_id AND l.counts_as_on_hand
$$
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0010_lots_and_serials")]
    operations = [migrations.RunSQL(SITE_OF_STOCK, "DROP FUNCTION inventory_site_of_stock")]
