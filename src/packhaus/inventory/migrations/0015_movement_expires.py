"""The ledger keeps the day on which units expire, and finds those without a lot by it."""

from django.db import migrations, models

EXPIRES = """
ALTER TABLE inventory_movement ADD COLUMN expires_on date;
CREATE INDEX inventory_movement_by_day ON inventory_movement (sku_id, expires_on)
    WHERE lot_id IS NULL AND expires_on IS NOT NULL;
"""
NO_EXPIRES = "ALTER TABLE inventory_movement DROP COLUMN expires_on"


class Migration(migrations.Migration):
    dependencies = [("inventory", "0014_lot_by_code")]
    operations = [
        migrations.RunSQL(
            EXPIRES,
            NO_EXPIRES,
            state_operations=[
                migrations.AddField("movement", "expires_on", models.DateField(null=True)),
            ],
        )
    ]
