"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0004_sealed_secret'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='merchant',
            name='merchant_language_is_spoken_here',
        ),
        migrations.RemoveConstraint(
            model_name='signinlink',
            name='sign_in_link_purpose_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_language_is_spoken_here',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_theme_is_known',
        ),
        migrations.AddConstraint(
            model_name='merchant',
            constraint=models.CheckConstraint(condition=models.Q(('language__regex', '^(en|de|id)$')), name='merchant_language_is_spoken_here'),
        ),
        migrations.AddConstraint(
            model_name='signinlink',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__regex', '^(invitation|reset)$')), name='sign_in_link_purpose_is_known'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('language__regex', '^(en|de|id)$')), name='user_language_is_spoken_here'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('theme__regex', '^(light|dark|system)$')), name='user_theme_is_known'),
        ),
    ]
