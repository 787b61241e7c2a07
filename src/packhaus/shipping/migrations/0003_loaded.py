"""When a parcel was scanned onto its truck."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shipping", "0002_numbers")]

    operations = [
        migrations.AddField(
            model_name="parcel", name="loaded_at", field=models.DateTimeField(null=True)
        )
    ]
