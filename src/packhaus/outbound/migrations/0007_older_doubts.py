"""Bins that pickers found short before doubts were kept are doubted too, until somebody counts.

Shorts that were covered at once closed by themselves then: nothing tells whether their bins were counted since, and they
stay closed.
"""

from django.db import migrations, models

# As a short that is booked now doubts its bin: by all that is free there. Shorts that were booked since 0005 have done so.
BEGIN = """
SELECT set_config('packhaus.operator', 'on', true);
WITH bin AS (
    SELECT min(s.id) AS id, s.location_id, s.sku_id, s.site_id, s.merchant_id
    FROM outbound_short AS s
    WHERE s.resolved_at IS NULL AND s.reason <> 'damaged'
    GROUP BY s.location_id, s.sku_id, s.site_id, s.merchant_id
    HAVING sum(s.doubted) = 0
       AND max(s.happened_at) < (
            SELECT m.applied FROM django_migrations AS m WHERE m.app = 'outbound' AND m.name = '0005_doubted'
       )
), free AS (
    SELECT bin.id, bin.sku_id, bin.site_id, bin.merchant_id, sum(b.on_hand - b.allocated)::bigint AS units
    FROM bin JOIN inventory_balance AS b
      ON b.location_id = bin.location_id AND b.sku_id = bin.sku_id AND b.owner_id = bin.merchant_id
     AND b.condition = 'sellable'
    GROUP BY bin.id, bin.sku_id, bin.site_id, bin.merchant_id
    HAVING sum(b.on_hand - b.allocated) > 0
), begun AS (
    UPDATE outbound_short AS s SET doubted = free.units FROM free WHERE s.id = free.id
)
UPDATE inventory_sitestock AS s SET safety = s.safety + more.units, doubted = s.doubted + more.units
FROM (SELECT sku_id, site_id, merchant_id, sum(units)::bigint AS units FROM free GROUP BY 1, 2, 3) AS more
WHERE s.sku_id = more.sku_id AND s.site_id = more.site_id AND s.merchant_id = more.merchant_id
  AND s.owner_id = s.merchant_id;
"""


class Migration(migrations.Migration):
    dependencies = [("outbound", "0006_short_checks"), ("inventory", "0006_looked_up_by_key")]
    operations = [
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
        migrations.AddIndex(
            "short",
            models.Index(
                condition=models.Q(("resolved_at__isnull", True)), fields=["site_id"], name="short_open"
            ),
        ),
    ]
