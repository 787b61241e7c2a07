"""How long fresh units are on the way, and who says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0016_deliver_by")]
    operations = [
        migrations.AddField(
            model_name="freshline",
            name="is_by_lane",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="freshline", name="transit_days", field=models.SmallIntegerField(null=True)
        ),
        migrations.AddConstraint(
            model_name="freshline",
            constraint=models.CheckConstraint(
                condition=models.Q(("transit_days__isnull", True), ("transit_days__gte", 0), _connector="OR"),
                name="fresh_line_is_on_the_way_for_days",
            ),
        ),
    ]
