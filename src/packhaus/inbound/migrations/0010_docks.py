import django.contrib.postgres.constraints
import django.db.models.deletion
import packhaus.access.models.bases
import packhaus.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inbound', '0009_classes_of_the_stock'),
        ('network', '0002_short_checks'),
    ]

    operations = [
        # A merchant that books reads when the doors open: a shared table has no policy.
        migrations.RunSQL(
            """
            DROP POLICY IF EXISTS scope ON inbound_receivingsetting;
            ALTER TABLE inbound_receivingsetting DISABLE ROW LEVEL SECURITY;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name='DockAppointment',
            fields=[
                ('merchant_id', models.UUIDField()),
                ('id', models.UUIDField(default=packhaus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pallets', models.IntegerField(default=0)),
                ('status', models.CharField(default='booked', max_length=9)),
                ('booked_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(null=True)),
                ('docked_at', models.DateTimeField(null=True)),
                ('unloading_at', models.DateTimeField(null=True)),
                ('unloaded_at', models.DateTimeField(null=True)),
                ('departed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='DockDoor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16)),
                ('position', models.IntegerField()),
                ('is_active', models.BooleanField(db_default=True, default=True)),
            ],
        ),
        migrations.CreateModel(
            name='DockHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('opens_at', models.TimeField()),
                ('closes_at', models.TimeField()),
            ],
        ),
        migrations.CreateModel(
            name='DockSlot',
            fields=[
                ('id', models.UUIDField(default=packhaus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('is_over', models.BooleanField(db_default=False, default=False)),
                ('is_closed', models.BooleanField(db_default=False, default=False)),
            ],
        ),
        migrations.AddField(
            model_name='receivingsetting',
            name='trucks_at_once',
            field=models.IntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='receivingsetting',
            constraint=models.CheckConstraint(condition=models.Q(('trucks_at_once__gte', 1), ('trucks_at_once__lte', 200)), name='site_unloads_1_to_200_trucks'),
        ),
        migrations.AddField(
            model_name='dockappointment',
            name='asn',
            field=packhaus.access.models.bases.OwnedForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='inbound.asn'),
        ),
        migrations.AddField(
            model_name='dockdoor',
            name='site',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='network.site'),
        ),
        migrations.AddField(
            model_name='dockhours',
            name='site',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='network.site'),
        ),
        migrations.AddField(
            model_name='dockslot',
            name='door',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='inbound.dockdoor'),
        ),
        migrations.AddField(
            model_name='dockappointment',
            name='slot',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='inbound.dockslot'),
        ),
        migrations.AddConstraint(
            model_name='dockdoor',
            constraint=models.UniqueConstraint(fields=('site', 'code'), name='door_code_is_unique_per_site'),
        ),
        migrations.AddConstraint(
            model_name='dockhours',
            constraint=models.UniqueConstraint(fields=('site', 'day'), name='door_hours_differ_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='dockhours',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='doors_open_before_they_close'),
        ),
        migrations.AddConstraint(
            model_name='dockslot',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='slot_ends_after_its_start'),
        ),
        migrations.AddConstraint(
            model_name='dockslot',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_over', False)), expressions=[(models.Func(models.F('door'), models.F('door'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('starts_at'), models.F('ends_at'), function='tstzrange'), '&&')], name='door_takes_one_truck_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='dockappointment',
            index=models.Index(fields=['asn'], name='appointment_by_delivery'),
        ),
        migrations.AddConstraint(
            model_name='dockappointment',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('booked', 'arrived', 'docked', 'unloading', 'unloaded'))), fields=('asn',), name='delivery_has_one_appointment'),
        ),
        migrations.AddConstraint(
            model_name='dockappointment',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(booked|arrived|docked|unloading|unloaded|departed|cancelled|missed)$')), name='appointment_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='dockappointment',
            constraint=models.CheckConstraint(condition=models.Q(('pallets__gte', 0), ('pallets__lte', 1000)), name='truck_has_up_to_1000_pallets'),
        ),
        migrations.AddConstraint(
            model_name='dockappointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'departed'), _negated=True), ('departed_at__isnull', False), _connector='OR'), name='departed_truck_says_when'),
        ),
    ]
