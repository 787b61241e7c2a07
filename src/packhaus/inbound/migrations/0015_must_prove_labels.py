from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbound", "0014_pick_up")]

    operations = [
        migrations.AddField(
            model_name="receivingsetting",
            name="must_prove_labels",
            field=models.BooleanField(db_default=False, default=False),
        )
    ]
