"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0002_contact_age'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='address',
            name='address_precision_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='contact',
            name='contact_language_is_spoken_here',
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.CheckConstraint(condition=models.Q(('precision__regex', '^(postal|place|region|country|none)$')), name='address_precision_is_known'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('language__regex', '^(en|de|id)$')), name='contact_language_is_spoken_here'),
        ),
    ]
