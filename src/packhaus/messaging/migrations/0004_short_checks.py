"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0003_body_of_message'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='message',
            name='message_status_is_known',
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(queued|sending|sent|unknown|failed)$')), name='message_status_is_known'),
        ),
    ]
