"""The first open short of a bin carries how many units its record is doubted for."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("outbound", "0004_turns"), ("inventory", "0004_doubted")]
    operations = [
        migrations.AddField("short", "doubted", models.BigIntegerField(db_default=0, default=0)),
        migrations.AddConstraint(
            "short", models.CheckConstraint(condition=Q(doubted__gte=0), name="doubted_is_not_negative")
        ),
        migrations.AddIndex("short", models.Index(fields=["sku_id", "site_id"], name="short_by_sku")),
    ]
