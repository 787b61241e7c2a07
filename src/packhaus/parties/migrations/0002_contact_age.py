"""Old contacts are found by an index that costs intake nothing: contacts lie in the table as they came."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [
        migrations.AddIndex(
            "contact",
            django.contrib.postgres.indexes.BrinIndex(
                fields=["created_at"], name="contact_by_age", autosummarize=True
            ),
        )
    ]
