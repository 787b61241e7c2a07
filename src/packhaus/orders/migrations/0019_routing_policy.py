"""By what the sites of an order are chosen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0018_load_of_site")]
    operations = [
        migrations.CreateModel(
            name="RoutingPolicy",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("is_active", models.BooleanField()),
                ("currency", models.CharField(max_length=3)),
                ("day_minor", models.BigIntegerField()),
                ("split_minor", models.BigIntegerField()),
                ("full_minor", models.BigIntegerField()),
                ("parcel_grams", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="there_is_one_routing_policy"),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="routing_currency_is_iso_4217",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day_minor__range", (0, 10**12)),
                            ("full_minor__range", (0, 10**12)),
                            ("split_minor__range", (0, 10**12)),
                        ),
                        name="routing_weights_are_amounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parcel_grams__range", (1, 1_000_000))),
                        name="routing_parcel_has_a_weight",
                    ),
                ],
            },
        ),
    ]
