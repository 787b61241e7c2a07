"""A person's addresses are found without reading everybody's, by an index that costs intake nothing."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_short_checks")]
    operations = [
        migrations.AddIndex(
            "address",
            BrinIndex(
                fields=["contact_id"],
                name="address_by_contact",
                autosummarize=True,
                opclasses=["uuid_minmax_multi_ops"],
                pages_per_range=256,
            ),
        )
    ]
