"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0002_short_checks'),
        ('outbound', '0005_doubted'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='pickbatch',
            name='batch_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='picktask',
            name='task_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='short',
            name='short_reason_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='wave',
            name='wave_status_is_known',
        ),
        migrations.AddConstraint(
            model_name='pickbatch',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(open|claimed|done|cancelled)$')), name='batch_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='picktask',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(open|claimed|done|short|cancelled)$')), name='task_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='short',
            constraint=models.CheckConstraint(condition=models.Q(('reason__regex', '^(none_there|fewer|damaged|wrong_item)$')), name='short_reason_is_known'),
        ),
        migrations.AddConstraint(
            model_name='wave',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(released|picking|done|cancelled)$')), name='wave_status_is_known'),
        ),
    ]
