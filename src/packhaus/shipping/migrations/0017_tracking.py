"""What carriers told of parcels, partitioned by month; and where each parcel stands by it."""

from django.db import migrations, models

EVENT = """
CREATE TABLE shipping_trackingevent (
    recorded_on date NOT NULL DEFAULT current_date,
    id bigint GENERATED ALWAYS AS IDENTITY,
    merchant_id uuid NOT NULL,
    taken_at timestamptz NOT NULL,
    happened_at timestamptz NOT NULL,
    parcel_id uuid NOT NULL,
    carrier_code varchar(24) NOT NULL,
    source varchar(8) NOT NULL,
    key varchar(32) NOT NULL,
    status varchar(18) NOT NULL,
    problem varchar(16) NOT NULL,
    code varchar(40) NOT NULL,
    told varchar(200) NOT NULL,
    place varchar(60) NOT NULL,
    country varchar(2) NOT NULL,
    expected_at timestamptz,
    is_correction boolean NOT NULL,
    PRIMARY KEY (recorded_on, id),
    CONSTRAINT event_status_is_known CHECK (status ~ '^(|pending|picked_up|in_transit|out_for_delivery|ready_for_pickup|delivered|delayed|exception|returned_to_sender|lost)$')
) PARTITION BY RANGE (recorded_on);
CREATE INDEX shipping_trackingevent_by_parcel ON shipping_trackingevent (parcel_id, id);
CREATE INDEX shipping_trackingevent_told ON shipping_trackingevent (taken_at) WHERE told <> '';
CREATE TABLE shipping_trackingevent_default PARTITION OF shipping_trackingevent DEFAULT;
SELECT packhaus_ensure_partitions('shipping_trackingevent', current_date, 3);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_entry'),
        ('shipping', '0016_bought_labels'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrackingEvent',
            fields=[
                ('merchant_id', models.UUIDField()),
                ('pk', models.CompositePrimaryKey('recorded_on', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('recorded_on', models.DateField()),
                ('id', models.BigIntegerField()),
                ('taken_at', models.DateTimeField()),
                ('happened_at', models.DateTimeField()),
                ('parcel_id', models.UUIDField()),
                ('carrier_code', models.CharField(max_length=24)),
                ('source', models.CharField(max_length=8)),
                ('key', models.CharField(max_length=32)),
                ('status', models.CharField(max_length=18)),
                ('problem', models.CharField(max_length=16)),
                ('code', models.CharField(max_length=40)),
                ('told', models.CharField(max_length=200)),
                ('place', models.CharField(max_length=60)),
                ('country', models.CharField(max_length=2)),
                ('expected_at', models.DateTimeField(null=True)),
                ('is_correction', models.BooleanField()),
            ],
            options={
                'db_table': 'shipping_trackingevent',
                'managed': False,
            },
        ),
        migrations.RunSQL(EVENT, "DROP TABLE shipping_trackingevent"),
        migrations.AddField(
            model_name='parcel',
            name='delivered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='parcel',
            name='expected_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='parcel',
            name='moved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='parcel',
            name='signed_by',
            field=models.CharField(db_default='', default='', max_length=4),
        ),
        migrations.AddField(
            model_name='parcel',
            name='tracked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='parcel',
            name='tracking_problem',
            field=models.CharField(db_default='', default='', max_length=16),
        ),
        migrations.AddField(
            model_name='shipment',
            name='deliver_by',
            field=models.DateTimeField(null=True),
        ),
    ]
