"""The indexes that these keys were said to have: Django left them out of what it wrote down."""

import django.db.models.deletion
import packhaus.access.models.bases
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0010_short_checks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='backorderdemand',
            name='order',
            field=packhaus.access.models.bases.OwnedForeignKey(db_constraint=False, db_index=True, on_delete=django.db.models.deletion.PROTECT, to='orders.order'),
        ),
        migrations.AlterField(
            model_name='cancelrequest',
            name='fulfillment',
            field=packhaus.access.models.bases.OwnedForeignKey(db_constraint=False, db_index=True, on_delete=django.db.models.deletion.PROTECT, to='orders.fulfillmentorder'),
        ),
        migrations.AlterField(
            model_name='fulfillmentorder',
            name='order',
            field=packhaus.access.models.bases.OwnedForeignKey(db_constraint=False, db_index=True, on_delete=django.db.models.deletion.PROTECT, related_name='fulfillments', to='orders.order'),
        ),
        migrations.AlterField(
            model_name='orderhold',
            name='order',
            field=packhaus.access.models.bases.OwnedForeignKey(db_constraint=False, db_index=True, on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='orders.order'),
        ),
        migrations.AlterField(
            model_name='ordernote',
            name='order',
            field=packhaus.access.models.bases.OwnedForeignKey(db_constraint=False, db_index=True, on_delete=django.db.models.deletion.PROTECT, to='orders.order'),
        ),
    ]
