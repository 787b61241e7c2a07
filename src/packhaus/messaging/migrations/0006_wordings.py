"""Merchants' own words, version by version, and how their messages look."""

import packhaus.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0005_channels'),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageBrand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merchant_id', models.UUIDField()),
                ('sender_name', models.CharField(default='', max_length=60)),
                ('colour', models.CharField(default='', max_length=7)),
                ('reply_to', models.CharField(default='', max_length=254)),
                ('footer_en', models.CharField(default='', max_length=500)),
                ('footer_de', models.CharField(default='', max_length=500)),
                ('footer_id', models.CharField(default='', max_length=500)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('merchant_id',), name='merchant_has_one_message_brand'), models.CheckConstraint(condition=models.Q(('colour', ''), ('colour__regex', '^#[0-9a-f]{6}$'), _connector='OR'), name='message_colour_is_hexadecimal')],
            },
        ),
        migrations.CreateModel(
            name='MessageWording',
            fields=[
                ('merchant_id', models.UUIDField()),
                ('id', models.UUIDField(default=packhaus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('language', models.CharField(max_length=2)),
                ('channel', models.CharField(max_length=10)),
                ('version', models.IntegerField(null=True)),
                ('is_standard', models.BooleanField(default=False)),
                ('revision', models.IntegerField(default=1)),
                ('subject', models.CharField(default='', max_length=120)),
                ('headline', models.CharField(default='', max_length=120)),
                ('body', models.TextField(default='')),
                ('button', models.CharField(default='', max_length=40)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.CharField(max_length=40)),
                ('published_at', models.DateTimeField(null=True)),
                ('published_by', models.CharField(default='', max_length=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('merchant_id', 'kind', 'language', 'channel', 'version'), name='wording_version_is_published_once'), models.UniqueConstraint(condition=models.Q(('version__isnull', True)), fields=('merchant_id', 'kind', 'language', 'channel'), name='wording_has_one_draft'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('version__isnull', True)), models.Q(('published_at__isnull', False), ('version__gte', 1)), _connector='OR'), name='wording_has_a_number_once_published'), models.CheckConstraint(condition=models.Q(('language__regex', '^(en|de|id)$')), name='wording_language_is_known'), models.CheckConstraint(condition=models.Q(('channel__regex', '^(email|sms)$')), name='wording_channel_is_known')],
            },
        ),
    ]
