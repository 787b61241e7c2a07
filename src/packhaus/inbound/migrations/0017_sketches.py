import django.db.models.deletion
from django.db import migrations, models

import packhaus.access.models.bases
import packhaus.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("inbound", "0016_several_deliveries_of_a_truck")]

    operations = [
        migrations.CreateModel(
            name="AsnSketch",
            fields=[
                ("merchant_id", models.UUIDField()),
                (
                    "id",
                    models.UUIDField(
                        default=packhaus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("entered", models.JSONField()),
                ("changed_at", models.DateTimeField()),
                (
                    "asn",
                    packhaus.access.models.bases.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="inbound.asn",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["merchant_id", "changed_at"], name="sketch_by_change")],
            },
        ),
    ]
