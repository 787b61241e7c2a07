"""Parcels are looked up by their shipment; the key's own index was asked for and never made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shipping", "0005_short_checks")]
    operations = [
        migrations.AddIndex(
            model_name="parcel", index=models.Index(fields=["shipment"], name="parcel_by_shipment")
        ),
    ]
