"""Places that other work brings goods to, by inventory's name for them: put-away reads it and knows no re-slot move.

Whoever asks sees what its own rights show.
"""

from django.db import migrations

KEPT_PLACES = """
CREATE VIEW inventory_keptplace WITH (security_invoker = true) AS
SELECT v.site_id, v.to_location_id AS location_id, v.sku_id, v.quantity
FROM outbound_slottingmove AS v WHERE v.status IN ('open', 'claimed')
"""


class Migration(migrations.Migration):
    dependencies = [("outbound", "0021_slotting")]
    operations = [migrations.RunSQL(KEPT_PLACES, "DROP VIEW inventory_keptplace")]
