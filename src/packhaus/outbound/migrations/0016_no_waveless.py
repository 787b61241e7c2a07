from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('outbound', '0015_pick_policy'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='sitefloor',
            name='is_waveless',
        ),
    ]
