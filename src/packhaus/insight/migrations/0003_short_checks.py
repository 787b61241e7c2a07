"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insight', '0002_last_run'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='lastrun',
            name='kind_of_run_is_known',
        ),
        migrations.AddConstraint(
            model_name='lastrun',
            constraint=models.CheckConstraint(condition=models.Q(('kind__regex', '^(check|backup|restore|upkeep)$')), name='kind_of_run_is_known'),
        ),
    ]
