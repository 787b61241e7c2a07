"""The indexes that these keys were said to have: Django left them out of what it wrote down."""

import django.db.models.deletion
import packhaus.access.models.bases
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_tags'),
    ]

    operations = [
        migrations.AlterField(
            model_name='barcode',
            name='sku',
            field=packhaus.access.models.bases.OwnedForeignKey(db_constraint=False, db_index=True, on_delete=django.db.models.deletion.PROTECT, to='catalog.sku'),
        ),
    ]
