"""The indexes that these keys were said to have: Django left them out of what it wrote down."""

import django.db.models.deletion
import packhaus.access.models.bases
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0005_short_checks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='holdline',
            name='hold',
            field=packhaus.access.models.bases.OwnedForeignKey(db_constraint=False, db_index=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='inventory.hold'),
        ),
    ]
