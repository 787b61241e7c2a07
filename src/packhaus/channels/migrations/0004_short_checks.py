"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0003_encoding_of_import'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='importrun',
            name='import_state_is_known',
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('state__regex', '^(queued|running|done|failed|cancelled)$')), name='import_state_is_known'),
        ),
    ]
