from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_queued_imports")]
    operations = [
        migrations.AddField(
            "importrun", "encoding", models.CharField(max_length=8, default="", db_default="")
        ),
    ]
