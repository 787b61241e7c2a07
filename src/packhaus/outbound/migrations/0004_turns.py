"""Walks have a turn: a wave first or last, the floor by slack."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbound", "0003_rewritten_rows")]
    operations = [
        migrations.AddField("pickbatch", "rank", models.IntegerField(db_default=0)),
        migrations.AddField("wave", "rank", models.IntegerField(db_default=0)),
    ]
