"""Lines are rewritten at every step of the floor: room in their pages keeps that out of the indexes (HOT updates)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_dated")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE orders_orderline SET (fillfactor = 70); ALTER TABLE orders_fulfillmentline SET (fillfactor = 60)",
            "ALTER TABLE orders_orderline RESET (fillfactor); ALTER TABLE orders_fulfillmentline RESET (fillfactor)",
        )
    ]
