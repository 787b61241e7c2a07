"""Days on which units without a lot expire, kept when the units have left; filled from what the ledger knows of them."""

import django.db.models.deletion
from django.db import migrations, models

import packhaus.access.models.bases

KNOWN = """
SELECT set_config('packhaus.operator', 'on', true);
INSERT INTO inventory_unnamedlot (merchant_id, sku_id, expires_on)
SELECT merchant_id, sku_id, expires_on FROM inventory_balance WHERE lot_id IS NULL AND expires_on IS NOT NULL
UNION
SELECT merchant_id, sku_id, expires_on FROM inventory_movement WHERE lot_id IS NULL AND expires_on IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0010_life_days"), ("inventory", "0017_unit_gone_by_code")]
    operations = [
        migrations.CreateModel(
            name="UnnamedLot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("merchant_id", models.UUIDField()),
                ("expires_on", models.DateField()),
                (
                    "sku",
                    packhaus.access.models.bases.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalog.sku",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sku", "expires_on"), name="unnamed_lot_is_one_row_per_day"
                    )
                ],
            },
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
