"""The sequence of tracking numbers, handed out in blocks by the process."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shipping", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE shipping_tracking_block; CREATE SEQUENCE shipping_manifest_number START 1001",
            "DROP SEQUENCE shipping_tracking_block; DROP SEQUENCE shipping_manifest_number",
        )
    ]
