"""How long a site needs from an order to the dock, and how many orders leave it on a day at most."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0002_short_checks")]
    operations = [
        migrations.AddField("site", "handling_minutes", models.IntegerField(db_default=0, default=0)),
        migrations.AddField("site", "orders_a_day", models.IntegerField(db_default=0, default=0)),
        migrations.AddConstraint(
            "site",
            models.CheckConstraint(
                condition=models.Q(handling_minutes__range=(0, 10_080), orders_a_day__gte=0),
                name="site_handles_within_a_week",
            ),
        ),
    ]
