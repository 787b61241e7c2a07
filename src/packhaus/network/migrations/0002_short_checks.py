"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='site',
            name='site_kind_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='site',
            name='site_is_own_or_partner',
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('kind__regex', '^(warehouse|store|distributor|supplier|repair)$')), name='site_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('run_by__regex', '^(own|partner)$')), name='site_is_own_or_partner'),
        ),
    ]
