from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("printing", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="plate", name="proven_at", field=models.DateTimeField(null=True)
        )
    ]
