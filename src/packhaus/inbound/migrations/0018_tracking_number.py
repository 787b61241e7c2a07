from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbound", "0017_sketches")]

    operations = [
        migrations.AddField(
            model_name="asn",
            name="tracking_number",
            field=models.CharField(db_default="", default="", max_length=40),
        ),
        migrations.AddIndex(
            model_name="asn",
            index=models.Index(
                condition=models.Q(("tracking_number", ""), _negated=True),
                fields=["tracking_number"],
                name="asn_by_tracking",
            ),
        ),
    ]
