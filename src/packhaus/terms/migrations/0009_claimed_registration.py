from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("terms", "0008_percent_and_item")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="is_claimed",
            field=models.BooleanField(db_default=False, default=False),
        )
    ]
