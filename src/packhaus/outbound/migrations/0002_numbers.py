"""Sequences of totes, cartons and pallets; `_block` ones are handed out in blocks by the process."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbound", "0001_initial"), ("orders", "0002_stage")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE outbound_tote_number START 101; CREATE SEQUENCE outbound_pallet_number; "
            "CREATE SEQUENCE outbound_carton_block",
            "DROP SEQUENCE outbound_tote_number; DROP SEQUENCE outbound_pallet_number; "
            "DROP SEQUENCE outbound_carton_block",
        )
    ]
