"""Parcels that went wrong, who looks after each, and how it ended."""

import django.db.models.deletion
import packhaus.access.models.bases
import packhaus.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shipping', '0021_carrier_bills'),
    ]

    operations = [
        migrations.CreateModel(
            name='ParcelProblem',
            fields=[
                ('merchant_id', models.UUIDField()),
                ('id', models.UUIDField(default=packhaus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('since', models.DateTimeField()),
                ('opened_at', models.DateTimeField()),
                ('owner_id', models.UUIDField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.CharField(db_default='', default='', max_length=8)),
            ],
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(condition=models.Q(('dispatched_at__isnull', False)), fields=['dispatched_at', 'id'], name='shipment_by_departure'),
        ),
        migrations.AddField(
            model_name='parcelproblem',
            name='parcel',
            field=packhaus.access.models.bases.OwnedForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='shipping.parcel'),
        ),
        migrations.AddIndex(
            model_name='parcelproblem',
            index=models.Index(fields=['parcel'], name='problem_by_parcel'),
        ),
        migrations.AddIndex(
            model_name='parcelproblem',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['since', 'id'], name='problem_by_age'),
        ),
        migrations.AddConstraint(
            model_name='parcelproblem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__regex', '^(quiet|attempt_failed|stopped|damaged|returning|lost|delayed)$')), name='parcel_problem_is_known'),
        ),
        migrations.AddConstraint(
            model_name='parcelproblem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by', '')), models.Q(('closed_at__isnull', False), ('closed_by__in', ['moved', 'person'])), _connector='OR'), name='parcel_problem_says_how_it_ended'),
        ),
        migrations.AddConstraint(
            model_name='parcelproblem',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('parcel', 'kind'), name='parcel_has_a_problem_once'),
        ),
        migrations.RunSQL(
            "CREATE INDEX shipping_trackingevent_by_carrier ON shipping_trackingevent (carrier_code, taken_at)",
            "DROP INDEX shipping_trackingevent_by_carrier",
        ),
    ]
