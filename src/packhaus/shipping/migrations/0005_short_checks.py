"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0002_short_checks'),
        ('shipping', '0004_partner_parcels'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='manifest',
            name='manifest_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='parcel',
            name='tracking_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='shipment',
            name='shipment_status_is_known',
        ),
        migrations.AddConstraint(
            model_name='manifest',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(open|closed)$')), name='manifest_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(('tracking_status__regex', '^(pending|picked_up|in_transit|out_for_delivery|ready_for_pickup|delivered|delayed|exception|returned_to_sender|lost)$')), name='tracking_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(draft|rated|labelled|manifested|dispatched|voided)$')), name='shipment_status_is_known'),
        ),
    ]
