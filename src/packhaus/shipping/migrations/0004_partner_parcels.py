"""Parcels that a partner sent have no handling unit of ours."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shipping", "0003_loaded"),
    ]

    operations = [
        migrations.AlterField(
            model_name="parcel",
            name="handling_unit_id",
            field=models.UUIDField(null=True),
        ),
    ]
