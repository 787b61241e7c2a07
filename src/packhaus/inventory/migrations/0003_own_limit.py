"""Limits of backorders that were set by hand are told from those that follow the merchant's terms."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_movement")]
    operations = [
        migrations.AddField(
            "sitestock", "has_own_limit", models.BooleanField(db_default=False, default=False)
        ),
        migrations.RunSQL(
            "SELECT set_config('packhaus.operator', 'on', true);"
            "UPDATE inventory_sitestock SET has_own_limit = true WHERE backorder_limit > 0",
            migrations.RunSQL.noop,
        ),
    ]
