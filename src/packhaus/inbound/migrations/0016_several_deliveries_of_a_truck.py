import django.db.models.deletion
from django.db import migrations, models

_COUNT = """
UPDATE inbound_dockslot AS s SET deliveries = 1 WHERE EXISTS (
    SELECT FROM inbound_dockappointment AS p
    WHERE p.slot_id = s.id AND p.status IN ('booked', 'arrived', 'docked', 'unloading', 'unloaded'))
"""


class Migration(migrations.Migration):
    dependencies = [("inbound", "0015_must_prove_labels")]

    operations = [
        migrations.AddField(
            model_name="dockslot",
            name="deliveries",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.RunSQL(_COUNT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="dockslot",
            constraint=models.CheckConstraint(
                condition=models.Q(("deliveries__gte", 0)), name="slot_has_no_less_than_no_delivery"
            ),
        ),
        migrations.AlterField(
            model_name="dockappointment",
            name="slot",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="inbound.dockslot"),
        ),
    ]
