from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0007_merchant_is_own")]
    operations = [
        migrations.AddField(
            model_name="bulkrun", name="before", field=models.JSONField(db_default={}, default=dict)
        )
    ]
