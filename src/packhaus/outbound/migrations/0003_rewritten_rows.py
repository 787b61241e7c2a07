"""Stops are rewritten twice, when claimed and when done: room in their pages keeps that out of the indexes.

Nobody asks for allocations by wave.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbound", "0002_numbers")]
    operations = [
        migrations.RemoveIndex(model_name="allocation", name="allocation_by_wave"),
        migrations.RunSQL(
            "ALTER TABLE outbound_picktask SET (fillfactor = 55)", "ALTER TABLE outbound_picktask RESET (fillfactor)"
        ),
    ]
